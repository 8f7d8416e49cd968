"""The days off by which the years were planned, frozen as they were told then."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, insert, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from db.base import Base
from rules.timetable import DayKind, SpecialDay


class FrozenDay(Base):
    """A day that differs from an ordinary week, as the year was planned by it."""

    __tablename__ = "special_day"

    on: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[DayKind]
    name: Mapped[str]
    source: Mapped[str]
    confidence: Mapped[str]


def frozen(session: Session) -> list[SpecialDay]:
    rows = session.scalars(select(FrozenDay).order_by(FrozenDay.on))
    return [
        SpecialDay(row.on, row.kind, row.name, row.source, row.confidence)
        for row in rows
    ]


def hold(session: Session) -> None:
    """Let nobody else change the frozen days before this transaction is over."""
    session.execute(text("LOCK TABLE special_day IN SHARE ROW EXCLUSIVE MODE"))


def freeze_first(session: Session, days: Sequence[SpecialDay]) -> bool:
    """Freeze the days off where none are frozen yet; say whether that was so."""
    hold(session)
    if frozen(session):
        return False
    freeze(session, days, date.min)
    return True


def freeze(session: Session, days: Sequence[SpecialDay], since: date) -> None:
    """Plan by these days from now on; what lies before a day is history."""
    session.execute(delete(FrozenDay).where(FrozenDay.on >= since))
    rows = [vars(day) for day in days if day.on >= since]
    if rows:
        session.execute(insert(FrozenDay), rows)
