"""The office's day and time, for commands that were not told another."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

OFFICE_TIME = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    return datetime.now(OFFICE_TIME)


def today() -> date:
    return now().date()


def within(year: int, day: date) -> date:
    """Return the day, or the year's last one when the year is over."""
    return min(day, date(year, 12, 31))


def begins(day: date) -> datetime:
    """Return the moment a day of the office begins."""
    return datetime.combine(day, time.min, OFFICE_TIME)
