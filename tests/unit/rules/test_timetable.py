from datetime import date, timedelta

import pytest
from holidays import country_holidays
from hypothesis import given
from hypothesis import strategies as st

from rules.errors import MalformedRuleFileError
from rules.timetable import Calendar, calendar, special_days

DAY = timedelta(days=1)
ORDINARY = Calendar()
#: Worked for, and off in lieu, by a letter of 25/12/2025 the library does not know.
SWAPPED_BY_12729 = {date(2026, 1, 2), date(2026, 1, 10)}
DAYS = st.dates(date(2021, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("year", "unknown"),
    [(2021, set()), (2022, set()), (2026, SWAPPED_BY_12729), (2027, set())],
)
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


@given(DAYS, st.integers(0, 30))
def test_a_mark_is_reached_on_the_first_day_so_many_are_left(due, mark):
    days = calendar()

    reached = days.reached_on(due, mark)

    assert days.is_working_day(reached)
    assert days.working_days_left(reached, due) == mark
    assert days.working_days_left(reached - DAY, due) == mark + 1


@given(DAYS, st.integers(1, 30))
def test_a_mark_past_due_is_reached_so_many_working_days_late(due, late):
    days = calendar()

    reached = days.reached_on(due, -late)

    assert days.working_days_left(reached, due) == -late
    assert days.working_days_left(reached - DAY, due) == 1 - late


def test_a_year_without_a_table_is_known_to_be_unknown():
    days = calendar()

    assert days.unknown_years(date(2021, 1, 1), date(2023, 1, 1)) == [2023]
    assert ORDINARY.unknown_years(date(2021, 1, 1), date(2023, 1, 1)) == []
    assert days.is_working_day(date(2023, 1, 2))


def test_a_year_without_a_table_is_not_started():
    with pytest.raises(MalformedRuleFileError, match=r"rules/holidays/2023\.toml"):
        calendar().require(2023)

    calendar().require(2022)


def table(folder, on: str, kind: str = "holiday"):
    entry = f"""[[days]]
kind = "{kind}"
on = {on}
name = "Ngày nghỉ"
source = "Thông báo"
confidence = "read"
"""
    (folder / "2026.toml").write_text(entry, "utf-8")
    return folder


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("[2025-12-31]", "31/12/2025 không thuộc năm 2026"),
        ("[2026-01-01, 2026-01-01]", "01/01/2026 ghi hai lần"),
        ('["01/01/2026"]', "cần danh sách ngày"),
        ("2026-01-01", "cần danh sách ngày"),
    ],
)
def test_a_table_that_cannot_be_right_is_refused_by_name(tmp_path, on, words):
    with pytest.raises(MalformedRuleFileError, match=rf"2026\.toml: .*{words}"):
        special_days(table(tmp_path, on))


def test_a_kind_of_day_nobody_knows_is_refused(tmp_path):
    with pytest.raises(MalformedRuleFileError, match=r"2026\.toml.*picnic"):
        special_days(table(tmp_path, "[2026-01-01]", "picnic"))
