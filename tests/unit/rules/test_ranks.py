"""The shape that compares ranks, and the flag that a share be above its bound."""

from datetime import date

import pytest

from rules.checks import examine, needed_of
from rules.criteria import criterion
from rules.entries import Entry, folder, load
from rules.errors import MalformedRuleFileError
from rules.forms import forms
from rules.judgement import NOT_APPLICABLE, Fact, Outcome
from rules.windows import Days

YEAR = Days(date(2026, 1, 1), date(2026, 12, 31))
RANKS = ["Xuất sắc", "Khá", "Trung bình", "Yếu"]
RANK = {
    "id": "party_rank",
    "text": "Đảng bộ được xếp loại khá trở lên",
    "document": "Kế hoạch 0",
    "since": date(2000, 1, 1),
    "confidence": "read",
    "encoding": "encoded",
    "check": "rank_at_least",
    "fact": "party_rank",
    "ranks": RANKS,
    "least": "Khá",
}


def a_rank(**changes):
    return criterion(Entry("thu.toml", "party_rank", RANK | changes))


@pytest.mark.parametrize(
    ("value", "outcome", "reason"),
    [
        ("Xuất sắc", Outcome.MET, "Được xếp “Xuất sắc”; cần từ “Khá” trở lên."),
        ("Khá", Outcome.MET, "Được xếp “Khá”; cần từ “Khá” trở lên."),
        ("Trung bình", Outcome.UNMET, "Được xếp “Trung bình”; cần từ “Khá” trở lên."),
        ("Tốt", Outcome.UNKNOWN, "Không hiểu giá trị “Tốt”; cần sửa lại số liệu."),
        (1, Outcome.UNKNOWN, "Không hiểu giá trị “1”; cần sửa lại số liệu."),
        (
            NOT_APPLICABLE,
            Outcome.UNKNOWN,
            "Không nhận câu trả lời “Không áp dụng” ở nội dung này.",
        ),
    ],
)
def test_a_rank_is_compared_by_its_place_in_the_list(value, outcome, reason):
    finding = examine(a_rank(), {"party_rank": Fact(value, "hồ sơ mẫu")}, YEAR)

    assert (finding.outcome, finding.reason) == (outcome, reason)


def test_a_rank_not_told_stays_unknown():
    finding = examine(a_rank(), {}, YEAR)

    assert finding.outcome is Outcome.UNKNOWN
    assert finding.reason == "Chưa có thông tin: xếp loại đảng bộ."


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"least": "Tốt"}, "khóa “least”: không có trong `ranks`"),
        ({"least": None}, "khóa “least”: còn thiếu"),
        ({"ranks": []}, "khóa “least”: không có trong `ranks`"),
        ({"ranks": ["Khá", "Khá"]}, "khóa “ranks”: có bậc trùng nhau"),
        ({"ranks": "Khá"}, "khóa “ranks”: cần một danh sách chữ"),
    ],
)
def test_a_slip_in_the_ranks_names_the_file_and_the_key(changes, problem):
    with pytest.raises(MalformedRuleFileError) as error:
        a_rank(**changes)

    assert str(error.value).startswith("rules/law/thu.toml, mục “party_rank”")
    assert problem in str(error.value)


def ranked_criteria():
    for file in folder("exemplar"):
        for entry in load(file).tables("criteria"):
            asked = criterion(entry)
            if asked.ranks:
                yield pytest.param(asked, id=asked.id)


@pytest.mark.parametrize("asked", [*ranked_criteria()])
def test_a_form_offers_the_ranks_the_law_compares(asked):
    (fact,) = asked.facts
    field = next(each for each in forms()["exemplar"].fields if each.key == fact)

    assert field.choices == asked.ranks


def test_more_than_a_share_is_never_just_the_share():
    assert [needed_of(whole, 95, more_than=True) for whole in (1, 20, 30, 100)] == [
        1,
        20,
        29,
        96,
    ]
