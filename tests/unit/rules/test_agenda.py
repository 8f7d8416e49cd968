from dataclasses import replace
from datetime import date

import pytest

from rules.agenda import (
    CloseStage,
    Notice,
    OpenStage,
    RemindUnits,
    Silence,
    Stage,
    due,
)
from rules.cycle import Ladder, StageStatus
from rules.timetable import Calendar

DAYS = Calendar(days_off=frozenset({date(2021, 3, 24)}))
FRIDAY = date(2021, 3, 26)
LADDER = Ladder(remind=(5, 1, 0), overdue=(-1,), escalate=(-3, -8))
SILENT = Silence(FRIDAY, units=7)
STAGE = Stage(
    id=1,
    status=StageStatus.OPEN,
    opens=date(2021, 3, 1),
    due=FRIDAY,
    locks=date(2021, 4, 30),
    ladder=LADDER,
    silent=(SILENT,),
)


def told(*rungs) -> Stage:
    return replace(STAGE, silent=(replace(SILENT, told=frozenset(rungs)),))


def on(day, *stages):
    return list(due(stages or (STAGE,), day, DAYS))


def remind(notice, mark, left) -> RemindUnits:
    return RemindUnits(1, FRIDAY, notice, mark, left)


def test_a_stage_opens_on_its_day():
    waiting = replace(STAGE, status=StageStatus.WAITING, silent=())

    assert on(date(2021, 2, 26), waiting) == []
    assert on(date(2021, 3, 1), waiting) == [OpenStage(1)]


def test_an_opening_missed_is_made_good_on_the_next_working_day():
    waiting = replace(STAGE, status=StageStatus.WAITING, opens=date(2021, 3, 6))

    assert on(date(2021, 3, 6), waiting) == []
    assert on(date(2021, 3, 8), waiting) == [OpenStage(1)]


def test_nothing_is_done_on_a_day_off():
    assert on(date(2021, 3, 24)) == []
    assert on(date(2021, 3, 27)) == []


@pytest.mark.parametrize(
    ("today", "left"),
    [(date(2021, 3, 1), 18), (date(2021, 3, 17), 6)],
)
def test_nobody_is_reminded_before_the_first_rung(today, left):
    assert DAYS.working_days_left(today, FRIDAY) == left
    assert on(today) == []


def test_each_rung_is_reached_on_its_working_day():
    reached = {
        date(2021, 3, 18): [remind(Notice.REMINDER, 5, 5)],
        date(2021, 3, 25): [remind(Notice.REMINDER, 1, 1)],
        date(2021, 3, 26): [remind(Notice.REMINDER, 0, 0)],
        date(2021, 3, 29): [remind(Notice.OVERDUE, -1, -1)],
        date(2021, 3, 31): [
            remind(Notice.OVERDUE, -1, -3),
            remind(Notice.ESCALATION, -3, -3),
        ],
    }

    assert {day: on(day) for day in reached} == reached


def test_a_reminder_missed_on_its_day_goes_out_the_day_after():
    assert on(date(2021, 3, 19)) == [remind(Notice.REMINDER, 5, 4)]
    assert on(date(2021, 3, 19), told("reminder:5")) == []


def test_of_several_rungs_missed_only_the_last_is_told():
    assert on(FRIDAY) == [remind(Notice.REMINDER, 0, 0)]


def test_a_rung_that_all_were_told_of_is_not_told_again():
    late = date(2021, 3, 31)

    assert on(late, told("overdue:-1", "escalation:-3")) == []
    assert on(late, told("overdue:-1")) == [remind(Notice.ESCALATION, -3, -3)]


def test_what_is_late_is_no_longer_reminded_of_as_if_it_were_not():
    notices = {action.notice for action in on(date(2021, 4, 1))}

    assert notices == {Notice.OVERDUE, Notice.ESCALATION}


def test_those_told_of_their_duty_today_are_not_reminded_of_it_today():
    fresh = replace(STAGE, silent=(replace(SILENT, fresh=True),))

    assert on(FRIDAY, fresh) == []


def test_those_with_another_due_date_are_told_by_their_own():
    later = Silence(date(2021, 3, 29), units=1)
    both = replace(STAGE, silent=(SILENT, later))

    assert on(FRIDAY, both) == [
        remind(Notice.REMINDER, 0, 0),
        RemindUnits(1, later.due, Notice.REMINDER, 1, 1),
    ]


def test_a_stage_closes_after_its_due_date_once_nobody_is_silent():
    answered = replace(STAGE, silent=())

    assert on(FRIDAY, answered) == []
    assert on(date(2021, 3, 29), answered) == [CloseStage(1)]


def test_a_stage_with_silent_units_stays_open_until_it_locks():
    told_of_all = told("overdue:-1", "escalation:-8")

    assert on(date(2021, 4, 30), told_of_all) == []
    assert on(date(2021, 5, 3), told_of_all) == [CloseStage(1)]


def test_a_closed_stage_asks_for_nothing():
    assert on(date(2021, 3, 29), replace(STAGE, status=StageStatus.CLOSED)) == []
