"""What the postmen do with the outbox: claim, settle, give back."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import psycopg
from sqlalchemy import Connection, text, update
from sqlalchemy.orm import Session

from db.outbox import Letter, LetterStatus
from rules.courtesy import WRITTEN


@dataclass(frozen=True)
class Outgoing:
    """What the postman carries."""

    id: int
    message_id: str
    dated: date
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
    #: It was handed over and nothing was heard: the server may have it.
    is_doubted: bool = False


@dataclass(frozen=True)
class Hours:
    """What may leave: all in office hours, else what would be of no use thereafter."""

    now: datetime
    #: Letters whose last day is before this one leave at once.
    opens_again: date | None = None

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def is_written(self) -> bool:
        """Whether today's letters should be there, with what older ones did not bring.

        If they are not by then, an older letter that cannot wait leaves by itself. On a
        day off none is written.
        """
        is_off = self.opens_again is not None and self.opens_again > self.today
        return is_off or self.now.time() >= WRITTEN


#: A notice says what is no longer so: of another due date, or of a duty now over.
UNTRUE = """(n.due <> o.due OR (n.rung IN ('received', 'waived'))
             <> (o.fulfilled_on IS NOT NULL OR o.waived_on IS NOT NULL))"""
#: Whether a letter still says what is true is asked in the statement that takes it,
#: letter by letter: what was told before costs nothing.
_CLAIM = f"""
    UPDATE letter SET status = 'sending', claimed_at = clock_timestamp(),
           claimed_by = coalesce(%(by)s, pg_backend_pid()), attempts = attempts + 1
    WHERE id IN (
        SELECT l.id FROM letter l CROSS JOIN LATERAL (
            SELECT bool_or({UNTRUE}) AS is_untrue, bool_and({UNTRUE}) AS is_all_untrue
            FROM notice n JOIN obligation o ON o.id = n.obligation_id
            WHERE n.letter_id = l.id) said
        WHERE l.status IN ('queued', 'deferred') AND l.id > %(after)s
          AND coalesce(l.next_attempt_at, '-infinity') <= %(now)s
          AND (%(opens_again)s::date IS NULL OR l.last_day < %(opens_again)s)
          AND (l.kind <> 'digest' OR l.is_doubted
               OR l.dated >= %(today)s
               OR (l.last_day <= %(today)s AND %(is_written)s))
          AND (said.is_untrue IS NOT TRUE OR l.is_doubted AND NOT said.is_all_untrue)
        ORDER BY l.id LIMIT %(limit)s FOR UPDATE OF l SKIP LOCKED)
    RETURNING id, message_id, dated, recipient, content
"""  # noqa: S608 - our own words only


def claim(
    session: Session, limit: int, hours: Hours, by: int | None = None, after: int = 0
) -> list[Outgoing]:
    """Take waiting letters that no other postman holds; they are his while he lives.

    ``after`` passes over the letters up to that id, where he has been.
    """
    facts = {"limit": limit, "by": by, "after": after, "today": hours.today}
    facts["is_written"] = hours.is_written
    facts |= vars(hours)
    connection = session.connection().connection.driver_connection
    assert isinstance(connection, psycopg.Connection)  # noqa: S101 - our only driver
    # Their bytes as they are: spelt out in letters they would take twice the time.
    with connection.cursor(binary=True) as letters:
        return [Outgoing(*row) for row in letters.execute(_CLAIM, facts)]


_SETTLE = text("""
    WITH told AS (
        SELECT * FROM jsonb_to_recordset(CAST(:told AS jsonb)) AS t(
            letter_id integer, status text, answer text, server text, at timestamptz,
            is_doubted boolean)
    ), held AS (
        SELECT l.id FROM letter l JOIN told t ON t.letter_id = l.id
        WHERE l.status IN ('queued', 'sending', 'deferred')
        ORDER BY l.id FOR UPDATE OF l  -- in the order in which others lock them
    ), settled AS (
        UPDATE letter l SET status = t.status, answer = t.answer, server = t.server,
            sent_at = CASE WHEN t.status = 'sent' THEN t.at END,
            is_doubted = l.is_doubted OR t.is_doubted,
            next_attempt_at = CASE WHEN t.status = 'deferred'
                THEN t.at + :patience * power(2, least(l.attempts, 7) - 1) END
        FROM told t JOIN held ON held.id = t.letter_id WHERE l.id = t.letter_id
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
    rows = json.dumps([vars(each) for each in told], default=datetime.isoformat)
    connection.execute(_SETTLE, {"told": rows, "patience": patience})


def put_back(session: Session, letter_ids: Sequence[int], answer: str, by: int) -> None:
    """Let letters wait again that a session did not get to, but for another's claim."""
    if not letter_ids:
        return
    session.execute(
        update(Letter)
        .where(Letter.id.in_(letter_ids), Letter.status == LetterStatus.SENDING)
        .where(Letter.claimed_by == by)
        .values(status=LetterStatus.QUEUED, answer=answer, attempts=Letter.attempts - 1)
    )


#: The lock of whoever is at work as a postman: any number, but ours alone.
_AT_WORK = 0x706F7374
_HIRE = text(f"""
    SELECT pg_backend_pid() FROM pg_advisory_lock({_AT_WORK}, pg_backend_pid())
""")  # noqa: S608 - our own number only
_DISMISS = text(f"SELECT pg_advisory_unlock({_AT_WORK}, pg_backend_pid())")
#: A machine that vanished is missed within minutes; over a socket this says nothing.
_MISSED_SOON = text("SET tcp_keepalives_idle = 60")


def postman(ledger: Connection) -> int:
    """Name a postman by his connection: when he dies, the database knows at once.

    While he is at work he holds a lock: no clock says who lives, for clocks jump.
    """
    ledger.execute(_MISSED_SOON)
    return int(ledger.execute(_HIRE).scalar_one())


def dismiss(ledger: Connection) -> None:
    """End a postman's work; his connection may live on for another."""
    ledger.execute(_DISMISS)


#: A letter that one dead held and one alive took meanwhile was claimed anew: it stays.
_RELEASE = text(f"""
    UPDATE letter l SET status = 'queued' FROM letter held
    WHERE held.id = l.id AND held.claimed_at = l.claimed_at AND l.status = 'sending'
      AND coalesce(held.claimed_by, 0) NOT IN (
        SELECT objid::bigint FROM pg_locks JOIN pg_database d ON d.oid = database
        WHERE locktype = 'advisory' AND classid::bigint = {_AT_WORK} AND granted
          AND d.datname = current_database())
""")  # noqa: S608 - our own number only


def release(session: Session) -> None:
    """Put back the letters of postmen who are at work no more."""
    session.execute(_RELEASE)
