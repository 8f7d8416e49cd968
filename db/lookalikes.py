"""Rows that may be about one person or household, and those told apart for good."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import CheckConstraint, Text, UniqueConstraint, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from db.base import Base, Key
from rules.lookalikes import Named
from rules.persons import ERASED, EXPIRED

Keys = tuple[str, str]


class Lookalike(Base):
    """Two rows by their keys, proposed once; nothing is ever merged."""

    __tablename__ = "lookalike"
    __table_args__ = (
        UniqueConstraint("one", "other"),
        CheckConstraint("one < other", name="in_order"),
        CheckConstraint(
            "num_nulls(apart_on, apart_by, ground) IN (0, 3)",
            name="told_apart_by_someone_on_a_ground",
        ),
    )

    id: Mapped[Key]
    one: Mapped[str] = mapped_column(Text(collation="C"))
    other: Mapped[str] = mapped_column(Text(collation="C"))
    proposed_on: Mapped[date]
    apart_on: Mapped[date | None]
    apart_by: Mapped[str | None]
    ground: Mapped[str | None]


_PLAIN = """trim(regexp_replace(without_marks({}), '[^[:alnum:]]+', ' ', 'g'))"""

#: Three joins on equal keys: one with OR between them would compare all with all.
_PERSONS = text(f"""
    WITH known AS MATERIALIZED (
        SELECT p.id, p.full_name AS name, u.code AS place, p.unit_id, p.birth_year,
               {_PLAIN.format("p.full_name")} AS plain
        FROM person p JOIN unit u ON u.id = p.unit_id WHERE p.birth_year IS NOT NULL)
    SELECT 'P:' || a.id, a.name, a.place, a.birth_year,
           'P:' || b.id, b.name, b.place, b.birth_year
    FROM known a JOIN known b USING (unit_id, birth_year) WHERE a.id < b.id
    UNION
    SELECT 'P:' || a.id, a.name, a.place, a.birth_year,
           'P:' || b.id, b.name, b.place, b.birth_year
    FROM known a JOIN known b USING (unit_id, plain) WHERE a.id < b.id
    UNION
    SELECT 'P:' || a.id, a.name, a.place, a.birth_year,
           'P:' || b.id, b.name, b.place, b.birth_year
    FROM known a JOIN known b USING (birth_year, plain) WHERE a.id < b.id
""")  # noqa: S608 - no value is interpolated, only our own clause

_HOUSEHOLDS = text(f"""
    WITH known AS MATERIALIZED (
        SELECT 'H:' || h.code AS key, h.head AS name, u.code AS place,
               {_PLAIN.format("h.head")} AS plain
        FROM household h JOIN unit u ON u.id = h.area_id
        WHERE h.area_id = ANY(:areas) AND h.head <> ALL(:forgotten))
    SELECT a.key, a.name, a.place, NULL, b.key, b.name, b.place, NULL
    FROM known a JOIN known b USING (place, plain)
    WHERE a.key < b.key
""")  # noqa: S608 - likewise


def persons(session: Session) -> list[tuple[Named, Named]]:
    """Return the persons of all years that are worth comparing, two by two."""
    return _pairs(session.execute(_PERSONS).all())


def households(session: Session, areas: Collection[int]) -> list[tuple[Named, Named]]:
    """Return the households of one head's name in the same of these areas."""
    asked = {"areas": list(areas), "forgotten": [EXPIRED, ERASED]}
    return _pairs(session.execute(_HOUSEHOLDS, asked).all())


def _pairs(rows: Sequence[Sequence[object]]) -> list[tuple[Named, Named]]:
    return [_in_order(_named(row[:4]), _named(row[4:])) for row in rows]


def _in_order(one: Named, other: Named) -> tuple[Named, Named]:
    """Put a pair as the table keeps it, so that it is known again."""
    return (one, other) if one.key < other.key else (other, one)


def _named(row: Sequence[object]) -> Named:
    key, name, place, year = row
    return Named(str(key), str(name), str(place), year if type(year) is int else None)


def propose(session: Session, pairs: Collection[Keys], today: date) -> set[Keys]:
    """Keep the pairs not proposed before; return those nobody has told apart."""
    if not pairs:
        return set()
    rows = [
        {"one": one, "other": other, "proposed_on": today}
        for one, other in sorted(pairs)
    ]
    session.execute(insert(Lookalike).on_conflict_do_nothing(), rows)
    apart = select(Lookalike.one, Lookalike.other).where(
        Lookalike.apart_on.is_not(None)
    )
    return set(pairs) - {(one, other) for one, other in session.execute(apart)}


def tell_apart(
    session: Session, keys: Keys, *, by: str, ground: str, today: date
) -> bool:
    """Remember that two rows are not about one; say whether that is news."""
    one, other = sorted(keys)
    statement = (
        update(Lookalike)
        .where(Lookalike.one == one, Lookalike.other == other)
        .where(Lookalike.apart_on.is_(None))
        .values(apart_on=today, apart_by=by, ground=ground)
    )
    told = session.scalar(statement.returning(Lookalike.id))
    return told is not None
