"""Households and their pledges: the one large table."""

from datetime import date

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    UniqueConstraint,
    func,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from db.base import Base, Key
from db.units import Unit
from rules.units import UnitKind


class Household(Base):
    """Code, area, head's name, residing, pledge: no other personal data is kept."""

    __tablename__ = "household"
    __table_args__ = (CheckConstraint("head <> ''", name="head_named"),)

    code: Mapped[str] = mapped_column(primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    head: Mapped[str]
    residing: Mapped[bool]
    pledged_on: Mapped[date | None]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    line: Mapped[int]


class PledgeCount(Base):
    """An area's households on a day that counts: registration, the window's end."""

    __tablename__ = "pledge_count"
    __table_args__ = (
        UniqueConstraint("area_id", "taken_on"),
        CheckConstraint("0 <= pledged AND pledged <= residing", name="within_residing"),
    )

    id: Mapped[Key]
    area_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    taken_on: Mapped[date]
    residing: Mapped[int]
    pledged: Mapped[int]


def snapshot(session: Session, taken_on: date) -> None:
    """Keep each area's count of households residing and pledged by a day."""
    counted = (
        select(
            Unit.id,
            literal(taken_on),
            func.count(Household.code).filter(Household.residing),
            func.count(Household.code).filter(
                Household.residing, Household.pledged_on <= taken_on
            ),
        )
        .outerjoin(Household, Household.area_id == Unit.id)
        .where(Unit.kind == UnitKind.RESIDENTIAL_AREA)
        .group_by(Unit.id)
    )
    columns = ["area_id", "taken_on", "residing", "pledged"]
    session.execute(
        insert(PledgeCount).from_select(columns, counted).on_conflict_do_nothing()
    )
