"""What is asked by those who only look: who is late, what one unit owes and got."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from db.base import FAR_FUTURE
from db.certificates import Certificate
from db.cycle import Cycle, Obligation, Stage
from db.inspections import Inspection
from db.units import Unit, alive


@dataclass(frozen=True)
class Owed:
    """A duty past its due date that is still not done."""

    code: str
    unit: str
    manager: str
    title: str
    due: date


def years(session: Session) -> Sequence[int]:
    """Return the years that were started, the last one first."""
    return session.scalars(select(Cycle.year).order_by(Cycle.year.desc())).all()


def overdue(
    session: Session, year: int, on: date, limit: int
) -> tuple[int, list[Owed]]:
    """Return how many duties are overdue on a day, and the first of them."""
    manager = aliased(Unit)
    statement = (
        select(
            func.count().over(),
            Unit.code,
            Unit.name,
            func.coalesce(manager.name, ""),
            Stage.title,
            Obligation.due,
        )
        .join(Unit, Unit.id == Obligation.unit_id)
        .join(Stage, Stage.id == Obligation.stage_id)
        .outerjoin(manager, manager.id == Unit.managing_body_id)
        .where(Obligation.year == year, Obligation.due < on)
        .where(Obligation.opened_on <= on, Obligation.waived_on.is_(None))
        .where(func.coalesce(Obligation.fulfilled_on, FAR_FUTURE) > on)
        .order_by(Obligation.due, Stage.id, manager.name_key, Unit.name_key, Unit.code)
        .limit(limit)
    )
    rows = session.execute(statement).all()
    return (rows[0][0] if rows else 0), [Owed(*row[1:]) for row in rows]


def units_on(session: Session, on: date) -> Sequence[Unit]:
    return session.scalars(select(Unit).where(alive(on)).order_by(Unit.code)).all()


def duties(
    session: Session, year: int, unit_id: int
) -> Sequence[tuple[Obligation, str]]:
    """Return what a unit owes in a year, with the title of each stage."""
    statement = (
        select(Obligation, Stage.title)
        .join(Stage, Stage.id == Obligation.stage_id)
        .where(Obligation.year == year, Obligation.unit_id == unit_id)
        .order_by(Obligation.due, Stage.id)
    )
    return [(duty, title) for duty, title in session.execute(statement)]


def done_on(session: Session, year: int) -> dict[int, date | None]:
    """Return when each act of the secretariat was done, by stage, once it is open."""
    statement = select(Obligation.stage_id, Obligation.fulfilled_on).join(
        Stage, Stage.id == Obligation.stage_id
    )
    acts = statement.where(Stage.year == year, Stage.act.is_not(None))
    return {stage_id: done for stage_id, done in session.execute(acts)}  # noqa: C416 - rows, not pairs, to the type checker


def certificate(session: Session, recognition_id: int) -> Certificate | None:
    statement = select(Certificate).filter_by(recognition_id=recognition_id)
    return session.scalar(statement)


def inspections(session: Session, year: int, unit_id: int) -> Sequence[Inspection]:
    statement = select(Inspection).filter_by(year=year, unit_id=unit_id)
    return session.scalars(
        statement.order_by(Inspection.inspected_on, Inspection.id)
    ).all()
