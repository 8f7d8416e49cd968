"""Reviews made, and the indicators they reported: always n of N."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from db.base import Base, Key


class Review(Base):
    """A six-month or annual review, frozen on the day it was made."""

    __tablename__ = "review"
    __table_args__ = (UniqueConstraint("year", "period"),)

    id: Mapped[Key]
    year: Mapped[int]
    period: Mapped[str]
    made_on: Mapped[date]


class Indicator(Base):
    """A reported number: numerator and, where it is a share, denominator."""

    __tablename__ = "indicator"
    __table_args__ = (
        UniqueConstraint("review_id", "position"),
        CheckConstraint("numerator >= 0", name="not_negative"),
        CheckConstraint(
            "denominator IS NULL OR numerator <= denominator", name="at_most_all"
        ),
    )

    id: Mapped[Key]
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    position: Mapped[int]
    code: Mapped[str]
    section: Mapped[str]
    label: Mapped[str]
    numerator: Mapped[int]
    denominator: Mapped[int | None]
    unit: Mapped[str]
    note: Mapped[str]


def of_period(session: Session, year: int, period: str) -> Review | None:
    return session.scalar(select(Review).filter_by(year=year, period=period))


def of_year(session: Session, year: int) -> Sequence[Review]:
    """Return the year's reviews in the order in which they were made."""
    statement = select(Review).filter_by(year=year).order_by(Review.made_on, Review.id)
    return session.scalars(statement).all()


def indicators(session: Session, review_id: int) -> Sequence[Indicator]:
    statement = select(Indicator).filter_by(review_id=review_id)
    return session.scalars(statement.order_by(Indicator.position)).all()


def make(session: Session, year: int, period: str, today: date) -> Review:
    made = Review(year=year, period=period, made_on=today)
    session.add(made)
    session.flush()
    return made


def freeze(
    session: Session, made: Review, rows: Sequence[Mapping[str, object]]
) -> None:
    """Keep what was counted, in the order it is reported."""
    numbered = [
        {"review_id": made.id, "position": position, **row}
        for position, row in enumerate(rows, start=1)
    ]
    session.execute(insert(Indicator), numbered)
