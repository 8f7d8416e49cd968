from dataclasses import replace
from datetime import date

import pytest

from rules.agenda import CloseStage, OpenStage, RemindUnits, Silence, Stage, due
from rules.cycle import StageStatus
from rules.ladder import Notice, Rung, ladder
from rules.timetable import Calendar

DAYS = Calendar(days_off=frozenset({date(2021, 3, 24)}))
FRIDAY, MONDAY = date(2021, 3, 26), date(2021, 3, 29)
WEDNESDAY, THURSDAY = date(2021, 3, 31), date(2021, 4, 1)
LADDER = ladder(
    {
        "reminder": [5, 1, 0],
        "overdue": [-1],
        "superior": [-3],
        "office": [-8],
        "leadership": [-15],
    }
)
OPENED, LOCKS = date(2021, 3, 1), date(2021, 12, 31)
SILENT = Silence(FRIDAY, grace=FRIDAY, opened=OPENED, locks=LOCKS, units=7, reachable=7)
STAGE = Stage(
    id=1,
    status=StageStatus.OPEN,
    opens=date(2021, 3, 1),
    due=FRIDAY,
    locks=LOCKS,
    ladder=LADDER,
    silent=(SILENT,),
)
REMINDER, OVERDUE = Notice.REMINDER, Notice.OVERDUE
SUPERIOR, OFFICE, LEADERSHIP = Notice.SUPERIOR, Notice.OFFICE, Notice.LEADERSHIP


def told(**rungs) -> Stage:
    """Have all been told of some rungs, each on a day."""
    marked = {name.replace("_", ":-"): day for name, day in rungs.items()}
    return replace(STAGE, silent=(replace(SILENT, told=marked, tried=marked),))


def on(day, *stages):
    return list(due(stages or (STAGE,), day, DAYS))


def remind(notice, mark, left) -> RemindUnits:
    return RemindUnits(1, FRIDAY, Rung(notice, mark), left)


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
        date(2021, 3, 18): [remind(REMINDER, 5, 5)],
        date(2021, 3, 25): [remind(REMINDER, 1, 1)],
        FRIDAY: [remind(REMINDER, 0, 0)],
        MONDAY: [remind(OVERDUE, -1, -1)],
    }

    assert {day: on(day) for day in reached} == reached


def test_a_reminder_missed_on_its_day_goes_out_the_day_after():
    assert on(date(2021, 3, 19)) == [remind(REMINDER, 5, 4)]
    reminded = replace(SILENT, told={"reminder:5": date(2021, 3, 18)})
    assert on(date(2021, 3, 19), replace(STAGE, silent=(reminded,))) == []


def test_of_several_reminders_missed_only_the_last_is_told():
    assert on(FRIDAY) == [remind(REMINDER, 0, 0)]


def test_a_rung_that_all_were_told_of_is_not_told_again():
    assert on(WEDNESDAY, told(overdue_1=MONDAY, superior_3=WEDNESDAY)) == []
    assert on(WEDNESDAY, told(overdue_1=MONDAY)) == [remind(SUPERIOR, -3, -3)]


def test_those_above_are_asked_one_by_one_in_their_order():
    months_later = date(2021, 6, 1)
    told_of = {"overdue_1": MONDAY}

    for step, mark in ((SUPERIOR, -3), (OFFICE, -8), (LEADERSHIP, -15)):
        asked = on(months_later, told(**told_of))
        assert [each.rung for each in asked] == [Rung(step, mark)]
        told_of[f"{step}_{-mark}"] = date(2021, 5, 31)

    assert on(months_later, told(**told_of)) == []


def test_after_an_outage_those_above_are_not_asked_before_the_unit_itself():
    months_later = date(2021, 6, 1)

    assert [each.rung for each in on(months_later)] == [Rung(OVERDUE, -1)]
    assert on(months_later, told(overdue_1=months_later)) == []


def test_those_above_are_asked_one_step_a_day():
    months_later = date(2021, 6, 1)

    assert on(months_later, told(overdue_1=MONDAY, superior_3=months_later)) == []


def test_a_unit_no_letter_can_reach_is_answered_for_by_those_above():
    lost = replace(STAGE, silent=(replace(SILENT, reachable=0),))

    assert on(FRIDAY, lost) == []
    assert [each.rung for each in on(WEDNESDAY, lost)] == [Rung(SUPERIOR, -3)]


def test_a_mailbox_that_refuses_every_letter_keeps_nobody_from_being_asked():
    refusing = replace(SILENT, tried={"overdue:-1": MONDAY})

    asked = on(WEDNESDAY, replace(STAGE, silent=(refusing,)))

    assert [each.rung for each in asked] == [Rung(OVERDUE, -1), Rung(SUPERIOR, -3)]


def test_a_duty_given_with_few_days_left_is_not_reminded_of_at_once():
    wednesday, thursday = date(2021, 3, 17), date(2021, 3, 18)
    given = replace(SILENT, opened=thursday)

    assert on(date(2021, 3, 19), replace(STAGE, silent=(given,))) == []
    assert on(date(2021, 3, 25), replace(STAGE, silent=(given,))) == [
        remind(REMINDER, 1, 1)
    ]
    earlier = replace(STAGE, silent=(replace(SILENT, opened=wednesday),))
    assert on(thursday, earlier) == [remind(REMINDER, 5, 5)]


def test_nobody_is_late_before_grace_is_over():
    tuesday = date(2021, 3, 30)
    lenient = replace(STAGE, silent=(replace(SILENT, grace=MONDAY),))

    assert on(MONDAY, lenient) == []
    assert [each.rung for each in on(tuesday, lenient)] == [Rung(OVERDUE, -1)]


def test_what_is_late_is_no_longer_reminded_of_as_if_it_were_not():
    notices = {action.rung.notice for action in on(THURSDAY)}

    assert notices == {OVERDUE}


def test_those_told_of_their_duty_today_are_not_reminded_of_it_today():
    fresh = replace(STAGE, silent=(replace(SILENT, fresh=True),))

    assert on(FRIDAY, fresh) == []


def test_those_with_another_due_date_are_told_by_their_own():
    later = replace(SILENT, due=MONDAY, grace=MONDAY, units=1, reachable=1)
    both = replace(STAGE, silent=(SILENT, later))

    assert on(FRIDAY, both) == [
        remind(REMINDER, 0, 0),
        RemindUnits(1, later.due, Rung(REMINDER, 1), 1),
    ]


def test_a_stage_closes_after_its_due_date_once_nobody_is_silent():
    answered = replace(STAGE, silent=())

    assert on(FRIDAY, answered) == []
    assert on(MONDAY, answered) == [CloseStage(1)]


def test_a_closed_stage_asks_for_nothing():
    assert on(MONDAY, replace(STAGE, status=StageStatus.CLOSED)) == []
