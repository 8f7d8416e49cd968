from datetime import date
from itertools import pairwise

import pytest

from rules.cycle import (
    MAY_BECOME,
    STATUS_NAMES,
    StageStatus,
    check_transition,
    deadline,
    plan,
)
from rules.errors import InvalidTransitionError, MalformedRuleFileError
from rules.timetable import Calendar

YEARS = (2021, 2026)
STAGES = [(year, stage) for year in YEARS for stage in plan(year).stages]
ORDINARY = Calendar()


def stage(year, key):
    return next(each for each in plan(year).stages if each.key == key)


def named(case) -> str:
    return f"{case[0]}-{case[1].key}"


@pytest.mark.parametrize(
    ("rule", "day", "derivation"),
    [
        (
            {"before": date(2026, 11, 20)},
            date(2026, 11, 19),
            "trước ngày 20/11/2026, không tính ngày này",
        ),
        (
            {"by_end_of": date(2026, 3, 31)},
            date(2026, 3, 31),
            "đến hết ngày 31/03/2026",
        ),
        (
            {"last_working_day_of": date(2026, 1, 31)},
            date(2026, 1, 30),
            "ngày làm việc cuối tính đến 31/01/2026",
        ),
    ],
)
def test_a_due_date_says_how_it_was_derived(rule, day, derivation):
    derived = deadline(rule, ORDINARY)

    assert (derived.day, derived.derivation) == (day, derivation)


def test_a_due_date_in_other_words_is_refused():
    with pytest.raises(ValueError, match="Không hiểu thời hạn"):
        deadline({"around": date(2026, 3, 31)}, ORDINARY)


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


def test_every_status_has_a_name_and_a_future():
    assert set(MAY_BECOME) == set(STATUS_NAMES) == set(StageStatus)


def test_a_closed_stage_never_opens_again():
    with pytest.raises(InvalidTransitionError, match="đã khép lại không thể thành"):
        check_transition(StageStatus.CLOSED, StageStatus.OPEN)
