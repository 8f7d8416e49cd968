"""Who did what, on which ground: written once, never changed."""

from datetime import date

from sqlalchemy import insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from db.base import Base, Facts, Key, Now

OFFICE = "thường trực Ban Chỉ đạo"


class Entry(Base):
    """A line of the journal; the database refuses to change or delete it."""

    __tablename__ = "journal"

    id: Mapped[Key]
    written_at: Mapped[Now]
    on: Mapped[date] = mapped_column(index=True)
    actor: Mapped[str]
    act: Mapped[str]
    ground: Mapped[str]
    facts: Mapped[Facts]


def write(
    session: Session, on: date, act: str, ground: str = "", **facts: str | int
) -> None:
    session.execute(
        insert(Entry).values(on=on, actor=OFFICE, act=act, ground=ground, facts=facts)
    )


def has(session: Session, on: date, act: str) -> bool:
    """Say whether an act was written down on a day."""
    found = select(Entry.id).where(Entry.on == on, Entry.act == act)
    return session.scalar(found.limit(1)) is not None


def entries(session: Session, year: int) -> list[Entry]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    statement = select(Entry).where(Entry.on.between(first, last)).order_by(Entry.id)
    return list(session.scalars(statement))
