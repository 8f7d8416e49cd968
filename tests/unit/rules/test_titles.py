from datetime import date

import pytest

from rules.awards import AWARD_NAMES
from rules.entries import Book
from rules.errors import LawNotInForceError, MalformedRuleFileError
from rules.provisions import Confidence
from rules.titles import HonourKind, honour, honours

TODAY = date(2026, 12, 1)
WITHIN_THE_POLICE = (
    "người có thẩm quyền trong Công an nhân dân, theo quy định của Bộ trưởng Bộ Công an"
)


def titles(kind, on=TODAY):
    return [each.title for each in honours(on) if each.kind is kind]


def test_emulation_titles_stand_apart_from_forms_of_commendation():
    assert titles(HonourKind.TITLE) == [
        "Cờ thi đua của Bộ Công an",
        "Cờ thi đua của Ủy ban nhân dân tỉnh",
        "Đơn vị quyết thắng",
        "Tập thể lao động xuất sắc",
        "Tập thể lao động tiên tiến",
        "Đơn vị tiên tiến",
    ]
    assert titles(HonourKind.FORM) == ["Kỷ niệm chương", "Bằng khen", "Giấy khen"]


def test_a_letter_of_praise_is_neither_and_a_badge_is_no_longer_a_form():
    assert titles(HonourKind.NEITHER) == ["Huy hiệu", "Thư khen"]
    assert titles(HonourKind.FORM, date(2023, 12, 31)) == ["Huy hiệu"]
    assert honour("badge", date(2023, 12, 31)).kind is HonourKind.FORM
    assert honour("badge", date(2024, 1, 1)).kind is HonourKind.NEITHER


def test_every_award_that_is_given_is_of_a_legal_form():
    forms = tuple(titles(HonourKind.FORM))

    assert all(name.startswith(forms) for name in AWARD_NAMES.values())


@pytest.mark.parametrize(
    ("key", "day", "decided_by", "cite", "confidence"),
    [
        (
            "ministry_flag",
            date(2025, 5, 10),
            "Bộ trưởng Bộ Công an",
            "nội dung về Cờ thi đua của Bộ Công an",
            Confidence.SECONDARY,
        ),
        (
            "determined_to_win_unit",
            TODAY,
            "Chủ tịch Ủy ban nhân dân tỉnh",
            "Điều 79 (chưa đọc được)",
            Confidence.UNCONFIRMED,
        ),
        (
            "advanced_unit",
            TODAY,
            WITHIN_THE_POLICE,
            "Điều 80, khoản 5",
            Confidence.READ,
        ),
    ],
)
def test_a_title_says_who_decides_and_on_what_ground(
    key, day, decided_by, cite, confidence
):
    found = honour(key, day)

    assert found.decided_by == decided_by
    assert (found.provision.cite, found.provision.confidence) == (cite, confidence)


def test_the_district_no_longer_decides_once_it_is_gone():
    before, after = (
        honour("advanced_collective", day)
        for day in (date(2025, 6, 30), date(2025, 7, 1))
    )

    assert "huyện" in before.decided_by
    assert "huyện" not in after.decided_by
    assert after.provision.confidence is Confidence.UNCONFIRMED


def test_a_title_before_its_text_is_named_with_the_day():
    with pytest.raises(LawNotInForceError, match=r"“ministry_flag”.*09/05/2025"):
        honour("ministry_flag", date(2025, 5, 9))


def test_a_title_nobody_decides_on_is_a_slip(tmp_path):
    folder = tmp_path / "commendations"
    folder.mkdir()
    draft = '[[honours]]\nid = "new"\nkind = "title"\ntitle = "Danh hiệu mới"\n'
    ground = 'document = "Dự thảo"\nsince = 2024-01-01\nconfidence = "unconfirmed"\n'
    (folder / "titles.toml").write_text(draft + ground, "utf-8")

    with pytest.raises(MalformedRuleFileError, match="mục “new”, khóa “decided_by”"):
        honours(TODAY, Book(tmp_path))
