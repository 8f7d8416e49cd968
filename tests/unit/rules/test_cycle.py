from datetime import date
from itertools import pairwise

import pytest

from rules.cycle import (
    MAY_BECOME,
    STATUS_NAMES,
    StageStatus,
    check_transition,
    plan,
    read,
)
from rules.errors import InvalidTransitionError, MalformedRuleFileError
from rules.timetable import Calendar, calendar

YEARS = (2021, 2026)
STAGES = [(year, stage) for year in YEARS for stage in plan(year).stages]
SMALL = """
year = 2026
tiers = ["province"]
grading = "qd510"
[ladders.unit]
reminder = [5]
[[stages]]
key = "first"
title = "Trước"
duty = "plan"
period = "2026"
owed_by = []
opens = 2026-06-01
due = { by_end_of = 2026-06-15 }
source = "Kế hoạch"
confidence = "read"
[[stages]]
key = "second"
title = "Sau"
duty = "registration"
period = "2026"
owed_by = []
opens = 2026-06-02
due = { by_end_of = 2026-06-20 }
grace = { working_days_after = 2, of = 2026-06-20 }
waits_for = ["first"]
source = "Kế hoạch"
confidence = "read"
"""


def stage(year, key):
    return next(each for each in plan(year).stages if each.key == key)


def named(case) -> str:
    return f"{case[0]}-{case[1].key}"


@pytest.mark.parametrize(
    ("key", "due"),
    [
        ("recognise_areas", date(2026, 11, 19)),
        ("grade_areas", date(2026, 11, 19)),
        ("recognise_units", date(2026, 11, 29)),
        ("grade_units", date(2026, 11, 29)),
    ],
)
def test_results_of_2026_are_due_before_the_days_the_decision_names(key, due):
    assert stage(2026, key).due.day == due


@pytest.mark.parametrize("case", STAGES, ids=named)
def test_a_stage_opens_is_due_and_locks_in_its_own_year_in_that_order(case):
    year, each = case

    assert date(year, 1, 1) <= each.opens <= each.due.day <= each.locks
    assert each.locks <= date(year, 12, 31)


@pytest.mark.parametrize("case", STAGES, ids=named)
def test_a_stage_cites_its_source_and_how_sure_we_are(case):
    _, each = case

    assert each.source
    assert each.confidence in {"read", "secondary", "unconfirmed"}
    assert each.how.endswith(".")


@pytest.mark.parametrize("year", YEARS)
def test_no_duty_of_a_period_is_owed_twice_by_the_same_unit(year):
    owed = [
        (each.duty, each.period, owner)
        for each in plan(year).stages
        for owner in each.owed_by
    ]

    assert len(owed) == len(set(owed))


@pytest.mark.parametrize("year", YEARS)
def test_a_plan_is_issued_from_the_province_down(year):
    plans = [each for each in plan(year).stages if each.duty == "plan"]

    assert len(plans) == len(plan(year).tiers) + 1
    for above, below in pairwise(plans):
        assert above.opens <= below.opens
        assert above.due.day < below.due.day


@pytest.mark.parametrize("year", YEARS)
def test_an_act_follows_what_it_is_about(year):
    order = [
        ("inspection_q1", "inspect_q1"),
        ("knc_nomination", "knc_council"),
        ("figures_midyear", "midyear_review"),
        ("festival", "festival_report"),
        ("dossier_areas", "recognise_areas"),
        ("dossier_units", "recognise_units"),
        ("recognise_areas", "recognise_units"),
        ("recognise_units", "nomination"),
        ("nomination", "council"),
        ("council", "certificates"),
        ("figures_year", "annual_review"),
    ]

    for earlier, later in order:
        assert stage(year, earlier).due.day < stage(year, later).due.day


def test_only_the_year_of_three_levels_asks_districts():
    tiers = {
        year: {str(owner.tier) for each in plan(year).stages for owner in each.owed_by}
        for year in YEARS
    }

    assert tiers == {
        2021: {"province", "district", "commune", "None"},
        2026: {"province", "commune", "None"},
    }


def test_a_year_without_a_file_says_which_file_to_make():
    with pytest.raises(MalformedRuleFileError, match=r"rules/cycles/2019\.toml"):
        plan(2019)


def test_three_days_of_a_stage_are_told_in_the_same_shapes():
    first, second = read(SMALL, 2026, Calendar()).stages

    assert (first.grace, first.locks) == (date(2026, 6, 15), date(2026, 12, 31))
    assert (second.grace, second.waits_for) == (date(2026, 6, 23), ("first",))


@pytest.mark.parametrize(
    ("was", "now", "words"),
    [
        ('["first"]', '["third"]', "“second”: chờ .* “third” nhưng năm này không có"),
        ("06-15 }", "06-21 }", "“second”: hạn 20/06/2026 ở trước hạn 21/06/2026"),
        ("2026-06-01", "2026-06-16", "“first”: ngày mở .* 16/06/2026 ở sau ngày hạn"),
        ("2, of = 2026-06-20", "2, of = 2026-06-10", "“second”: ngày hạn .* ở sau"),
        ('period = "2026"', 'ladder = "sky"', "“first”: không có thang nhắc .*“sky”"),
        ('period = "2026"', 'periods = "2026"', "“first”: không có mục periods"),
        ('period = "2026"\n', "", "“first”: .*period"),
        ("due = { by_end_of", "due = { by", "“first”: Không hiểu thời hạn"),
    ],
)
def test_a_year_that_cannot_be_lived_names_the_stage_and_what_is_wrong(was, now, words):
    with pytest.raises(ValueError, match=words):
        read(SMALL.replace(was, now, 1), 2026, Calendar())


def test_a_wrong_file_is_named(tmp_path, monkeypatch):
    folder = tmp_path / "cycles"
    folder.mkdir()
    (folder / "2031.toml").write_text(SMALL.replace('["first"]', '["third"]'), "utf-8")
    monkeypatch.setattr("rules.cycle.files", lambda _: tmp_path)

    with pytest.raises(
        MalformedRuleFileError, match=r"^rules/cycles/2031\.toml: .*\.$"
    ):
        plan(2031)


@pytest.mark.parametrize("year", YEARS)
def test_a_duty_waits_for_what_the_units_below_must_do_first(year):
    waits = {each.key: each.waits_for for each in plan(year).stages if each.waits_for}

    assert waits == {
        **{f"inspect_q{n}": (f"inspection_q{n}",) for n in range(1, 5)},
        "midyear_review": ("figures_midyear",),
        "festival_report": ("festival",),
        "recognise_areas": ("dossier_areas",),
        "dossier_units": ("dossier_areas",),
        "recognise_units": ("dossier_units",),
        "annual_review": ("figures_year",),
    }


@pytest.mark.parametrize("year", YEARS)
def test_mailboxes_are_mended_from_the_first_working_day_to_the_last_of_the_year(year):
    mended = stage(year, "contacts")

    assert mended.opens == calendar().first_working_day_from(date(year, 1, 1))
    assert (mended.due.day, mended.owed_by) == (date(year, 12, 31), ())


def test_every_status_has_a_name_and_a_future():
    assert set(MAY_BECOME) == set(STATUS_NAMES) == set(StageStatus)


def test_a_stage_is_never_closed_before_it_was_open():
    with pytest.raises(InvalidTransitionError, match="chưa mở không thể thành đã khép"):
        check_transition(StageStatus.WAITING, StageStatus.CLOSED)
