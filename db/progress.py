"""How far the year is: n of N by stage and tier, and who is late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from db import obligations
from db.base import FAR_FUTURE
from db.obligations import Obligation
from db.units import Unit


@dataclass(frozen=True)
class Late:
    """A duty that is late and not done; ``due`` is the date that was missed."""

    duty: str
    unit: str
    manager: str
    due: date


def late_on(
    session: Session, year: int, duties: Sequence[str], day: date
) -> list[Late]:
    """Return who was late on a day, in Vietnamese order within each duty."""
    manager = aliased(Unit)
    statement = (
        select(
            Obligation.duty,
            Unit.name,
            func.coalesce(manager.name, ""),
            func.coalesce(Obligation.missed, Obligation.due),
        )
        .join(Unit, Unit.id == Obligation.unit_id)
        .outerjoin(manager, manager.id == Unit.managing_body_id)
        .where(Obligation.year == year, Obligation.duty.in_(duties))
        .where(obligations.late_on(day), Obligation.waived_on.is_(None))
        .where(func.coalesce(Obligation.fulfilled_on, FAR_FUTURE) > day)
        .order_by(Obligation.duty, manager.name_key, Unit.name_key, Unit.code)
    )
    return [Late(*row) for row in session.execute(statement)]


@dataclass(frozen=True)
class Progress:
    """How far a stage is at one tier: n of N, and how many are late."""

    stage_id: int
    tier: str
    done: int
    total: int
    late: int


def by_tier(session: Session, year: int, day: date) -> list[Progress]:
    """Count every stage's duties by tier, as they stood on a day."""
    done = Obligation.fulfilled_on <= day
    statement = (
        select(
            Obligation.stage_id,
            Unit.tier,
            func.count().filter(done),
            func.count(),
            func.count().filter(obligations.late_on(day)),
        )
        .join(Unit, Unit.id == Obligation.unit_id)
        .where(Obligation.year == year, Obligation.waived_on.is_(None))
        .group_by(Obligation.stage_id, Unit.tier)
        .order_by(Obligation.stage_id, Unit.tier)
    )
    return [Progress(*row) for row in session.execute(statement)]
