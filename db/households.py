"""Households and their pledges: the one large table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    UniqueConstraint,
    and_,
    collate,
    false,
    func,
    literal_column,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from db.base import Base, Key
from db.session import analyse
from db.units import Unit
from rules.text import without_marks

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


def pledged_by(day: str) -> str:
    """Say in SQL who resides and pledged in ``:year`` by a day of it."""
    return f"residing AND pledged_on BETWEEN make_date(:year, 1, 1) AND {day}"


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


_COUNTED = text(f"""
    INSERT INTO pledge_count (area_id, taken_on, residing, pledged)
    SELECT area_id, CAST(:day AS date), count(*) FILTER (WHERE residing),
        count(*) FILTER (WHERE {pledged_by(":day")})
    FROM household GROUP BY area_id
    ON CONFLICT DO NOTHING
""")  # noqa: S608 - made of our own texts only

_UNDECIDED = text("""
    DELETE FROM pledge_count c WHERE c.taken_on = :day
      AND NOT EXISTS (SELECT FROM recognition r WHERE r.year = :year
        AND r.unit_id = c.area_id AND r.decision_id IS NOT NULL)
""")

#: This year's registration once it is over; last year's window, if nobody judged it.
_DUE = text("""
    SELECT s.year, c.day, s.source FROM stage s
    CROSS JOIN LATERAL (SELECT
        CASE s.year WHEN :year THEN s.due ELSE CAST(:closed AS date) END AS day) c
    WHERE s.duty = 'pledges' AND s.year IN (:year, :year - 1) AND c.day < :today
      AND EXISTS (SELECT FROM household)
      AND NOT EXISTS (SELECT FROM pledge_count p WHERE p.taken_on = c.day)
    ORDER BY c.day
""")


@dataclass(frozen=True)
class CountDue:
    """A day by which the households are to be counted, for which year, and why."""

    year: int
    day: date
    source: str


def counts_due(session: Session, today: date, closed: date) -> list[CountDue]:
    """Return the counts that are due and missing, if lists have come at all.

    ``closed`` is the end of the window of the year before.
    """
    asked = {"year": today.year, "today": today, "closed": closed}
    return [CountDue(*row) for row in session.execute(_DUE, asked)]


def are_counted(session: Session, day: date) -> bool:
    """Say whether any area's count by a day is kept."""
    found = select(PledgeCount.id).filter_by(taken_on=day).limit(1)
    return session.scalar(found) is not None


def keep_counts(session: Session, year: int, day: date) -> None:
    """Keep each listed area's count by a day of a year; one that is kept stands."""
    asked = {"year": year, "day": day}
    counted = session.connection().execute(_COUNTED, asked)
    analyse(session, counted.rowcount, "pledge_count")


def drop_undecided_counts(session: Session, year: int, day: date) -> None:
    """Let go of the counts on which no decision rests."""
    session.execute(_UNDECIDED, {"year": year, "day": day})


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
