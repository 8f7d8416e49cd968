"""The office's day: only here, and on the command line, is the clock read."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from prefect.runtime import flow_run

from rules.courtesy import OPENS

OFFICE_TIME = ZoneInfo("Asia/Ho_Chi_Minh")


def office_day(today: date | None) -> date:
    """Return the day asked for, else the one the run was scheduled on.

    A run may start a second before its time, or hours late: its own day counts.
    """
    if today is not None:
        return today
    scheduled = flow_run.scheduled_start_time or datetime.now(OFFICE_TIME)
    return scheduled.astimezone(OFFICE_TIME).date()


def office_now(day: date | None = None) -> datetime:
    """Return the moment in which a day is lived: the clock's own if it is today's.

    Any other day, asked for by name, is lived as the office opens.
    """
    now = datetime.now(OFFICE_TIME)
    if day in {None, now.date()}:
        return now
    return datetime.combine(day or now.date(), OPENS, OFFICE_TIME)


def has_passed(today: date | None) -> bool:
    """Say whether a run comes so late that its own day is over: none asked for it."""
    return today is None and office_day(None) < office_now().date()


def named_by_day(title: str) -> Callable[[], str]:
    """Name a run by the day it lives, asked for or scheduled."""

    def name() -> str:
        asked = flow_run.parameters.get("today")
        day = office_day(date.fromisoformat(str(asked)) if asked else None)
        return f"{title} {day:%d/%m/%Y}"

    return name
