"""Duties put off: from when to when, why, and who allowed it."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, func, select, text, update
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Mapped, Session, mapped_column

from db.base import Base, Key
from db.obligations import OPEN, Obligation


class Extension(Base):
    """A duty put off: from when to when, why, and who allowed it."""

    __tablename__ = "extension"
    __table_args__ = (CheckConstraint("due > was_due", name="never_shortened"),)

    id: Mapped[Key]
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligation.id"), index=True)
    made_on: Mapped[date]
    was_due: Mapped[date]
    due: Mapped[date]
    reason: Mapped[str]
    approved_by: Mapped[str]


_EXTEND = text("""
    WITH chosen AS (
        SELECT id, due FROM obligation
        WHERE id = ANY(:ids) AND due < :until
          AND fulfilled_on IS NULL AND waived_on IS NULL
        ORDER BY id FOR NO KEY UPDATE  -- whoever notes who is told need not wait
    ), moved AS (
        UPDATE obligation o SET
            due = :until,
            grace = :until + (o.grace - o.due),
            -- As long as before, a late answer is taken and those above are asked.
            locks = greatest(
                o.locks, :until + greatest(o.grace - o.due, least(o.locks - o.due, 30))
            ),
            missed = CASE WHEN o.grace < :today THEN coalesce(o.missed, o.due)
                          ELSE o.missed END,
            extensions = o.extensions + 1
        FROM chosen c WHERE o.id = c.id
    )
    INSERT INTO extension (obligation_id, made_on, was_due, due, reason, approved_by)
    SELECT id, :today, due, :until, :reason, :approved_by FROM chosen
    RETURNING obligation_id
""")


def extend(  # noqa: PLR0913 - which, until when, and the three an extension keeps
    session: Session,
    ids: Sequence[int],
    until: date,
    *,
    reason: str,
    approved_by: str,
    today: date,
) -> list[int]:
    """Put open duties off, never forward; return the ids of those that moved."""
    facts = {
        "ids": list(ids),
        "until": until,
        "reason": reason,
        "approved_by": approved_by,
        "today": today,
    }
    return list(session.scalars(_EXTEND, facts))


def relax(
    session: Session, stage_id: int, due: date, *, grace: date, locks: date
) -> list[int]:
    """Take answers longer to a stage's open duties of one due date, never shorter."""
    later = (Obligation.grace < grace) | (Obligation.locks < locks)
    statement = (
        update(Obligation)
        .where(Obligation.stage_id == stage_id, Obligation.due == due, later, *OPEN)
        .values(
            grace=func.greatest(Obligation.grace, grace),
            locks=func.greatest(Obligation.locks, locks),
        )
    )
    return list(session.scalars(statement.returning(Obligation.id)))


def last_extensions(session: Session, ids: Sequence[int]) -> dict[int, Extension]:
    """Return how each of these duties was last put off."""
    statement = (
        select(Extension)
        .where(Extension.obligation_id.in_(ids))
        .order_by(Extension.obligation_id, Extension.id.desc())
        .ext(distinct_on(Extension.obligation_id))
    )
    return {row.obligation_id: row for row in session.scalars(statement)}
