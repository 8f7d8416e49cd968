"""Who owes what by when, who has answered, and what was put off or let go."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import (
    CheckConstraint,
    Computed,
    ForeignKey,
    Integer,
    UniqueConstraint,
    any_,
    exists,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.sql import ColumnElement

from db.base import Base, Key
from db.cycle import Stage
from db.units import Unit, in_scope, owned_by
from rules.cycle import Owner, StageStatus


class Obligation(Base):
    """One unit's duty in one period. Late stays late; the first due date is kept.

    Due: the day told. Grace: until its end an answer counts as in time. Locks: after
    it no answer is taken.
    """

    __tablename__ = "obligation"
    __table_args__ = (
        UniqueConstraint("year", "unit_id", "duty", "period"),
        CheckConstraint("due >= first_due", name="never_shortened"),
        CheckConstraint("due <= grace AND grace <= locks", name="dates_in_order"),
        CheckConstraint(
            "(waived_on IS NULL) = (waived_ground IS NULL)", name="waived_on_a_ground"
        ),
        CheckConstraint(
            "(due = first_due) = (extensions = 0)", name="extended_by_someone"
        ),
        CheckConstraint(
            "fulfilled_on IS NULL OR waived_on IS NULL", name="fulfilled_or_waived"
        ),
    )

    id: Mapped[Key]
    year: Mapped[int]
    stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    duty: Mapped[str]
    period: Mapped[str]
    opened_on: Mapped[date]
    first_due: Mapped[date]
    due: Mapped[date]
    grace: Mapped[date]
    locks: Mapped[date]
    derivation: Mapped[str]
    #: How often it was put off: each has its row in ``extension``.
    extensions: Mapped[int] = mapped_column(default=0)
    fulfilled_on: Mapped[date | None]
    #: The first due date that passed unanswered before it was put off.
    missed: Mapped[date | None]
    late: Mapped[bool | None] = mapped_column(
        Computed("missed IS NOT NULL OR fulfilled_on > grace", persisted=True)
    )
    waived_on: Mapped[date | None]
    waived_ground: Mapped[str | None]
    waived_by: Mapped[str | None]

    @property
    def is_open(self) -> bool:
        return self.fulfilled_on is None and self.waived_on is None

    @property
    def deadline(self) -> date:
        """Return the due date that lateness counts from: the first one missed."""
        return self.missed or self.due

    def was_late_on(self, day: date) -> bool:
        """Say what ``late`` says, of a duty not answered too."""
        answered = min(self.fulfilled_on or day, day)
        return self.waived_on is None and (
            (self.missed or day) < day or answered > self.grace
        )


def late_on(day: date) -> ColumnElement[bool]:
    """Say which duties were late on a day: those that ``late`` marks, once answered."""
    answered = func.least(func.coalesce(Obligation.fulfilled_on, day), day)
    return or_(Obligation.missed < day, answered > Obligation.grace)


OPEN = (Obligation.fulfilled_on.is_(None), Obligation.waived_on.is_(None))


def create(session: Session, stage: Stage, today: date) -> int:
    """Give every unit in scope its duty, in one statement; return how many are new."""
    owners = [Owner.parse(owner) for owner in stage.owed_by]
    if not owners:
        return 0
    told = {
        "year": literal(stage.year),
        "stage_id": literal(stage.id),
        "unit_id": Unit.id,
        "duty": literal(stage.duty),
        "period": literal(stage.period),
        "opened_on": literal(today),
        "first_due": literal(stage.due),
        "due": literal(stage.due),
        "grace": literal(stage.grace),
        "locks": literal(stage.locks),
        "derivation": literal(stage.derivation),
        "extensions": literal(0),
    }
    duties = select(*told.values()).where(in_scope(today), owned_by(owners))
    statement = insert(Obligation).from_select(list(told), duties)
    added = statement.on_conflict_do_nothing().returning(Obligation.id)
    return len(session.execute(added).all())


def fulfil_act(session: Session, stage: Stage, today: date) -> bool:
    """Record that the secretariat's own duty is done; say whether it was not yet."""
    done = (
        update(Obligation)
        .where(Obligation.stage_id == stage.id, *OPEN)
        .values(fulfilled_on=today)
    )
    return bool(session.scalars(done.returning(Obligation.id)).all())


def is_awaited(session: Session, stage_id: int, today: date) -> bool:
    """Say whether a unit of a stage has not answered and still may."""
    awaited = exists().where(
        Obligation.stage_id == stage_id, Obligation.locks >= today, *OPEN
    )
    return bool(session.scalar(select(awaited)))


def open_dues(session: Session, stage_id: int) -> Sequence[date]:
    """Return the due dates of a stage's unanswered duties."""
    statement = select(Obligation.due).where(Obligation.stage_id == stage_id, *OPEN)
    return session.scalars(statement.distinct().order_by(Obligation.due)).all()


def open_by_stage(session: Session) -> dict[int, int]:
    """Return how many duties of each stage are not met."""
    statement = (
        select(Obligation.stage_id, func.count())
        .where(*OPEN)
        .group_by(Obligation.stage_id)
    )
    return dict(session.execute(statement).all())


def due_within(
    session: Session, stage_id: int, first: date, until: date
) -> Sequence[int]:
    """Return a stage's open duties due from one day to before another."""
    statement = select(Obligation.id).where(
        Obligation.stage_id == stage_id,
        Obligation.due >= first,
        Obligation.due < until,
        *OPEN,
    )
    return session.scalars(statement).all()


def acts_open(session: Session, year: int, today: date) -> Sequence[Stage]:
    """Return the acts of the secretariat that are open and not done, in order."""
    undone = select(Obligation.stage_id).where(*OPEN)
    statement = (
        select(Stage)
        .filter_by(year=year, status=StageStatus.OPEN)
        .where(Stage.act.is_not(None), Stage.opens <= today, Stage.id.in_(undone))
        .order_by(Stage.due, Stage.id)
    )
    return session.scalars(statement).all()


def waive(
    session: Session, ids: Sequence[int], *, ground: str, by: str, today: date
) -> list[int]:
    """Let open duties go, on a ground; return the ids of those let go."""
    statement = (
        update(Obligation)
        .where(Obligation.id == any_(literal(list(ids), ARRAY(Integer))), *OPEN)
        .values(waived_on=today, waived_ground=ground, waived_by=by)
    )
    return list(session.scalars(statement.returning(Obligation.id)))
