"""Units of the province: a dated tree."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import Computed, ForeignKey, Text, and_, func, or_, select, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column
from sqlalchemy.sql import ColumnElement

from db.base import Base, Key, MaybeUnit, during
from rules.cycle import Owner
from rules.errors import UnknownUnitError
from rules.units import Tier, UnitKind


class Unit(Base):
    """A node of the dated tree; territory and managing body are two parents."""

    __tablename__ = "unit"
    __table_args__ = (
        ExcludeConstraint(
            ("code", "="), (text(during()), "&&"), name="ex_unit_code_once_a_day"
        ),
    )

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(
        Text(collation="C"), Computed("vietnamese_key(name)", persisted=True)
    )
    kind: Mapped[UnitKind] = mapped_column(index=True)
    style: Mapped[str | None]
    tier: Mapped[Tier]
    territory_id: Mapped[MaybeUnit] = mapped_column(index=True)
    managing_body_id: Mapped[MaybeUnit] = mapped_column(index=True)
    #: The steering committee one level up: whose plan it follows, who is told of delay.
    superior_id: Mapped[MaybeUnit] = mapped_column(index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    exempt_ground: Mapped[str | None]
    special_area: Mapped[bool] = mapped_column(default=False)
    short_name: Mapped[str | None]
    symbol: Mapped[str | None]


class Succession(Base):
    """Which unit went on in which."""

    __tablename__ = "unit_succession"

    predecessor_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    successor_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)


def alive(on: date) -> ColumnElement[bool]:
    """Say whether the unit existed on a day."""
    return and_(
        Unit.valid_from <= on, or_(Unit.valid_to.is_(None), Unit.valid_to >= on)
    )


def in_scope(on: date) -> ColumnElement[bool]:
    """Say whether the unit existed on a day and no provision exempts it."""
    return and_(alive(on), Unit.exempt_ground.is_(None))


def owned_by(owners: Sequence[Owner]) -> ColumnElement[bool]:
    """Say whether the unit is one of those a stage is owed by."""
    return or_(
        *(
            and_(Unit.kind == owner.kind, Unit.tier == owner.tier)
            if owner.tier
            else Unit.kind == owner.kind
            for owner in owners
        )
    )


def ids_by_code(session: Session, on: date) -> Mapping[str, int]:
    rows = session.execute(select(Unit.code, Unit.id).where(alive(on)))
    return dict(rows.all())


def codes(session: Session, ids: Collection[int]) -> Mapping[int, str]:
    statement = select(Unit.id, Unit.code).where(Unit.id.in_(ids))
    return dict(session.execute(statement).all())


def kinds_by_code(session: Session, on: date) -> Mapping[str, UnitKind]:
    rows = session.execute(select(Unit.code, Unit.kind).where(alive(on)))
    return dict(rows.all())


def managed_by(session: Session, body_id: int | None) -> Sequence[int]:
    return session.scalars(select(Unit.id).filter_by(managing_body_id=body_id)).all()


def is_code(session: Session, code: str, on: date) -> bool:
    """Say whether a unit bears this code on a day, in capitals or not."""
    same = func.lower(Unit.code) == code.lower()
    return session.scalar(select(Unit.id).where(same, alive(on)).limit(1)) is not None


def by_code(session: Session, code: str, on: date) -> Unit:
    unit = session.scalar(select(Unit).where(Unit.code == code, alive(on)))
    if unit is None:
        raise UnknownUnitError(
            f"Không có đơn vị nào mang mã “{code}” vào ngày {on:%d/%m/%Y}."
        )
    return unit


def province(session: Session) -> Unit:
    """Return the province this database is about."""
    unit = session.scalar(
        select(Unit).where(Unit.kind == UnitKind.PROVINCE).order_by(Unit.valid_from)
    )
    if unit is None:
        raise UnknownUnitError(
            "Chưa có tổ chức của tỉnh: nhận tệp có trang “Đơn vị” trước."
        )
    return unit


def office(session: Session) -> Unit:
    """Return the province's steering committee, whose standing office steers."""
    statement = select(Unit).where(
        Unit.kind == UnitKind.STEERING_COMMITTEE, Unit.tier == Tier.PROVINCE
    )
    unit = session.scalar(statement.order_by(Unit.valid_from.desc()))
    if unit is None:
        raise UnknownUnitError("Chưa có Ban Chỉ đạo tỉnh trong trang “Đơn vị”.")
    return unit


def with_manager(session: Session, ids: Sequence[int]) -> list[tuple[Unit, str]]:
    """Return units in their Vietnamese order with the name of who manages each."""
    manager = aliased(Unit)
    statement = (
        select(Unit, func.coalesce(manager.name, ""))
        .outerjoin(manager, manager.id == Unit.managing_body_id)
        .where(Unit.id.in_(ids))
        .order_by(manager.name_key, Unit.name_key, Unit.code)
    )
    return [(unit, name) for unit, name in session.execute(statement)]


def listed(session: Session, on: date) -> list[tuple[str, str]]:
    """Return code and name of every unit there is on a day, in Vietnamese order."""
    statement = (
        select(Unit.code, Unit.name).where(alive(on)).order_by(Unit.name_key, Unit.code)
    )
    return [(code, name) for code, name in session.execute(statement)]


def is_organised(session: Session) -> bool:
    committee = select(Unit.id).where(
        Unit.kind == UnitKind.STEERING_COMMITTEE, Unit.tier == Tier.PROVINCE
    )
    return session.scalar(committee.limit(1)) is not None
