"""Take persons' names out of what is kept: counts, results and proofs stay.

A statement a place of ``rules/persons.toml``, all its rows at once; by the date of
their origin, or by the key of a row. What was taken away once is passed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from db.outbox import NAMING_PERSONS
from db.person_awards import LISTED_AWARD, OF_PERSON, PROPOSED_AWARD
from rules.persons import ERASED, EXPIRED, inventory


@dataclass(frozen=True)
class _Place:
    """A table whose rows say something of persons, and how they stop saying it."""

    table: str
    sets: str
    where: str
    using: str = ""

    def counted(self, which: str) -> TextClause:
        tables = ", ".join(filter(None, (self.table, self.using)))
        return text(f"SELECT count(*) FROM {tables} WHERE {self.where} AND {which}")  # noqa: S608 - our own words only

    def forgotten(self, which: str) -> TextClause:
        using = f"FROM {self.using}" if self.using else ""
        return text(f"""
            WITH gone AS (
                UPDATE {self.table} SET {self.sets} {using}
                WHERE {self.where} AND {which} RETURNING 1)
            SELECT count(*) FROM gone
        """)  # noqa: S608 - likewise


_HEADS = _Place(
    "household h",
    "head = :gone",
    "d.id = h.document_id AND h.head NOT IN (:expired, :erased)",
    using="document d",
)
#: What was rewarded is the source of the award, and stays.
_ROWS = _Place(
    "submission s",
    """facts = (s.facts - CAST(:nominee AS text[]))
        || jsonb_build_object('full_name', CAST(:gone AS text))""",
    f"""s.form = 'nominee' AND s.facts ->> 'full_name' NOT IN (:expired, :erased)
        AND NOT ({PROPOSED_AWARD})""",
)
#: An item of these names its person too; without the name, its number tells it apart.
_LISTED = _Place(
    "submission s",
    """facts = (s.facts - CAST(:listed AS text[]))
            || jsonb_build_object('full_name', CAST(:gone AS text)),
        item = concat(s.facts ->> 'number', '/', s.facts ->> 'reference', '/',
            s.facts ->> 'awarded_unit', '/', CAST(:gone AS text), ' ', s.id)""",
    f"""s.form = 'award' AND s.facts ->> 'full_name' NOT IN (:expired, :erased)
        AND NOT ({LISTED_AWARD})""",
)
_NOMINATIONS = _Place(
    "nomination n",
    "position = NULL, achievement = :gone, digest = ''",
    """n.person_id IS NOT NULL AND n.achievement NOT IN (:expired, :erased)
        AND NOT EXISTS (SELECT FROM award a WHERE a.nomination_id = n.id)""",
)
_PERSONS = _Place(
    "person p",
    "full_name = :gone, birth_year = NULL, sex = NULL",
    """p.full_name NOT IN (:expired, :erased)
        AND NOT EXISTS (SELECT FROM award a WHERE a.person_id = p.id)""",
)
_CELLS = _Place(
    "intake_issue i", "found = :gone", "i.found NOT IN ('', :expired, :erased)"
)
_LETTERS = _Place(
    "letter l",
    "content = convert_to(:gone, 'UTF8')",
    """l.kind = ANY(:naming) AND l.status NOT IN ('queued', 'sending', 'deferred')
        AND l.content NOT IN
            (convert_to(:expired, 'UTF8'), convert_to(:erased, 'UTF8'))""",
)
#: A place, and which of its rows are meant.
_Places = Sequence[tuple[_Place, str]]

#: By the retention: what is over. A person is over with the last proposal.
_OVER: Mapping[str, _Places] = {
    "households": [(_HEADS, "coalesce(h.pledged_on, d.received_on) < :from")],
    "nominees": [
        (_ROWS, "s.year < :year"),
        (_LISTED, "s.year < :year"),
        (_NOMINATIONS, "n.year < :year"),
        (
            _PERSONS,
            """NOT EXISTS (SELECT FROM nomination n
                WHERE n.person_id = p.id AND n.year >= :year)""",
        ),
    ],
    "mistakes": [(_CELLS, "i.found_on < :from")],
    "letters": [(_LETTERS, "l.dated < :from")],
}
_OF_PERSON = "n.person_id = ANY(:keys)"
_SAME_ITEM = """(s.year, s.form, s.unit_id, s.item) IN (
    SELECT year, form, unit_id, item FROM submission WHERE id = ANY(:keys))"""
#: By the letter of a key: what one row of that kind is taken out of.
_ASKED: Mapping[str, _Places] = {
    "H": [(_HEADS, "h.code = ANY(:keys)")],
    "P": [
        (
            _ROWS,
            f"""EXISTS (SELECT FROM nomination n WHERE n.year = s.year
                AND n.proposer_id = s.unit_id AND n.reference = s.facts ->> 'reference'
                AND {_OF_PERSON})""",
        ),
        (
            _LISTED,
            f"EXISTS (SELECT FROM person p WHERE p.id = ANY(:keys) AND {OF_PERSON})",
        ),
        (_NOMINATIONS, _OF_PERSON),
        # Last: by the name others are found.
        (_PERSONS, "p.id = ANY(:keys)"),
    ],
    "D": [(_ROWS, _SAME_ITEM), (_LISTED, _SAME_ITEM)],
    "C": [(_CELLS, "i.id = ANY(:keys)")],
    "T": [(_LETTERS, "l.id = ANY(:keys)")],
}


def forget_over(session: Session, retention: str, kept_from: date) -> int:
    """Take away what is older than the first day kept; return how many rows lost it."""
    told = _of_day(kept_from) | {"gone": EXPIRED}
    return _sum(session, (p.forgotten(which) for p, which in _OVER[retention]), told)


def count_over(session: Session, retention: str, kept_from: date) -> int:
    """Count the rows that are older than the first day kept."""
    told = _of_day(kept_from)
    return _sum(session, (p.counted(which) for p, which in _OVER[retention]), told)


def forget_asked(session: Session, sort: str, keys: Sequence[str | int]) -> int:
    """Take away what was asked to be erased; return how many rows lost it."""
    told = {"keys": list(keys), "gone": ERASED}
    return _sum(session, (p.forgotten(which) for p, which in _ASKED[sort]), told)


def _of_day(kept_from: date) -> dict[str, object]:
    return {"from": kept_from, "year": kept_from.year}


def _sum(
    session: Session, statements: Iterable[TextClause], told: Mapping[str, object]
) -> int:
    known = {
        "expired": EXPIRED,
        "erased": ERASED,
        "nominee": list(inventory().of_form("nominee")),
        "listed": list(inventory().of_form("award")),
        "naming": list(NAMING_PERSONS),
        **told,
    }
    return sum(session.scalars(each, known).one() for each in statements)
