"""Write the year down; decide the day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from prefect import task
from prefect.cache_policies import NO_CACHE

from db import council, cycle, journal, outbox, units
from db.cycle import Cycle
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


def decisions_wait(today: date) -> bool:
    """Say whether signed decisions were sent that are not recorded yet."""
    with transaction() as session:
        return council.pending_decisions(session, today.year, today) > 0


@task(task_run_name="Ghi nhận ngày {today}", cache_policy=NO_CACHE)
def mark_lived(today: date) -> None:
    with transaction() as session:
        cycle.mark_lived(session, today)


def has_started(year: int) -> bool:
    with transaction() as session:
        return session.get(Cycle, year) is not None


def is_organised() -> bool:
    """Say whether the province and its steering committee are known."""
    with transaction() as session:
        return units.is_organised(session)


def lived_until(year: int) -> date | None:
    """Return the last day of a year that was lived to its end."""
    with transaction() as session:
        found = session.get(Cycle, year)
        return found.lived_until if found else None


def letters_wait() -> bool:
    with transaction() as session:
        return outbox.waiting(session) > 0


@dataclass(frozen=True)
class Act:
    """An act of the secretariat that is open and not done."""

    key: str
    act: str
    title: str
    period: str
    due: date


def acts_open(year: int, today: date) -> Sequence[Act]:
    with transaction() as session:
        return [
            Act(stage.key, stage.act, stage.title, stage.period, stage.due)
            for stage in cycle.acts_open(session, year, today)
            if stage.act
        ]
