"""Letters that came back after a server had taken them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import text
from sqlalchemy.orm import Session

from db import contacts
from db.outbox import LetterStatus
from rules.bounces import Fault


@dataclass(frozen=True)
class Returned:
    """What a server reports of one letter: given up (bounced) or put off (deferred)."""

    message_id: str | None
    #: The mailbox by the names the report gives it, in small letters.
    recipients: tuple[str, ...]
    status: LetterStatus
    fault: Fault
    answer: str
    at: datetime | None


@dataclass(frozen=True)
class _Letter:
    id: int
    status: str
    recipient: str
    dated: date


class Outcome(StrEnum):
    """What a report was to us."""

    SETTLED = "settled"
    #: Its letter is not settled yet by the postman: to be read again.
    TOO_EARLY = "too_early"
    NOT_OURS = "not_ours"


_OURS = text("""
    SELECT id, status, recipient, dated FROM letter
    WHERE message_id = :message_id AND recipient = ANY(:recipients) FOR UPDATE
""")

#: A report that quotes no letter means the last one sent before it.
_LAST_SENT = text("""
    SELECT id, status, recipient, dated FROM letter
    WHERE recipient = ANY(:recipients) AND status IN ('sent', 'bounced')
      AND sent_at BETWEEN CAST(:at AS timestamptz) - interval '10 days' AND :at
    ORDER BY sent_at DESC, id DESC LIMIT 1 FOR UPDATE
""")

_RECORD = text("""
    WITH come_back AS (
        UPDATE letter SET status = 'bounced'
        WHERE id = :letter AND status = 'sent' AND :status = 'bounced'
        RETURNING id
    ), kept AS (
        INSERT INTO setback (letter_id, at, status, answer)
        SELECT id, greatest(CAST(:at AS timestamptz), sent_at, queued_at),
               :status, :answer
        FROM letter WHERE id = :letter
          AND (:status = 'deferred' OR id IN (TABLE come_back))
        ON CONFLICT DO NOTHING
    )
    SELECT id FROM come_back
""")

#: On the last three days it was written to, no letter stayed there.
_IN_A_ROW = text("""
    SELECT count(*) = 3 AND bool_and(none) FROM (
        SELECT bool_and(status = 'bounced') AS none FROM letter
        WHERE recipient = :recipient AND dated <= :dated
          AND status IN ('sent', 'bounced')
        GROUP BY dated ORDER BY dated DESC LIMIT 3) AS days
""")

_NOT_SETTLED = ("queued", "sending", "deferred")
_DELIVERED = ("sent", "bounced")


def record(session: Session, returned: Returned, today: date) -> Outcome:
    """Record what became of our letter, once; a mailbox at fault is written no more."""
    letter = _letter(session, returned)
    if letter is None:
        return Outcome.NOT_OURS
    if letter.status in _NOT_SETTLED:
        return Outcome.TOO_EARLY
    came_back = letter.status in _DELIVERED and _comes_back(session, returned, letter)
    if came_back and _is_dead(session, returned, letter):
        contacts.mark_dead(session, letter.recipient, returned.answer, today)
    return Outcome.SETTLED


def _letter(session: Session, returned: Returned) -> _Letter | None:
    """Find the letter quoted; only one sent to that very mailbox counts."""
    facts = {
        "message_id": returned.message_id,
        "recipients": list(returned.recipients),
        "at": returned.at,
    }
    asked = _LAST_SENT if returned.message_id is None else _OURS
    found = session.execute(asked, facts).one_or_none()
    return _Letter(*found) if found else None


def _comes_back(session: Session, returned: Returned, letter: _Letter) -> bool:
    facts = {
        "letter": letter.id,
        "status": returned.status.value,
        "answer": returned.answer,
        "at": returned.at,
    }
    return session.scalar(_RECORD, facts) is not None


def _is_dead(session: Session, returned: Returned, letter: _Letter) -> bool:
    """Believe one report that quotes our letter; others only once they agree."""
    match returned.fault:
        case Fault.LETTER:
            return False
        case Fault.MAILBOX if returned.message_id is not None:
            return True
    return bool(session.scalar(_IN_A_ROW, vars(letter)))
