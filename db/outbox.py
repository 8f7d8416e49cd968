"""Letters waiting to leave the house, and the notices they carry."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import (
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


class LetterStatus(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class Letter(Base):
    """A finished message. Its occasion is unique, so it is written only once."""

    __tablename__ = "letter"
    __table_args__ = (
        Index(
            "ix_letter_waiting",
            "id",
            postgresql_where=text("status IN ('queued', 'sending')"),
        ),
    )

    id: Mapped[Key]
    occasion: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    recipient: Mapped[str]
    subject: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    dated: Mapped[date]
    status: Mapped[LetterStatus] = mapped_column(default=LetterStatus.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    answer: Mapped[str | None]
    queued_at: Mapped[Now]
    claimed_at: Mapped[datetime | None]
    #: The database connection of the postman who holds it.
    claimed_by: Mapped[int | None]
    sent_at: Mapped[datetime | None]


class Notice(Base):
    """One rung of the ladder for one duty and mailbox: told once, by one letter."""

    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("obligation_id", "rung", "recipient"),)

    id: Mapped[Key]
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligation.id"))
    rung: Mapped[str]
    recipient: Mapped[str]
    told_on: Mapped[date]
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"), index=True)


@dataclass(frozen=True)
class Draft:
    """A letter to be queued."""

    occasion: str
    kind: str
    recipient: str
    subject: str
    content: bytes
    dated: date


@dataclass(frozen=True)
class Outgoing:
    """What the postman carries."""

    id: int
    recipient: str
    content: bytes


def queue(session: Session, drafts: Iterable[Draft]) -> dict[str, int]:
    """Queue letters whose occasion has had none; return their ids by occasion."""
    rows = [vars(draft) for draft in drafts]
    if not rows:
        return {}
    statement = insert(Letter).on_conflict_do_nothing()
    session.execute(statement, rows)
    occasions = [row["occasion"] for row in rows]
    found = select(Letter.occasion, Letter.id).where(Letter.occasion.in_(occasions))
    return dict(session.execute(found).all())


def claim(session: Session, limit: int, by: int | None = None) -> list[Outgoing]:
    """Take queued letters that no other postman holds; they are his while he lives."""
    waiting = (
        select(Letter.id)
        .filter_by(status=LetterStatus.QUEUED)
        .order_by(Letter.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    statement = (
        update(Letter)
        .where(Letter.id.in_(waiting.scalar_subquery()))
        .values(
            status=LetterStatus.SENDING,
            claimed_at=func.clock_timestamp(),
            claimed_by=by or func.pg_backend_pid(),
            attempts=Letter.attempts + 1,
        )
        .returning(Letter.id, Letter.recipient, Letter.content)
    )
    return [Outgoing(*row) for row in session.execute(statement)]


_SETTLE = text("""
    UPDATE letter SET status = CAST(:status AS text), answer = :answer,
        sent_at = CASE WHEN CAST(:status AS text) = 'sent' THEN clock_timestamp() END
    WHERE id = :id
""")


def settle(
    connection: Connection, letter_id: int, status: LetterStatus, answer: str
) -> None:
    """Record what the mail server answered, durably before the next letter leaves.

    The connection commits by itself: one round trip a letter.
    """
    facts = {"id": letter_id, "status": status.value, "answer": answer}
    connection.execute(_SETTLE, facts)


def put_back(session: Session, letter_ids: Sequence[int], answer: str) -> None:
    """Let letters wait again that a broken session did not get to."""
    session.execute(
        update(Letter)
        .where(Letter.id.in_(letter_ids), Letter.status == LetterStatus.SENDING)
        .values(status=LetterStatus.QUEUED, answer=answer)
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


def withdraw_answered(session: Session) -> None:
    """Take back reminders whose every duty was met before they left."""
    session.execute(
        text("""
            UPDATE letter SET status = 'withdrawn', answer = 'Việc đã hoàn thành.'
            WHERE status = 'queued'
              AND kind IN ('reminder', 'overdue', 'escalation')
              AND NOT EXISTS (
                SELECT FROM notice n JOIN obligation o ON o.id = n.obligation_id
                WHERE n.letter_id = letter.id
                  AND o.fulfilled_on IS NULL AND o.waived_on IS NULL)
        """)
    )


def occasions(session: Session, start: str) -> set[str]:
    """Return what letters have been written about, of the occasions that begin so."""
    rows = session.scalars(
        select(Letter.occasion).where(Letter.occasion.startswith(start))
    )
    # The recipient closes the occasion; what stands between names the matter.
    return {row.removeprefix(start).rpartition("/")[0] for row in rows}


def waiting(session: Session) -> int:
    """Count letters that have not left, also those a dead postman may hold."""
    unsettled = Letter.status.in_([LetterStatus.QUEUED, LetterStatus.SENDING])
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
