from datetime import date
from importlib.resources import files
from pathlib import Path

from rules import changes
from rules.changes import ABSENT, FACTOR
from rules.differences import Change, Part
from rules.entries import Book

BEFORE, AFTER = date(2021, 12, 31), date(2026, 1, 1)
SAMPLE_DRAFT = Path(str(files("samples"))) / "drafts" / "ty-le-80"
AREA = "Khu dân cư"


def found(part: Part) -> list[Change]:
    return [each for each in changes.changes(BEFORE, AFTER) if each.part is part]


def test_nothing_changes_from_a_day_to_itself():
    assert changes.changes(AFTER, AFTER) == []


def test_the_years_a_medal_asks_for_are_among_the_numbers():
    numbers = {(each.whom, each.before, each.after) for each in found(Part.NUMBER)}

    assert ("Kỷ niệm chương, lãnh đạo", "5 năm", "10 năm") in numbers


def test_what_is_asked_by_sex_is_compared_within_each_sex():
    force = [each for each in found(Part.NUMBER) if each.whom.endswith("cơ sở")]

    assert [(each.criterion, each.before, each.after) for each in force] == [
        (FACTOR, "1", "2")
    ]


def test_a_new_deadline_is_told_with_its_day():
    deadlines = [each for each in found(Part.DEADLINE) if each.whom == AREA]

    assert {(each.before, each.after) for each in deadlines} == {("", "31/03")}
    assert [each.criterion for each in deadlines] == [
        "Trong quý I, chi bộ có nghị quyết",
        "Trong quý I, khu dân cư đăng ký phấn đấu đạt tiêu chuẩn",
    ]


def test_backwards_what_was_added_is_removed():
    back = changes.changes(AFTER, BEFORE)
    removed = [each for each in back if each.part is Part.REMOVED]
    ended = {(each.whom, each.criterion) for each in removed}

    assert ended == {(each.whom, each.criterion) for each in found(Part.ADDED)}


def test_a_day_without_a_text_we_know_says_only_that():
    before_the_circular = changes.changes(date(2021, 1, 1), date(2021, 12, 31))

    assert {(each.part, each.before) for each in before_the_circular} == {
        (Part.TEXT, ABSENT)
    }
    assert all(each.whom.startswith("Kỷ niệm chương") for each in before_the_circular)


def test_a_draft_that_raises_a_share_shows_both_shares():
    found = changes.changes(AFTER, AFTER, Book(SAMPLE_DRAFT))

    numbers = [each for each in found if each.part is Part.NUMBER]
    assert [(each.whom, each.before, each.after) for each in numbers] == [
        ("Xã", "70%", "80%")
    ]
    assert {(each.whom, each.criterion) for each in found} == {
        ("Xã", numbers[0].criterion)
    }
