from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from rules.courtesy import opens_again
from rules.timetable import calendar

OFFICE_TIME = ZoneInfo("Asia/Ho_Chi_Minh")
FRIDAY, MONDAY = date(2026, 3, 6), date(2026, 3, 9)


@pytest.mark.parametrize("hour", [7, 12, 16])
def test_letters_leave_in_office_hours(hour):
    assert (
        opens_again(datetime(2026, 3, 6, hour, tzinfo=OFFICE_TIME), calendar()) is None
    )


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 3, 6, 5, tzinfo=OFFICE_TIME), FRIDAY),
        (datetime(2026, 3, 6, 17, tzinfo=OFFICE_TIME), MONDAY),
        (datetime(2026, 3, 7, 9, tzinfo=OFFICE_TIME), MONDAY),
        (
            datetime(2026, 2, 13, 20, tzinfo=OFFICE_TIME),
            date(2026, 2, 23),
        ),  # the new year of the moon
        (
            datetime(2026, 1, 9, 20, tzinfo=OFFICE_TIME),
            date(2026, 1, 10),
        ),  # a Saturday worked in lieu
    ],
)
def test_at_other_hours_they_wait_for_the_next_working_morning(now, day):
    assert opens_again(now, calendar()) == day
