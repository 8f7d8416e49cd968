from datetime import date, timedelta

import pytest
from holidays import country_holidays
from hypothesis import given
from hypothesis import strategies as st

from rules.timetable import Calendar, calendar

DAY = timedelta(days=1)
ORDINARY = Calendar()
#: Worked for, and off in lieu, by a letter of 25/12/2025 the library does not know.
SWAPPED_BY_12729 = {date(2026, 1, 2), date(2026, 1, 10)}
DAYS = st.dates(date(2021, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(("year", "unknown"), [(2021, set()), (2026, SWAPPED_BY_12729)])
def test_working_days_are_those_another_calendar_of_the_country_knows(year, unknown):
    theirs = country_holidays("VN", years=year)
    year_long = [date(year, 1, 1) + n * DAY for n in range(365)]

    differ = {
        day
        for day in year_long
        if calendar().is_working_day(day) != theirs.is_working_day(day)
    }

    assert differ == unknown


def test_a_saturday_worked_in_lieu_is_a_working_day():
    assert not calendar().is_working_day(date(2026, 1, 2))
    assert calendar().is_working_day(date(2026, 1, 10))
    assert not calendar().is_working_day(date(2026, 1, 17))


def test_the_day_itself_does_not_count_among_the_days_left():
    monday, friday = date(2021, 3, 1), date(2021, 3, 5)

    assert ORDINARY.working_days_left(monday, friday) == 4
    assert ORDINARY.working_days_left(friday, friday) == 0


def test_a_weekend_makes_nobody_later():
    friday, saturday, monday = date(2021, 3, 5), date(2021, 3, 6), date(2021, 3, 8)

    assert ORDINARY.working_days_left(saturday, friday) == 0
    assert ORDINARY.working_days_left(monday, friday) == -1


def test_a_month_that_ends_on_a_weekend_ends_for_offices_on_friday():
    assert ORDINARY.last_working_day_until(date(2021, 1, 31)) == date(2021, 1, 29)


def test_days_to_answer_are_counted_across_the_new_year_of_the_moon():
    before_tet = date(2021, 2, 9)

    assert calendar().days_after(before_tet, 3) == date(2021, 2, 19)


@given(DAYS, st.integers(0, 30))
def test_so_many_working_days_later_so_many_are_left(day, working_days):
    then = calendar().days_after(day, working_days)

    assert calendar().working_days_left(day, then) == working_days


@given(DAYS, DAYS)
def test_days_late_are_days_left_seen_from_the_other_end(one, other):
    days = calendar()

    assert days.working_days_left(one, other) == -days.working_days_left(other, one)
