"""Letters waiting to leave the house, and what became of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    UniqueConstraint,
    func,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from db.base import Base, Key, Now

#: Two random UUIDs hold 244 random bits.
A_KEY = "sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea)"

#: The one letter a day in which a mailbox reads of all its duties.
DIGEST = "digest"
#: The kinds of letter that may name persons.
NAMING_PERSONS = frozenset({"correction", "decision"})


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
    """This database, told from any other: the book of receipts is kept by its seal.

    The key seals the workbooks sent out; a copy of the database keeps it.
    """

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="there_is_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seal: Mapped[UUID] = mapped_column(server_default=func.gen_random_uuid())
    workbook_key: Mapped[bytes] = mapped_column(LargeBinary, server_default=text(A_KEY))


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


def seal(session: Session) -> UUID:
    return session.scalars(select(Installation.seal)).one()


def workbook_key(session: Session) -> bytes:
    return session.scalars(select(Installation.workbook_key)).one()


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


def is_waiting(session: Session, letter_id: int) -> bool:
    """Say whether a letter may still be delivered."""
    waits = select(Letter.id).where(Letter.id == letter_id, Letter.status.in_(WAITING))
    return session.scalar(waits) is not None


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
