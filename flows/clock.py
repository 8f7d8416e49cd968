"""The office's day: only here, and on the command line, is the clock read."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from prefect.runtime import flow_run

OFFICE_TIME = ZoneInfo("Asia/Ho_Chi_Minh")


def office_day(today: date | None) -> date:
    """Return the day asked for, else the one the run was scheduled on.

    A run may start a second before its time, or hours late: its own day counts.
    """
    if today is not None:
        return today
    scheduled = flow_run.scheduled_start_time or datetime.now(OFFICE_TIME)
    return scheduled.astimezone(OFFICE_TIME).date()


def named_by_day(title: str) -> Callable[[], str]:
    """Name a run by the day it lives, asked for or scheduled."""

    def name() -> str:
        asked = flow_run.parameters.get("today")
        day = office_day(date.fromisoformat(str(asked)) if asked else None)
        return f"{title} {day:%d/%m/%Y}"

    return name
