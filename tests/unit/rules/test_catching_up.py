from dataclasses import replace
from datetime import date

from rules.agenda import Silence, Stage
from rules.catching_up import Missed, missed
from rules.cycle import StageStatus
from rules.ladder import Notice, Rung, ladder
from rules.timetable import Calendar

DAYS = Calendar()
DUE = date(2026, 3, 31)
OPENED = date(2026, 3, 2)
SILENT = Silence(DUE, grace=DUE, opened=OPENED, units=7, reachable=7)
STAGE = Stage(
    id=1,
    status=StageStatus.OPEN,
    opens=date(2026, 3, 2),
    due=DUE,
    ladder=ladder({"reminder": [5, 1, 0], "overdue": [-1, -5], "superior": [-3]}),
    silent=(SILENT,),
)


def of(rung, planned, *, made_good) -> Missed:
    return Missed(1, DUE, rung, planned, 7, made_good)


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
