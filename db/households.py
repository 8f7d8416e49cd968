"""Households and their pledges: the one large table."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    UniqueConstraint,
    and_,
    collate,
    false,
    func,
    literal,
    literal_column,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from db.base import Base, Key
from db.units import Unit
from rules.text import without_marks
from rules.units import UnitKind

#: Marks of a letter written apart from it (NFD), after the đ that has no mark.
_MARKS = "đ\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"
FOUND_AT_MOST = 50


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


_ANSWERED_EARLY = text("""
    UPDATE obligation AS o SET fulfilled_on = :today
    WHERE o.stage_id = :stage AND o.duty = 'pledges' AND o.locks >= :today
      AND o.fulfilled_on IS NULL AND o.waived_on IS NULL
      AND o.unit_id IN (SELECT h.area_id FROM household h
        WHERE h.pledged_on BETWEEN make_date(o.year, 1, 1) AND :today)
""")


def fulfil_early(session: Session, stage_id: int, today: date) -> None:
    """Fulfil the duties of a stage just opened whose areas' lists came signed before.

    Households known, none of whom pledged this year, are no answer.
    """
    session.execute(_ANSWERED_EARLY, {"stage": stage_id, "today": today})


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


def search(session: Session, place: int, words: str) -> Sequence[Household]:
    """Find a code, or heads by the starts of their names, in an area or a commune.

    Written with marks or without: “nguyen van an” finds “Nguyễn Văn Ân”.
    """
    # Asked for first, so that rows of elsewhere are passed before a name is read: a key
    # of 28 million names would not be worth its keep, for a question of one place.
    within = select(Unit.id).where(or_(Unit.id == place, Unit.territory_id == place))
    areas = session.scalars(within).all()
    spelt = func.normalize(func.lower(Household.head), literal_column("NFD"))
    head = " " + func.translate(spelt, _MARKS, "d")
    starts = [
        head.contains(f" {word}", autoescape=True)
        for word in without_marks(words).split()
    ]
    named = and_(*starts) if starts else false()
    return session.scalars(
        select(Household)
        .where(Household.area_id.in_(areas))
        .where(or_(Household.code == words.strip(), named))
        .order_by(collate(func.vietnamese_key(Household.head), "C"), Household.code)
        .limit(FOUND_AT_MOST)
    ).all()
