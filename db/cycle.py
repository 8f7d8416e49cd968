"""The year and its stages, their dates frozen as the year began."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    UniqueConstraint,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as insert_new
from sqlalchemy.orm import Mapped, Session, mapped_column

from db.base import Base, Key, Texts
from rules.cycle import CyclePlan, StageStatus, check_transition
from rules.errors import OutOfTurnError
from rules.watching import Life


class Cycle(Base):
    __tablename__ = "cycle"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    grading: Mapped[str]
    started_on: Mapped[date]
    lived_until: Mapped[date | None]
    lived_at: Mapped[datetime | None]
    #: Makes this installation's verification codes impossible to guess.
    seal: Mapped[UUID] = mapped_column(server_default=func.gen_random_uuid())


class Stage(Base):
    """A part of the year; its dates are frozen when the year starts."""

    __tablename__ = "stage"
    __table_args__ = (
        UniqueConstraint("year", "key"),
        CheckConstraint(
            "opens <= due AND due <= grace AND grace <= locks", name="dates_in_order"
        ),
    )

    id: Mapped[Key]
    year: Mapped[int] = mapped_column(ForeignKey("cycle.year"))
    key: Mapped[str]
    title: Mapped[str]
    duty: Mapped[str]
    period: Mapped[str]
    owed_by: Mapped[Texts]
    act: Mapped[str | None]
    how: Mapped[str]
    opens: Mapped[date]
    due: Mapped[date]
    derivation: Mapped[str]
    grace: Mapped[date]
    locks: Mapped[date]
    #: The rungs of its ladder: ``reminder:5``.
    ladder: Mapped[Texts]
    #: The stages whose duties the units below must do first.
    waits_for: Mapped[Texts]
    source: Mapped[str]
    confidence: Mapped[str]
    status: Mapped[StageStatus] = mapped_column(default=StageStatus.WAITING)


def start(session: Session, plan: CyclePlan, today: date) -> bool:
    """Write a year's plan down, unless it is there; say whether it was new."""
    statement = insert_new(Cycle).values(
        year=plan.year, grading=plan.grading, started_on=today
    )
    added = statement.on_conflict_do_nothing().returning(Cycle.year)
    if session.scalar(added) is None:
        return False
    rows = [
        {
            "year": plan.year,
            "key": stage.key,
            "title": stage.title,
            "duty": stage.duty,
            "period": stage.period,
            "owed_by": [str(owner) for owner in stage.owed_by],
            "act": stage.act,
            "how": stage.how,
            "opens": stage.opens,
            "due": stage.due.day,
            "derivation": stage.due.derivation,
            "grace": stage.grace,
            "locks": stage.locks,
            "ladder": [str(rung) for rung in stage.ladder],
            "waits_for": list(stage.waits_for),
            "source": stage.source,
            "confidence": stage.confidence,
        }
        for stage in plan.stages
    ]
    session.execute(insert(Stage), rows)
    return True


def cycle_of(session: Session, year: int) -> Cycle:
    cycle = session.get(Cycle, year)
    if cycle is None:
        raise OutOfTurnError(
            f"Năm {year} chưa bắt đầu: chạy “Bắt đầu năm” trước rồi làm lại việc này."
        )
    return cycle


def stage_of(session: Session, year: int, key: str) -> Stage:
    cycle_of(session, year)
    return session.scalars(select(Stage).filter_by(year=year, key=key)).one()


def acts(session: Session, year: int, act: str, period: str) -> Stage:
    """Return the stage a flow of the secretariat fulfils; refuse it before its day."""
    cycle_of(session, year)
    stage = session.scalar(
        select(Stage).filter_by(year=year, act=act).where(Stage.period == period)
    )
    if stage is None:
        raise OutOfTurnError(f"Chu trình năm {year} không có việc này, kỳ “{period}”.")
    if stage.status is StageStatus.WAITING:
        raise OutOfTurnError(
            f"Chưa đến lượt “{stage.title}”: giai đoạn mở ngày {stage.opens:%d/%m/%Y}."
        )
    return stage


def hold(session: Session, stage_id: int) -> Stage:
    """Return a stage as it is now; until the end nobody else moves it along."""
    return session.get_one(
        Stage, stage_id, with_for_update=True, populate_existing=True
    )


def reopen(stage: Stage) -> None:
    """Let a stage that was over live on, so that its units are reminded again."""
    if stage.status is StageStatus.CLOSED:
        check_transition(stage.status, StageStatus.OPEN)
        stage.status = StageStatus.OPEN


def due_stages(session: Session, year: int) -> Sequence[Stage]:
    statement = select(Stage).filter_by(year=year).order_by(Stage.opens, Stage.id)
    return session.scalars(statement).all()


def unfinished(session: Session) -> Sequence[Stage]:
    """Return the stages of every year that are not over, in their order."""
    statement = select(Stage).where(Stage.status != StageStatus.CLOSED)
    return session.scalars(statement.order_by(Stage.opens, Stage.id)).all()


def years_lived(session: Session, first: int, last: int) -> Sequence[int]:
    """Return the years of a span that were begun, in their order.

    If the first was not, the last one begun before it is lived on.
    """
    lived = select(func.max(Cycle.year)).where(Cycle.year <= first)
    since = func.coalesce(lived.scalar_subquery(), first)
    statement = select(Cycle.year).where(Cycle.year.between(since, last))
    return session.scalars(statement.order_by(Cycle.year)).all()


def mark_lived(session: Session, today: date) -> None:
    """Remember the last day that was lived to its end.

    A year lives on in January, until the next one is begun.
    """
    begun = select(func.max(Cycle.year)).where(Cycle.year <= today.year)
    session.execute(
        update(Cycle)
        .where(Cycle.year == begun.scalar_subquery())
        .where(func.coalesce(Cycle.lived_until, date.min) < today)
        .values(lived_until=today, lived_at=func.clock_timestamp())
    )


def last_lived(session: Session) -> date | None:
    """Return the last day of any year that was lived to its end."""
    return session.scalar(select(func.max(Cycle.lived_until)))


def life(session: Session, year: int) -> Life | None:
    """Say how far a year was lived, if it was begun at all."""
    if session.scalar(select(func.to_regclass(Cycle.__tablename__))) is None:
        return None
    lived_at = select(func.max(Cycle.lived_at)).where(Cycle.year.in_((year - 1, year)))
    statement = select(
        Cycle.started_on, Cycle.lived_until, lived_at.scalar_subquery()
    ).where(Cycle.year == year)
    found = session.execute(statement).one_or_none()
    return Life(*found) if found else None


def stages_by_id(session: Session, ids: Iterable[int]) -> dict[int, Stage]:
    statement = select(Stage).where(Stage.id.in_(list(ids)))
    return {stage.id: stage for stage in session.scalars(statement)}


def stage_for(session: Session, year: int, duty: str, period: str) -> Stage:
    statement = select(Stage).filter_by(year=year, duty=duty, period=period)
    return session.scalars(statement).one()
