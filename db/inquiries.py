"""What is asked by those who only look: who is late, what one unit owes and got."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import (
    ColumnElement,
    case,
    false,
    func,
    literal,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session, aliased

from db.base import FAR_FUTURE
from db.certificates import Certificate
from db.cycle import Cycle, Stage
from db.inspections import Inspection
from db.obligations import OPEN, Obligation
from db.units import Unit, alive
from rules.cycle import StageStatus


@dataclass(frozen=True)
class Owed:
    """A duty no answer to which is in time any more, and that is still not done."""

    code: str
    unit: str
    manager: str
    title: str
    due: date


def years(session: Session) -> Sequence[int]:
    """Return the years that were started, the last one first."""
    return session.scalars(select(Cycle.year).order_by(Cycle.year.desc())).all()


def overdue(
    session: Session, years: Collection[int], on: date, limit: int
) -> tuple[int, list[Owed]]:
    """Return how many duties of some years are overdue on a day, and the first."""
    manager = aliased(Unit)
    statement = (
        select(
            func.count().over(),
            Unit.code,
            Unit.name,
            func.coalesce(manager.name, ""),
            _title(),
            Obligation.due,
        )
        .join(Unit, Unit.id == Obligation.unit_id)
        .join(Stage, Stage.id == Obligation.stage_id)
        .outerjoin(manager, manager.id == Unit.managing_body_id)
        .where(*_overdue(years, on))
        .order_by(
            Obligation.due,
            Stage.id,
            manager.name_key,
            Unit.name_key,
            Unit.code,
            Obligation.period,
        )
        .limit(limit)
    )
    rows = session.execute(statement).all()
    return (rows[0][0] if rows else 0), [Owed(*row[1:]) for row in rows]


def _title() -> ColumnElement[str]:
    """Name a duty; one that nobody owes by the plan, also by what it is about."""
    about = Stage.title + ": " + Obligation.period
    return case((func.cardinality(Stage.owed_by) == 0, about), else_=Stage.title)


def _overdue(years: Collection[int], on: date) -> tuple[ColumnElement[bool], ...]:
    return (
        Obligation.year.in_(years),
        Obligation.grace < on,
        Obligation.opened_on <= on,
        Obligation.waived_on.is_(None),
        func.coalesce(Obligation.fulfilled_on, FAR_FUTURE) > on,
    )


@dataclass(frozen=True)
class OverdueUnder:
    """How many duties are overdue under one managing body, of how many units."""

    manager: str
    duties: int
    units: int


def overdue_by_manager(
    session: Session, years: Collection[int], on: date
) -> list[OverdueUnder]:
    """Count the overdue duties of a day by managing body, the most first."""
    manager = aliased(Unit)
    duties = func.count()
    statement = (
        select(
            func.coalesce(manager.name, ""),
            duties,
            func.count(Obligation.unit_id.distinct()),
        )
        .join(Unit, Unit.id == Obligation.unit_id)
        .outerjoin(manager, manager.id == Unit.managing_body_id)
        .where(*_overdue(years, on))
        .group_by(manager.id)
        .order_by(duties.desc(), manager.name_key)
    )
    return [OverdueUnder(*row) for row in session.execute(statement)]


@dataclass(frozen=True)
class DueThen:
    """A date ahead and how many owe what is due then; none do before it opens."""

    title: str
    due: date
    owing: int
    is_open: bool


def due_between(
    session: Session, years: Collection[int], after: date, until: date
) -> list[DueThen]:
    """Return the dates ahead: of duties open, put off or not, and of stages to open."""
    owed = (
        select(Stage.title, Obligation.due, func.count().label("owing"), true())
        .join(Stage, Stage.id == Obligation.stage_id)
        .where(Obligation.year.in_(years), *OPEN)
        .where(Obligation.due > after, Obligation.due <= until)
        .group_by(Stage.id, Obligation.due)
    )
    to_open = select(Stage.title, Stage.due, literal(0), false()).where(
        Stage.year.in_(years),
        Stage.status == StageStatus.WAITING,
        Stage.due > after,
        Stage.due <= until,
    )
    rows = session.execute(union_all(owed, to_open).order_by("due", "title"))
    return [DueThen(*row) for row in rows]


def units_on(session: Session, on: date) -> Sequence[Unit]:
    return session.scalars(select(Unit).where(alive(on)).order_by(Unit.code)).all()


def units_ended(session: Session, year: int, on: date) -> Sequence[Unit]:
    """Return the units that ended in a year before a day, the last of each code."""
    statement = (
        select(Unit)
        .where(Unit.valid_to >= date(year, 1, 1), Unit.valid_to < on)
        .order_by(Unit.code, Unit.valid_to.desc())
        .ext(distinct_on(Unit.code))
    )
    return session.scalars(statement).all()


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


def acts_owed(session: Session, year: int) -> dict[int, Obligation]:
    """Return the duty behind each act of the secretariat, by stage, once it is open."""
    statement = select(Obligation).join(Stage, Stage.id == Obligation.stage_id)
    acts = statement.where(Stage.year == year, Stage.act.is_not(None))
    return {owed.stage_id: owed for owed in session.scalars(acts)}


def certificate(session: Session, recognition_id: int) -> Certificate | None:
    statement = select(Certificate).filter_by(recognition_id=recognition_id)
    return session.scalar(statement)


def inspections(session: Session, year: int, unit_id: int) -> Sequence[Inspection]:
    statement = select(Inspection).filter_by(year=year, unit_id=unit_id)
    return session.scalars(
        statement.order_by(Inspection.inspected_on, Inspection.id)
    ).all()
