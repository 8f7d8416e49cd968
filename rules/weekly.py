"""The week leadership is told of: on its first working day, or any later one."""

from datetime import date, timedelta

from rules.ladder import CatchUp
from rules.timetable import Calendar

#: A week on which no working day was lived is dropped: the next letter says it all.
CATCH_UP = CatchUp.NONE
AHEAD = timedelta(days=14)


def week_told(today: date, days: Calendar) -> str | None:
    """Name the ISO week that may be told of today; on days off there is none."""
    if not days.is_working_day(today):
        return None
    year, week, _ = today.isocalendar()
    return f"{year}-W{week:02}"


def year_of(week: str) -> int:
    """Return the year a week belongs to, the days of it in another one too."""
    return int(week.partition("-")[0])


def told_since(today: date) -> date:
    """Return the first day looked back on, so that no day falls between two letters."""
    return today - timedelta(days=today.weekday() + 7)
