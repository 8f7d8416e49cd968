"""The story of one duty: who was to be told of it, by which letter, with what fate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from db.extensions import Extension
from db.outbox import LetterStatus, Setback
from rules.ladder import Rung


@dataclass(frozen=True)
class Carried:
    """A rung and a letter that carries it; without a letter it waits to be written."""

    rung: Rung
    due: date
    told_on: date
    recipient: str
    #: Whose mailbox it is, and which.
    unit: str | None
    role: str | None
    is_deputy: bool
    letter_id: int | None
    subject: str | None
    message_id: str | None
    status: LetterStatus | None
    attempts: int | None
    dated: date | None
    queued_at: datetime | None
    sent_at: datetime | None
    server: str | None
    answer: str | None


_CARRIED = text("""
    SELECT n.rung, n.due, n.told_on, n.recipient,
           who.name AS unit, who.role,
           coalesce(who.is_deputy, false) AS is_deputy,
           l.id AS letter_id, l.subject, l.message_id, l.status, l.attempts, l.dated,
           l.queued_at, l.sent_at, l.server, l.answer
    FROM notice n JOIN obligation o ON o.id = n.obligation_id
    CROSS JOIN LATERAL unnest(n.earlier || n.letter_id) AS carrying(letter_id)
    LEFT JOIN letter l ON l.id = carrying.letter_id
    LEFT JOIN LATERAL (
        SELECT w.name, c.role, n.recipient <> lower(c.email) AS is_deputy
        FROM contact c JOIN unit w ON w.id = c.unit_id
        WHERE n.recipient IN (lower(c.email), lower(c.deputy_email))
        ORDER BY w.id <> o.unit_id, w.kind = 'steering_committee', c.valid_from DESC
        LIMIT 1
    ) who ON true
    WHERE n.obligation_id = :obligation
    ORDER BY coalesce(l.dated, n.told_on), l.id NULLS LAST, n.id
""")


def carried(session: Session, obligation_id: int) -> list[Carried]:
    """Return every rung of a duty with every letter that was to carry it, in order."""
    rows = session.execute(_CARRIED, {"obligation": obligation_id})
    return [
        Carried(
            **row
            | {
                "rung": Rung.parse(row["rung"]),
                "status": LetterStatus(row["status"]) if row["status"] else None,
            }
        )
        for row in map(dict, rows.mappings())
    ]


def setbacks(session: Session, letters: Sequence[int]) -> Sequence[Setback]:
    statement = select(Setback).where(Setback.letter_id.in_(letters))
    return session.scalars(statement.order_by(Setback.at, Setback.id)).all()


def extensions(session: Session, obligation_id: int) -> Sequence[Extension]:
    statement = select(Extension).filter_by(obligation_id=obligation_id)
    return session.scalars(statement.order_by(Extension.id)).all()
