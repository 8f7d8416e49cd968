"""What had to be told, and what may have been: from the duties and the ladder alone.

It knows nothing of notices and letters, only when each duty was given, met and moved.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks.faulty_smtp import UNKNOWN
from benchmarks.killing.fight import Fight
from benchmarks.killing.province import LADDER
from db.contacts import Contact
from db.extensions import Extension
from db.obligations import Obligation
from rules.ladder import Notice, Rung
from rules.timetable import calendar

#: What is told so many working days late, a letter having waited, is not lost.
SLACK = 3
DAYS_BACK = 60

#: A duty, a due date and a rung.
Rungs = set[tuple[int, date, str]]


@dataclass(frozen=True)
class Duty:
    """While it had this due date, and was not met: from a day, until a day."""

    id: int
    due: date
    since: date
    until: date
    locks: date
    opened: bool = False


def foretold(session: Session, fight: Fight) -> tuple[Rungs, Rungs]:
    """Return what must have been told, and what may have been."""
    must: Rungs = set()
    may: Rungs = set()
    unreached = _badly_reached(session)
    for unit_id, duty in _duties(session, fight):
        for rung, day in _reached(duty):
            key = (duty.id, duty.due, str(rung))
            if day <= duty.until:
                may.add(key)
            # What was reached before the duty was given, a later rung may stand for.
            late = calendar().days_after(day, SLACK)
            in_time = duty.since < day and late < min(duty.until, duty.locks)
            if (in_time or rung.notice is Notice.OPENED) and unit_id not in unreached:
                must.add(key)
    return must, may


def _badly_reached(session: Session) -> set[int]:
    """Return the units whose first mailbox is unknown: they are told otherwise."""
    unknown = Contact.email.startswith(UNKNOWN)
    return set(session.scalars(select(Contact.unit_id).where(unknown)))


def _duties(session: Session, fight: Fight) -> Iterator[tuple[int, Duty]]:
    moves = {each.obligation_id: each for each in session.scalars(select(Extension))}
    for owed in session.scalars(select(Obligation)):
        answer = fight.answers.get(owed.id)
        until = answer.day if answer else fight.last_day
        move, since = moves.get(owed.id), owed.opened_on
        if move:
            was_due, moved = move.was_due, move.made_on
            yield (
                owed.unit_id,
                Duty(owed.id, was_due, since, moved, owed.locks, opened=True),
            )
            since = moved
        last = Duty(owed.id, owed.due, since, until, owed.locks, opened=not move)
        yield owed.unit_id, last


def _reached(duty: Duty) -> Iterator[tuple[Rung, date]]:
    """Yield each rung with the first day on which it is reached."""
    days = calendar()
    for rung in LADDER:
        late = rung.mark < 0
        day = days.days_after(duty.due, -rung.mark) if late else _before(duty, rung)
        yield rung, day
    if duty.opened:
        yield Rung(Notice.OPENED), duty.since


def _before(duty: Duty, rung: Rung) -> date:
    """Return the first day on which so many working days are left."""
    days = (date.fromordinal(duty.due.toordinal() - n) for n in range(DAYS_BACK))
    left = [
        day
        for day in days
        if calendar().is_working_day(day)
        and calendar().working_days_left(day, duty.due) <= rung.mark
    ]
    return left[-1]
