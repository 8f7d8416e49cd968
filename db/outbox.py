"""Letters waiting to leave the house, and what became of each."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Connection,
    ForeignKey,
    Index,
    LargeBinary,
    UniqueConstraint,
    func,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from db.base import Base, Key, Now

#: The one letter a day in which a mailbox reads of all its duties.
DIGEST = "digest"


class LetterStatus(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DEFERRED = "deferred"
    REFUSED = "refused"
    BOUNCED = "bounced"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


#: These are not delivered yet and may still be.
WAITING = (LetterStatus.QUEUED, LetterStatus.SENDING, LetterStatus.DEFERRED)


class Installation(Base):
    """This database, told from any other: the book of receipts is kept by it."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="there_is_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seal: Mapped[UUID] = mapped_column(server_default=func.gen_random_uuid())


class Letter(Base):
    """A finished message. Its occasion is unique, so it is written only once."""

    __tablename__ = "letter"
    __table_args__ = (
        Index(
            "ix_letter_waiting",
            "id",
            postgresql_where=text("status IN ('queued', 'sending', 'deferred')"),
        ),
        # One mail of duties a mailbox a day, whatever happens.
        Index(
            "uq_letter_digest",
            "recipient",
            "dated",
            unique=True,
            postgresql_where=text("kind = 'digest' AND status <> 'withdrawn'"),
        ),
    )

    id: Mapped[Key]
    occasion: Mapped[str] = mapped_column(unique=True)
    message_id: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    recipient: Mapped[str]
    subject: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    dated: Mapped[date]
    #: It is of no use once this day has passed: then courtesy does not hold it back.
    last_day: Mapped[date | None]
    status: Mapped[LetterStatus] = mapped_column(default=LetterStatus.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    server: Mapped[str | None]
    answer: Mapped[str | None]
    queued_at: Mapped[Now]
    claimed_at: Mapped[datetime | None]
    #: The database connection of the postman who holds it.
    claimed_by: Mapped[int | None]
    next_attempt_at: Mapped[datetime | None]
    #: It was handed over once and no answer was heard. The server may have it: it goes
    #: again as it is, under its own Message-ID, and is neither merged nor rewritten.
    is_doubted: Mapped[bool] = mapped_column(default=False)
    sent_at: Mapped[datetime | None]


class Setback(Base):
    """A time a letter was not delivered: put off, refused or come back."""

    __tablename__ = "setback"
    # A report of it read twice is one setback.
    __table_args__ = (UniqueConstraint("letter_id", "status", "at"),)

    id: Mapped[Key]
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"), index=True)
    at: Mapped[Now]
    status: Mapped[LetterStatus]
    answer: Mapped[str]


@dataclass(frozen=True)
class Draft:
    """A letter to be queued."""

    occasion: str
    message_id: str
    kind: str
    recipient: str
    subject: str
    content: bytes
    dated: date
    last_day: date | None = None


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


def seal(session: Session) -> UUID:
    return session.scalars(select(Installation.seal)).one()


def queue(session: Session, drafts: Iterable[Draft]) -> dict[str, int]:
    """Queue letters whose occasion has had none; return those not taken back, by it."""
    rows = [vars(draft) for draft in drafts]
    if not rows:
        return {}
    statement = insert(Letter).on_conflict_do_nothing()
    session.execute(statement, rows)
    occasions = [row["occasion"] for row in rows]
    found = select(Letter.occasion, Letter.id).where(
        Letter.occasion.in_(occasions), Letter.status != LetterStatus.WITHDRAWN
    )
    return dict(session.execute(found).all())


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


def occasions(session: Session, start: str) -> set[str]:
    """Return what letters have been written about, of the occasions that begin so."""
    rows = session.scalars(
        select(Letter.occasion).where(Letter.occasion.startswith(start))
    )
    # The recipient closes the occasion; what stands between names the matter.
    return {row.removeprefix(start).rpartition("/")[0] for row in rows}


def waiting(session: Session) -> int:
    """Count letters that have not left, also those a dead postman may hold."""
    unsettled = Letter.status.in_(WAITING)
    return session.scalars(select(func.count()).where(unsettled)).one()


def counts(session: Session, year: int) -> dict[tuple[str, str], int]:
    """Count a year's letters by kind and status."""
    statement = (
        select(Letter.kind, Letter.status, func.count())
        .where(func.extract("year", Letter.dated) == year)
        .group_by(Letter.kind, Letter.status)
        .order_by(Letter.kind)
    )
    return {(kind, status): n for kind, status, n in session.execute(statement)}


def recipients(session: Session, start: str) -> set[str]:
    """Return who has been written to, of the occasions that begin so."""
    statement = select(Letter.recipient).where(Letter.occasion.startswith(start))
    return set(session.scalars(statement))


def first_of_each_kind(session: Session, year: int) -> list[tuple[str, str, bytes]]:
    """Return kind, subject and bytes of the first letter of each kind."""
    statement = (
        select(Letter.kind, Letter.subject, Letter.content)
        .where(func.extract("year", Letter.dated) == year)
        .order_by(Letter.kind, Letter.id)
        .distinct(Letter.kind)
    )
    return list(session.execute(statement).all())


def overdue_since(session: Session, now: datetime) -> tuple[int, datetime | None]:
    """Count the letters that might have left by now, and say since when the oldest."""
    since = func.greatest(Letter.queued_at, Letter.next_attempt_at)
    statement = select(func.count(), func.min(since)).where(
        Letter.status.in_(WAITING), since <= now
    )
    letters, oldest = session.execute(statement).one()
    return letters, oldest


@dataclass(frozen=True)
class Tally:
    """How many letters of a year ended one way, and how many were written lately."""

    status: LetterStatus
    lately: int
    all: int


def tally(session: Session, since: date, before: date) -> list[Tally]:
    """Count how letters ended: those of the days since one, and of a year till then."""
    lately = Letter.dated >= since
    this_year = func.extract("year", Letter.dated) == before.year
    statement = (
        select(
            Letter.status, func.count().filter(lately), func.count().filter(this_year)
        )
        .where(Letter.dated < before, lately | this_year)
        .group_by(Letter.status)
    )
    return [Tally(*row) for row in session.execute(statement)]
