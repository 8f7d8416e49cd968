from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.cycle import StageStatus, plan, read
from rules.ladder import Notice, Rung
from rules.replanning import (
    RUNG_NAMES,
    DateMove,
    RungMove,
    Standing,
    Term,
    changes,
    date_moves,
    moves,
    rung_moves,
    settled,
)
from rules.timetable import Calendar, DayKind, SpecialDay

YEAR = """
year = 2026
tiers = ["province"]
grading = "qd510"
[ladders.unit]
reminder = [5]
[[stages]]
key = "answer"
title = "Trả lời"
duty = "plan"
period = "2026"
owed_by = []
opens = 2026-06-01
due = { by_end_of = 2026-06-15, shifts = "SHIFTS" }
locks = { working_days_after = 3, of = 2026-06-19 }
source = "Kế hoạch"
confidence = "read"
"""
MONDAY = date(2026, 6, 15)
TUESDAY = date(2026, 6, 16)
HOLIDAY = SpecialDay(MONDAY, DayKind.HOLIDAY, "Ngày nghỉ", "Thông báo", "read")
PLAIN = Calendar()
WITH_HOLIDAY = Calendar.of([HOLIDAY])
EARLY = date(2026, 6, 2)
REMIND_5 = Rung(Notice.REMINDER, 5)


def year(days, shifts="later"):
    return read(YEAR.replace("SHIFTS", shifts), 2026, days)


def standing(status=StageStatus.OPEN, days=PLAIN, shifts="later"):
    (stage,) = year(days, shifts).stages
    due = stage.due
    term = Term(due.day, stage.grace, stage.locks, due.derivation)
    return Standing(1, 2026, "answer", "Trả lời", status, stage.opens, term, (), 1)


def moved(stage, before, after, today=EARLY, shifts="later"):
    return moves([stage], year(before, shifts), year(after, shifts), today)


@pytest.mark.parametrize("status", [StageStatus.WAITING, StageStatus.OPEN])
def test_a_holiday_on_the_last_day_puts_a_term_off(status):
    (move,) = moved(standing(status), PLAIN, WITH_HOLIDAY)

    assert move.now.due == TUESDAY
    assert "lùi đến hết ngày 16/06/2026" in move.now.derivation


def test_a_closed_stage_is_history():
    assert moved(standing(StageStatus.CLOSED), PLAIN, WITH_HOLIDAY) == []


def test_a_stage_of_another_year_is_not_this_plan_s_to_move():
    stage = replace(standing(), year=2025)

    assert moved(stage, PLAIN, WITH_HOLIDAY) == []


def test_a_day_told_to_units_is_never_brought_forward():
    stage = standing(shifts="earlier")

    (move,) = moved(stage, PLAIN, WITH_HOLIDAY, shifts="earlier")

    assert (move.derived.due, move.now) == (date(2026, 6, 12), stage.term)
    assert list(date_moves([move])) == [
        DateMove("Trả lời", "hạn", MONDAY, date(2026, 6, 12), MONDAY)
    ]


def test_a_day_nobody_was_told_yet_is_brought_forward():
    stage = standing(StageStatus.WAITING, shifts="earlier")

    (move,) = moved(stage, PLAIN, WITH_HOLIDAY, shifts="earlier")

    assert move.now.due == date(2026, 6, 12)


def test_a_day_that_has_passed_gives_nobody_more_time():
    (move,) = moved(standing(), PLAIN, WITH_HOLIDAY, today=date(2026, 6, 17))

    assert (move.derived.due, move.now.due) == (TUESDAY, MONDAY)


def test_a_holiday_in_a_term_of_working_days_moves_the_lock_alone():
    friday = SpecialDay(
        date(2026, 6, 23), DayKind.HOLIDAY, "Ngày nghỉ", "Thông báo", "read"
    )

    found = moved(standing(), PLAIN, Calendar.of([friday]))

    was, now = date(2026, 6, 24), date(2026, 6, 25)
    assert list(date_moves(found)) == [
        DateMove("Trả lời", "ngày khóa sổ", was, now, now)
    ]


def test_what_was_kept_once_is_put_off_only_beyond_what_was_told():
    told = standing(shifts="later", days=WITH_HOLIDAY)

    (back,) = moved(told, WITH_HOLIDAY, PLAIN)
    (kept,) = settled([told], [back])
    (again,) = moved(kept, PLAIN, WITH_HOLIDAY)

    assert kept == told
    assert again.now == told.term


@given(
    st.sets(st.dates(date(2026, 6, 8), date(2026, 6, 30))),
    st.sets(st.dates(date(2026, 6, 8), date(2026, 6, 30))),
    st.sampled_from(["later", "earlier"]),
    st.dates(date(2026, 6, 2), date(2026, 7, 10)),
)
def test_open_duties_only_ever_gain_time_whatever_the_days_off(old, new, shifts, today):
    before, after = Calendar(frozenset(old)), Calendar(frozenset(new))
    stage = standing(days=before, shifts=shifts)

    for move in moved(stage, before, after, today, shifts):
        now = move.now
        assert now.due >= stage.term.due
        assert now.grace >= stage.term.grace
        assert now.locks >= stage.term.locks
        assert now.due <= now.grace <= now.locks


def test_a_new_holiday_makes_reminders_leave_a_day_earlier():
    fixed = replace(standing(shifts="earlier"), ladder=(REMIND_5,))
    in_between = SpecialDay(
        date(2026, 6, 10), DayKind.HOLIDAY, "Ngày nghỉ", "Thông báo", "read"
    )
    calendars = PLAIN, Calendar.of([in_between])

    found = list(rung_moves([fixed], [fixed], calendars, EARLY))

    was, now = date(2026, 6, 8), date(2026, 6, 5)
    assert found == [RungMove("Trả lời", "nhắc đơn vị", 5, was, now)]
    assert list(rung_moves([fixed], [fixed], calendars, date(2026, 6, 9))) == []


def test_a_stage_all_have_answered_has_no_letters_to_move():
    done = replace(standing(), ladder=(REMIND_5,), owed=0)

    assert list(rung_moves([done], [done], (PLAIN, WITH_HOLIDAY), EARLY)) == []


def test_a_day_told_otherwise_says_whether_offices_work():
    saturday = SpecialDay(
        date(2026, 6, 20), DayKind.MAKEUP, "Làm bù", "Thông báo", "read"
    )
    renamed = replace(HOLIDAY, name="Ngày lễ")

    added = changes([HOLIDAY], [renamed, saturday])
    removed = changes([HOLIDAY, saturday], [])

    assert [(each.on, each.matters, each.said) for each in added] == [
        (MONDAY, False, "là ngày nghỉ"),
        (saturday.on, True, "đi làm bù"),
    ]
    assert [(each.on, each.matters, each.said) for each in removed] == [
        (MONDAY, True, "không nghỉ nữa"),
        (saturday.on, True, "không đi làm bù nữa"),
    ]
    assert changes([HOLIDAY], [HOLIDAY]) == []


@pytest.mark.parametrize("number", [2021, 2026])
def test_every_rung_of_a_ladder_has_a_name(number):
    rungs = {rung.notice for stage in plan(number).stages for rung in stage.ladder}

    assert rungs <= set(RUNG_NAMES)
