from dataclasses import replace
from datetime import date
from decimal import Decimal

from rules import changes
from rules.changes import ABSENT, FACTOR, Change, Part
from rules.criteria import Shape
from rules.units import UnitKind

BEFORE, AFTER, DRAFT = date(2021, 12, 31), date(2026, 1, 1), date(2026, 6, 1)
SHARES = (Shape.CHILDREN_SHARE,)
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

    assert [(each.before, each.after) for each in deadlines] == [("", "31/03")]


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


def test_a_draft_that_raises_a_share_shows_both_shares(monkeypatch):
    asked = changes.criteria_set

    def drafted(kind, day):
        known = asked(kind, day)
        if (kind, day) != (UnitKind.COMMUNE, DRAFT):
            return known
        raised = [
            replace(each, bound=Decimal(80)) if each.check in SHARES else each
            for each in known.criteria
        ]
        return replace(known, criteria=tuple(raised))

    monkeypatch.setattr(changes, "criteria_set", drafted)

    shown = {
        (each.whom, each.part, each.before, each.after)
        for each in changes.changes(AFTER, DRAFT)
    }
    assert shown == {("Xã", Part.NUMBER, "70%", "80%")}
