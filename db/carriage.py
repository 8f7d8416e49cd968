"""What the postmen do with the outbox: claim, settle, give back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, func, select, text, update
from sqlalchemy.orm import Session

from db.outbox import WAITING, Letter, LetterStatus


@dataclass(frozen=True)
class Outgoing:
    """What the postman carries."""

    id: int
    message_id: str
    recipient: str
    content: bytes


@dataclass(frozen=True)
class Settled:
    """What the mail server answered to one letter, and when."""

    letter_id: int
    status: LetterStatus
    answer: str
    server: str
    at: datetime


@dataclass(frozen=True)
class Hours:
    """What may leave: all in office hours, else what would be of no use thereafter."""

    now: datetime
    #: Letters whose last day is before this one leave at once.
    opens_again: date | None = None

    @property
    def today(self) -> date:
        return self.now.date()


#: A notice says what is no longer so: of another due date, or of a duty now over.
UNTRUE = """(n.due <> o.due OR (n.rung IN ('received', 'waived'))
             <> (o.fulfilled_on IS NOT NULL OR o.waived_on IS NOT NULL))"""
_SAID = """SELECT FROM notice n JOIN obligation o ON o.id = n.obligation_id
            WHERE n.letter_id = l.id"""

#: Whether a letter still says what is true is asked in the statement that takes it.
_CLAIM = text(f"""
    UPDATE letter SET status = 'sending', claimed_at = clock_timestamp(),
           claimed_by = coalesce(:by, pg_backend_pid()), attempts = attempts + 1
    WHERE id IN (
        SELECT l.id FROM letter l
        WHERE l.status IN ('queued', 'deferred')
          AND coalesce(l.next_attempt_at, '-infinity') <= :now
          AND (CAST(:opens_again AS date) IS NULL OR l.last_day < :opens_again)
          AND (l.kind <> 'digest' OR l.is_doubted
               OR l.dated >= :today OR l.last_day <= :today)
          AND (NOT EXISTS ({_SAID} AND {UNTRUE})
               OR l.is_doubted AND EXISTS ({_SAID} AND NOT {UNTRUE}))
        ORDER BY l.id LIMIT :limit FOR UPDATE OF l SKIP LOCKED)
    RETURNING id, message_id, recipient, content
""")  # noqa: S608 - our own words only


def claim(
    session: Session, limit: int, hours: Hours, by: int | None = None
) -> list[Outgoing]:
    """Take waiting letters that no other postman holds; they are his while he lives."""
    facts = {"limit": limit, "by": by, "today": hours.today, **vars(hours)}
    return [Outgoing(*row) for row in session.execute(_CLAIM, facts)]


_SETTLE = text("""
    WITH told AS (
        SELECT * FROM unnest(CAST(:ids AS integer[]), CAST(:statuses AS text[]),
                             CAST(:answers AS text[]), CAST(:servers AS text[]),
                             CAST(:ats AS timestamptz[]))
                      AS t(id, status, answer, server, at)
    ), settled AS (
        UPDATE letter l SET status = t.status, answer = t.answer, server = t.server,
            sent_at = CASE WHEN t.status = 'sent' THEN t.at END,
            next_attempt_at = CASE WHEN t.status = 'deferred'
                THEN t.at + :patience * power(2, least(l.attempts, 7) - 1) END
        FROM told t WHERE l.id = t.id AND l.status IN ('queued', 'sending', 'deferred')
        RETURNING l.id, t.status, t.answer, t.at
    )
    INSERT INTO setback (letter_id, status, answer, at)
    SELECT id, status, answer, at FROM settled WHERE status <> 'sent'
    ON CONFLICT DO NOTHING
""")


def settle(
    connection: Connection | Session, told: Sequence[Settled], patience: timedelta
) -> None:
    """Record what the server answered; what it put off waits, longer each time."""
    if not told:
        return
    facts = {
        "ids": [each.letter_id for each in told],
        "statuses": [each.status.value for each in told],
        "answers": [each.answer for each in told],
        "servers": [each.server for each in told],
        "ats": [each.at for each in told],
        "patience": patience,
    }
    connection.execute(_SETTLE, facts)


def put_back(session: Session, letter_ids: Sequence[int], answer: str) -> None:
    """Let letters wait again that a broken session did not get to."""
    session.execute(
        update(Letter)
        .where(Letter.id.in_(letter_ids), Letter.status == LetterStatus.SENDING)
        .values(status=LetterStatus.QUEUED, answer=answer)
    )


def doubt(session: Session, letter_ids: Sequence[int]) -> None:
    """Remember which letters the server may have though it did not say so."""
    session.execute(
        update(Letter)
        .where(Letter.id.in_(letter_ids), Letter.status != LetterStatus.SENDING)
        .values(is_doubted=True)
    )


def postman(ledger: Connection) -> int:
    """Name a postman by his connection: when he dies, the database knows at once."""
    return int(ledger.execute(select(func.pg_backend_pid())).scalar_one())


_RELEASE = text("""
    UPDATE letter SET status = 'queued' WHERE status = 'sending' AND (
        claimed_at < clock_timestamp() - :older_than
        OR coalesce(claimed_by, 0) NOT IN (SELECT pid FROM pg_stat_activity))
""")


def release(session: Session, older_than: timedelta) -> None:
    """Put back the letters of a postman who died or never returned."""
    session.execute(_RELEASE, {"older_than": older_than})


def waiting_letters(session: Session) -> Iterator[tuple[int, str]]:
    """Yield id and Message-ID of each letter not known to be delivered."""
    rows = select(Letter.id, Letter.message_id).where(Letter.status.in_(WAITING))
    found = session.execute(rows, execution_options={"yield_per": 2000})
    yield from ((letter_id, message_id) for letter_id, message_id in found)
