"""Write the year down; decide the day."""

from collections.abc import Sequence
from datetime import date

from prefect import task
from prefect.cache_policies import NO_CACHE

from db import cycle, journal, units
from db.session import transaction
from rules.agenda import Action, due
from rules.cycle import plan
from rules.timetable import calendar


@task(task_run_name="Bắt đầu năm {year}", cache_policy=NO_CACHE)
def start_cycle(year: int, today: date) -> Sequence[str]:
    """Freeze the year's dates; return the codes of units no letter can reach."""
    with transaction() as session:
        units.office(session)
        if cycle.start(session, plan(year), today):
            journal.write(session, today, "Bắt đầu năm", f"rules/cycles/{year}.toml")
        return [unit.code for unit in units.without_contact(session, today)]


@task(task_run_name="Xem việc ngày {today}", cache_policy=NO_CACHE, retries=2)
def plan_day(today: date) -> list[Action]:
    return actions(today)


def actions(today: date) -> list[Action]:
    """Say what is due today, without a trace in Prefect."""
    with transaction() as session:
        stages = cycle.stages_today(session, today)
    return list(due(stages, today, calendar()))


@task(task_run_name="Ghi nhận ngày {today}", cache_policy=NO_CACHE)
def mark_lived(today: date) -> None:
    with transaction() as session:
        cycle.mark_lived(session, today)
