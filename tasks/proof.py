"""Prove how one unit was told of one duty: the whole story, and what it comes to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy.orm import Session

from db import contacts, cycle, digests, inquiries, proof
from db.cycle import Stage
from db.obligations import Obligation
from db.outbox import LetterStatus, Setback
from db.proof import Carried
from db.session import reading
from db.units import Unit
from rules.errors import OutOfTurnError, UnclearRequestError
from rules.proof import NOT_TOLD_BY, Case, Fate, Telling, Verdict, verdict
from rules.text import tidy
from tasks.letters import OFFICE_TIME
from tasks.lookup import NEAR, found
from tasks.proof_events import Event, of_letter, of_life, unwritten
from tasks.stage_lookup import stage_meant
from tasks.turns import Duty, duty

UNCONFIRMED = "unconfirmed"
FATES = {
    LetterStatus.QUEUED: Fate.WAITING,
    LetterStatus.SENDING: Fate.WAITING,
    LetterStatus.DEFERRED: Fate.WAITING,
    LetterStatus.SENT: Fate.ACCEPTED,
    LetterStatus.REFUSED: Fate.REFUSED,
    LetterStatus.BOUNCED: Fate.BOUNCED,
    LetterStatus.EXPIRED: Fate.EXPIRED,
    LetterStatus.WITHDRAWN: Fate.WITHDRAWN,
}


@dataclass(frozen=True)
class Proof:
    """The story of one duty of one unit, in the order in which it happened."""

    code: str
    unit: str
    key: str
    duty: Duty
    period: str
    first_due: date
    source: str
    unconfirmed: bool
    grace: date
    locks: date
    mailbox: str | None
    waits_for: Sequence[str]
    events: Sequence[Event]
    verdict: Verdict


def prove(asked: str, about: str, year: int, on: date, today: date) -> Proof:
    """Tell the story of the duty meant, of a unit as it was known ``on`` a day."""
    with reading() as session:
        unit, stage, owed = _meant(session, asked, about, year=year, on=on)
        carried = proof.carried(session, owed.id)
        letters = [each.letter_id for each in carried if each.letter_id]
        setbacks = proof.setbacks(session, letters)
        mailbox = contacts.mailbox(session, unit.id, today)
        return Proof(
            code=unit.code,
            unit=unit.name,
            key=stage.key,
            duty=duty(owed, stage.title, today),
            period=owed.period,
            first_due=owed.first_due,
            source=stage.source,
            unconfirmed=stage.confidence == UNCONFIRMED,
            grace=owed.grace,
            locks=owed.locks,
            mailbox=mailbox,
            waits_for=digests.awaited(session, [owed.id]).get(owed.id, []),
            events=sorted(
                (
                    *of_life(owed, proof.extensions(session, owed.id), today),
                    *_of_letters(carried, setbacks),
                ),
                key=Event.moment,
            ),
            verdict=verdict(
                Case(
                    deadline=owed.deadline,
                    ended_on=owed.fulfilled_on or owed.waived_on,
                    is_reachable=mailbox is not None,
                    tellings=_tellings(carried, setbacks),
                ),
                today,
            ),
        )


def _meant(
    session: Session, asked: str, about: str, *, year: int, on: date
) -> tuple[Unit, Stage, Obligation]:
    """Find a unit there is on a day, or else one that ended earlier in the year.

    Of a code that was given anew, the unit before may owe what this one does not.
    """
    ended = inquiries.units_ended(session, year, on)
    unit = found(inquiries.units_on(session, on), asked, on, ended)
    try:
        return unit, *_owed(session, unit, about, year)
    except OutOfTurnError:
        before = next((each for each in ended if each.code == unit.code), unit)
        return before, *_owed(session, before, about, year)


def _owed(
    session: Session, unit: Unit, about: str, year: int
) -> tuple[Stage, Obligation]:
    """Find the duty meant; one of several periods is asked for as ``key:period``."""
    asked, _, period = about.partition(":")
    owed = [row for row, _ in inquiries.duties(session, year, unit.id)]
    stages = cycle.due_stages(session, year)
    stage = stage_meant(stages, asked, [row.stage_id for row in owed])
    its = [row for row in owed if row.stage_id == stage.id]
    meant = [row for row in its if tidy(period).casefold() in ("", _period(row))]
    if len(meant) == 1:
        return stage, meant[0]
    if its:
        periods = "; ".join(f"{stage.key}:{row.period}" for row in its[:NEAR])
        raise UnclearRequestError(
            f"{unit.name} có {len(its)} việc “{stage.title}”;"
            f" hãy ghi kèm kỳ: {periods}."
        )
    raise OutOfTurnError(
        f"{unit.name} ({unit.code}) không có việc “{stage.title}” năm {year}."
        f" Xem các việc của đơn vị: antq explain {unit.code}."
    )


def _period(row: Obligation) -> str:
    return tidy(row.period).casefold()


def _of_letters(
    carried: Sequence[Carried], setbacks: Sequence[Setback]
) -> Iterator[Event]:
    yield from (unwritten(each) for each in carried if not each.letter_id)
    by_letter = groupby(
        sorted((each for each in carried if each.letter_id), key=_letter), key=_letter
    )
    for number, (letter_id, group) in enumerate(by_letter, start=1):
        its = [each for each in setbacks if each.letter_id == letter_id]
        yield from of_letter(number, list(group), its)


def _letter(each: Carried) -> int:
    return each.letter_id or 0


def _tellings(carried: Sequence[Carried], setbacks: Sequence[Setback]) -> list[Telling]:
    """Return the letters that were to tell the unit itself, each once, in order."""
    own = {
        each.letter_id: each
        for each in carried
        if each.letter_id and each.rung.notice not in NOT_TOLD_BY
    }
    # A letter keeps the answer it was taken with; its return has one of its own.
    returns = {
        each.letter_id: each.answer
        for each in setbacks
        if each.status is LetterStatus.BOUNCED
    }
    return [
        Telling(
            written_on=each.dated or each.told_on,
            fate=FATES[each.status or LetterStatus.QUEUED],
            accepted_at=each.sent_at.astimezone(OFFICE_TIME) if each.sent_at else None,
            server=each.server or "",
            answer=returns.get(letter_id, each.answer or ""),
        )
        for letter_id, each in own.items()
    ]
