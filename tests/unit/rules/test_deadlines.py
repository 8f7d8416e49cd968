from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.deadlines import Deadline, deadline
from rules.timetable import Calendar, calendar

ORDINARY = Calendar()
DAYS = st.dates(date(2021, 1, 1), date(2022, 12, 31))
A147 = "(Bộ luật Dân sự 2015, Điều 147)"
K5 = "(Bộ luật Dân sự 2015, Điều 148 khoản 5)"


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
        (
            {"working_days_before": 5, "of": date(2026, 6, 15)},
            date(2026, 6, 8),
            "05 ngày làm việc trước ngày 15/06/2026, không tính ngày này",
        ),
        (
            {"working_days_after": 5, "of": date(2026, 6, 15)},
            date(2026, 6, 22),
            f"05 ngày làm việc sau ngày 15/06/2026, không tính ngày này {A147}",
        ),
    ],
)
def test_a_deadline_says_how_it_was_derived(rule, day, derivation):
    assert deadline(rule, ORDINARY) == Deadline(day, derivation)


def test_before_the_20th_excludes_the_20th():
    day = date(2026, 11, 20)

    assert deadline({"before": day}, ORDINARY).day == date(2026, 11, 19)
    assert deadline({"by_end_of": day}, ORDINARY).day == day


def test_a_saturday_worked_in_lieu_counts_as_a_working_day():
    swapped = {"working_days_after": 1, "of": date(2026, 1, 9)}
    ordinary = {"working_days_after": 1, "of": date(2026, 1, 16)}

    assert deadline(swapped, calendar()).day == date(2026, 1, 10)
    assert deadline(ordinary, calendar()).day == date(2026, 1, 19)


def test_a_term_across_the_new_year_of_the_moon_is_counted_on_working_days():
    before_tet = {"working_days_after": 5, "of": date(2026, 2, 12)}

    assert deadline(before_tet, calendar()).day == date(2026, 2, 26)


def test_a_term_across_the_end_of_the_year_knows_both_years():
    across = {"working_days_after": 2, "of": date(2021, 12, 31)}

    derived = deadline(across, calendar())

    # Saturday 1 January 2022 is made up for on Monday the third.
    assert derived.day == date(2022, 1, 5)
    assert "tạm tính" not in derived.derivation


def test_a_term_into_a_year_without_a_table_is_provisional_and_says_so():
    across = {"working_days_after": 2, "of": date(2022, 12, 30)}

    derived = deadline(across, calendar())

    assert derived.day == date(2023, 1, 3)
    assert derived.derivation.endswith("tạm tính vì chưa có rules/holidays/2023.toml")


def test_a_fixed_date_on_a_day_off_never_moves_unless_told_to():
    sunday = date(2026, 11, 29)

    assert deadline({"before": date(2026, 11, 30)}, ORDINARY).day == sunday


@pytest.mark.parametrize(
    ("shifts", "derived"),
    [
        (
            "later",
            Deadline(
                date(2026, 5, 4),
                "đến hết ngày 01/05/2026; ngày 01/05/2026 rơi vào ngày nghỉ,"
                f" lùi đến hết ngày 04/05/2026 {K5}",
            ),
        ),
        (
            "earlier",
            Deadline(
                date(2026, 4, 29),
                "đến hết ngày 01/05/2026; ngày 01/05/2026 rơi vào ngày nghỉ,"
                " đưa lên ngày làm việc liền trước là 29/04/2026",
            ),
        ),
    ],
)
def test_a_deadline_that_shifts_says_so_and_by_what_right(shifts, derived):
    rule = {"by_end_of": date(2026, 5, 1), "shifts": shifts}

    assert deadline(rule, calendar()) == derived


@pytest.mark.parametrize("shifts", ["later", "earlier"])
def test_a_deadline_on_a_working_day_shifts_nowhere(shifts):
    rule = {"by_end_of": date(2026, 5, 5)}

    assert deadline(rule | {"shifts": shifts}, calendar()) == deadline(rule, calendar())


@given(DAYS, st.sampled_from(["before", "by_end_of"]))
def test_shifted_either_way_a_deadline_is_the_nearest_working_day(day, shape):
    fixed = deadline({shape: day}, calendar()).day

    earlier = deadline({shape: day, "shifts": "earlier"}, calendar()).day
    later = deadline({shape: day, "shifts": "later"}, calendar()).day

    assert earlier <= fixed <= later
    assert calendar().is_working_day(earlier)
    assert calendar().is_working_day(later)
    assert calendar().working_days_left(earlier, later) == (earlier != later)


@given(DAYS, st.integers(1, 30))
def test_so_many_working_days_before_is_so_many_after_undone(day, number):
    start = calendar().first_working_day_from(day)
    end = deadline({"working_days_after": number, "of": start}, calendar()).day

    back = deadline({"working_days_before": number, "of": end}, calendar()).day

    assert back == start


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"around": date(2026, 3, 31)}, "Không hiểu thời hạn"),
        ({}, "Không hiểu thời hạn"),
        ({"before": date(2026, 3, 31), "by_end_of": date(2026, 4, 1)}, "Không hiểu"),
        ({"working_days_before": 5}, "kèm of"),
        ({"by_end_of": date(2026, 3, 31), "shift": "later"}, "Không hiểu thời hạn"),
        ({"by_end_of": date(2026, 3, 31), "shifts": "sideways"}, "later hoặc earlier"),
        ({"by_end_of": "31/3/2026"}, "cần một ngày"),
        ({"by_end_of": datetime(2026, 3, 31)}, "cần một ngày"),  # noqa: DTZ001 - as TOML tells it
        ({"working_days_after": 0, "of": date(2026, 3, 31)}, "từ 1 trở lên"),
        ({"working_days_after": True, "of": date(2026, 3, 31)}, "từ 1 trở lên"),
    ],
)
def test_a_deadline_in_other_words_is_refused(rule, words):
    with pytest.raises(ValueError, match=words):
        deadline(rule, ORDINARY)
