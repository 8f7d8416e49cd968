"""Write the year down; decide the day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from prefect import task
from prefect.cache_policies import NO_CACHE

from db import (
    agenda,
    contacts,
    council,
    cycle,
    digests,
    journal,
    notices,
    obligations,
    outbox,
    timetable,
    units,
)
from db.cycle import Cycle
from db.session import transaction
from rules.agenda import CloseStage, OpenStage, RemindUnits, due
from rules.cycle import plan
from rules.timetable import calendar, special_days
from tasks.reconciling import reconcile


@task(task_run_name="Bắt đầu năm {year}", cache_policy=NO_CACHE)
def start_cycle(year: int, today: date) -> Sequence[str]:
    """Freeze the year's dates; return the codes of units no letter can reach."""
    calendar().require(year)
    with transaction() as session:
        units.office(session)
        timetable.freeze_first(session, special_days())
        if cycle.start(session, plan(year), today):
            journal.write(session, today, "Bắt đầu năm", f"rules/cycles/{year}.toml")
        return [unit.code for unit in contacts.without(session, today)]


@dataclass(frozen=True)
class Agenda:
    """The day's actions by kind; each kind is one task."""

    opening: Sequence[OpenStage]
    reminding: Sequence[RemindUnits]
    closing: Sequence[CloseStage]

    def __bool__(self) -> bool:
        return bool(self.opening or self.reminding or self.closing)


def due_today(today: date) -> Agenda:
    """Say what is due today; looking leaves no trace."""
    with transaction() as session:
        stages = agenda.stages_today(session, today)
    actions = list(due(stages, today, calendar()))
    return Agenda(
        opening=[each for each in actions if isinstance(each, OpenStage)],
        reminding=[each for each in actions if isinstance(each, RemindUnits)],
        closing=[each for each in actions if isinstance(each, CloseStage)],
    )


def duty_letters_wait(today: date) -> bool:
    """Say whether a mailbox waits to be told of duties; nobody is on a day off."""
    if not calendar().is_working_day(today):
        return False
    with transaction() as session:
        return digests.are_unwritten(session, today)


def news_to_tell(today: date) -> bool:
    """Note what happened besides the ladder; say whether a mailbox waits to be told.

    What letters of days before did not bring is told again in that of today.
    """
    if calendar().is_working_day(today):
        with transaction() as session:
            reconcile(session)
            digests.take_back(session, today, of_before=True)
            notices.tell_news(session, today)
    return duty_letters_wait(today)


def decisions_wait(today: date) -> Sequence[int]:
    """Return of which years decisions wait to be recorded, or lists to be given.

    What came in the last days of December is taken up in January.
    """
    years = (today.year - 1, today.year)
    with transaction() as session:
        return [y for y in years if council.pending_decisions(session, y, today)]


def mark_lived(today: date) -> None:
    """Remember that the day was lived to its end."""
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
            for stage in obligations.acts_open(session, year, today)
            if stage.act
        ]
