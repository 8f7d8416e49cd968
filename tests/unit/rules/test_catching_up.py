from dataclasses import replace
from datetime import date

import pytest

from rules.agenda import Silence, Stage
from rules.catching_up import Missed, missed
from rules.cycle import StageStatus
from rules.ladder import Notice, Rung, ladder
from rules.timetable import Calendar

DAYS = Calendar()
DUE = date(2026, 3, 31)
OPENED, LOCKS = date(2026, 3, 2), date(2026, 12, 31)
SILENT = Silence(DUE, grace=DUE, opened=OPENED, locks=LOCKS, units=7, reachable=7)
STAGE = Stage(
    id=1,
    status=StageStatus.OPEN,
    opens=date(2026, 3, 2),
    due=DUE,
    locks=LOCKS,
    ladder=ladder({"reminder": [5, 1, 0], "overdue": [-1, -5], "superior": [-3]}),
    silent=(SILENT,),
)


def of(rung, planned, *, made_good) -> Missed:
    return Missed(1, DUE, rung, planned, 7, made_good)


def locking(day: date, *rungs: str) -> Stage:
    """Let no answer be taken after a day, and have all been told of some rungs."""
    told = dict.fromkeys(rungs, DUE)
    silent = replace(SILENT, locks=day, told=told, tried=told)
    return replace(STAGE, locks=day, silent=(silent,))


def fates(found) -> dict[str, tuple[bool, bool]]:
    """Return by rung whether it is made good, and whether the lock forbids it."""
    return {str(each.rung): (each.made_good, each.too_late) for each in found}


def test_a_day_after_the_last_one_lived_nothing_was_missed():
    assert missed([STAGE], date(2026, 3, 30), DUE, DAYS) == []


def test_a_weekend_in_between_is_no_outage():
    friday, monday = date(2026, 3, 27), date(2026, 3, 30)

    assert missed([STAGE], friday, monday, DAYS) == []


def test_of_two_reminders_missed_the_first_is_dropped_and_the_last_made_good():
    found = missed([STAGE], date(2026, 3, 23), date(2026, 3, 31), DAYS)

    assert found == [
        of(Rung(Notice.REMINDER, 5), date(2026, 3, 24), made_good=False),
        of(Rung(Notice.REMINDER, 1), date(2026, 3, 30), made_good=False),
    ]
    assert missed([STAGE], date(2026, 3, 27), date(2026, 3, 31), DAYS)[-1:] == [
        of(Rung(Notice.REMINDER, 1), date(2026, 3, 30), made_good=False)
    ]


def test_a_month_later_no_reminder_is_left_and_those_above_are_still_asked():
    found = missed([STAGE], date(2026, 3, 20), date(2026, 4, 20), DAYS)

    assert {str(each.rung): each.made_good for each in found} == {
        "reminder:5": False,
        "reminder:1": False,
        "reminder:0": False,
        "overdue:-1": False,
        "overdue:-5": True,
        "superior:-3": True,
    }


def test_what_was_told_before_the_outage_was_not_missed():
    told = replace(SILENT, told={"reminder:5": date(2026, 3, 24)})

    found = missed(
        [replace(STAGE, silent=(told,))], date(2026, 3, 23), date(2026, 3, 26), DAYS
    )

    assert found == []


def test_nothing_was_missed_of_units_that_no_letter_reaches():
    lost = replace(SILENT, reachable=0)

    found = missed(
        [replace(STAGE, silent=(lost,))], date(2026, 3, 20), date(2026, 4, 20), DAYS
    )

    assert [str(each.rung) for each in found] == ["superior:-3"]


def test_a_stage_that_should_have_opened_opens_late():
    waiting = replace(STAGE, status=StageStatus.WAITING, silent=())

    found = missed([waiting], date(2026, 2, 27), date(2026, 3, 5), DAYS)

    assert found == [
        Missed(1, DUE, Rung(Notice.OPENED), date(2026, 3, 2), 0, made_good=True)
    ]


def test_an_opening_past_its_lock_is_dropped():
    waiting = replace(STAGE, status=StageStatus.WAITING, locks=DUE, silent=())

    found = missed([waiting], date(2026, 2, 27), date(2026, 4, 1), DAYS)

    assert fates(found) == {"opened": (False, True)}


@pytest.mark.parametrize(
    ("locks", "superior"),
    [(date(2026, 4, 13), (False, True)), (date(2026, 4, 14), (True, False))],
)
def test_a_step_is_made_good_only_if_its_turn_comes_before_the_lock(locks, superior):
    monday = date(2026, 4, 13)

    found = missed([locking(locks)], date(2026, 3, 31), monday, DAYS)

    assert fates(found) == {
        "overdue:-1": (False, False),
        "overdue:-5": (True, False),
        "superior:-3": superior,
    }


def test_a_step_whose_turn_it_is_already_waits_for_no_other():
    locked = date(2026, 4, 6)

    found = missed([locking(locked, "overdue:-1")], DUE, locked, DAYS)

    assert fates(found) == {"superior:-3": (True, False)}


def test_of_a_duty_locked_meanwhile_what_was_planned_until_then_is_dropped():
    locked = date(2026, 4, 3)

    found = missed([locking(locked)], date(2026, 3, 31), date(2026, 4, 20), DAYS)

    assert fates(found) == {"overdue:-1": (False, True), "superior:-3": (False, True)}


def test_nothing_was_missed_of_a_duty_before_it_was_given():
    given = replace(SILENT, opened=date(2026, 3, 26))

    found = missed(
        [replace(STAGE, silent=(given,))], date(2026, 3, 20), date(2026, 3, 27), DAYS
    )

    assert found == []


def test_on_a_day_off_it_is_the_next_working_day_that_makes_it_good():
    saturday = date(2026, 3, 28)

    found = missed([STAGE], date(2026, 3, 23), saturday, DAYS)

    assert fates(found) == {"reminder:5": (False, False)}
