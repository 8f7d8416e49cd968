from datetime import date, timedelta

from rules.timetable import Calendar
from rules.weekly import told_since, week_told, year_of

MONDAY = date(2021, 3, 8)
DAY = timedelta(days=1)
MONDAY_OFF = Calendar(days_off=frozenset({MONDAY}))


def test_the_first_working_day_tells_of_its_week():
    assert week_told(MONDAY, Calendar()) == "2021-W10"


def test_a_later_day_of_the_same_week_makes_it_good():
    assert week_told(MONDAY, MONDAY_OFF) is None
    assert [week_told(MONDAY + n * DAY, MONDAY_OFF) for n in range(1, 7)] == [
        *["2021-W10"] * 4,
        None,
        None,
    ]


def test_days_of_january_may_belong_to_the_last_week_of_the_year_before():
    assert week_told(date(2021, 1, 1), Calendar()) == "2020-W53"


def test_a_week_over_new_year_belongs_to_one_year_on_all_its_days():
    days = (date(2024, 12, 30), date(2025, 1, 2))

    assert {year_of(str(week_told(day, Calendar()))) for day in days} == {2025}


def test_no_day_falls_between_two_letters_whatever_their_days():
    tuesday_after = MONDAY + 8 * DAY

    assert told_since(MONDAY) == MONDAY - 7 * DAY
    assert told_since(tuesday_after) == MONDAY
