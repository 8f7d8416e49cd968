"""Take persons' names out of what is kept: counts, results and proofs stay.

Each statement takes away one place of ``rules/persons.toml``, all its rows at once; by
the date of its origin, or by the key of a row. What was taken away once is passed.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from db.outbox import NAMING_PERSONS
from rules.persons import ERASED, EXPIRED, inventory

_COUNTED = "WITH gone AS ({statement} RETURNING 1) SELECT count(*) FROM gone"
_HEADS = """
    UPDATE household h SET head = :gone FROM document d
    WHERE d.id = h.document_id AND h.head NOT IN (:expired, :erased) AND {which}
"""
#: What was rewarded is the source of the award, and stays.
_ROWS = """
    UPDATE submission s
    SET facts = (s.facts - CAST(:nominee AS text[]))
        || jsonb_build_object('full_name', CAST(:gone AS text))
    WHERE s.form = 'nominee' AND s.facts ->> 'full_name' NOT IN (:expired, :erased)
      AND NOT EXISTS (
        SELECT FROM award a JOIN nomination n ON n.id = a.nomination_id
        WHERE n.year = s.year AND n.proposer_id = s.unit_id
          AND n.reference = s.facts ->> 'reference')
      AND {which}
"""
_NOMINATIONS = """
    UPDATE nomination n SET position = NULL, achievement = :gone, digest = ''
    WHERE n.person_id IS NOT NULL AND n.achievement NOT IN (:expired, :erased)
      AND NOT EXISTS (SELECT FROM award a WHERE a.nomination_id = n.id)
      AND {which}
"""
_PERSONS = """
    UPDATE person p SET full_name = :gone, birth_year = NULL, sex = NULL
    WHERE p.full_name NOT IN (:expired, :erased)
      AND NOT EXISTS (SELECT FROM award a WHERE a.person_id = p.id)
      AND {which}
"""
_CELLS = """
    UPDATE intake_issue i SET found = :gone
    WHERE i.found NOT IN ('', :expired, :erased) AND {which}
"""
_LETTERS = """
    UPDATE letter l SET content = convert_to(:gone, 'UTF8')
    WHERE l.kind = ANY(:naming) AND l.status NOT IN ('queued', 'sending', 'deferred')
      AND l.content NOT IN (convert_to(:expired, 'UTF8'), convert_to(:erased, 'UTF8'))
      AND {which}
"""

#: By the retention: what is over. A person is over with the last proposal.
_OVER: Mapping[str, Sequence[tuple[str, str]]] = {
    "households": [(_HEADS, "coalesce(h.pledged_on, d.received_on) < :from")],
    "nominees": [
        (_ROWS, "s.year < :year"),
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
#: By the letter of a key: what one row of that kind is taken out of.
_ASKED: Mapping[str, Sequence[tuple[str, str]]] = {
    "H": [(_HEADS, "h.code = ANY(:keys)")],
    "P": [
        (
            _ROWS,
            f"""EXISTS (SELECT FROM nomination n WHERE n.year = s.year
                AND n.proposer_id = s.unit_id AND n.reference = s.facts ->> 'reference'
                AND {_OF_PERSON})""",
        ),
        (_NOMINATIONS, _OF_PERSON),
        (_PERSONS, "p.id = ANY(:keys)"),
    ],
    "D": [
        (
            _ROWS,
            """(s.year, s.unit_id, s.item) IN (SELECT year, unit_id, item
                FROM submission WHERE form = 'nominee' AND id = ANY(:keys))""",
        )
    ],
    "C": [(_CELLS, "i.id = ANY(:keys)")],
    "T": [(_LETTERS, "l.id = ANY(:keys)")],
}


def forget_over(session: Session, retention: str, kept_from: date) -> int:
    """Take away what is older than the first day kept; return how many rows lost it."""
    facts: dict[str, object] = {
        "from": kept_from,
        "year": kept_from.year,
        "gone": EXPIRED,
    }
    return _forget(session, _OVER[retention], facts)


def forget_asked(session: Session, sort: str, keys: Sequence[str | int]) -> int:
    """Take away what was asked to be erased; return how many rows lost it."""
    return _forget(session, _ASKED[sort], {"keys": list(keys), "gone": ERASED})


def _forget(
    session: Session,
    statements: Sequence[tuple[str, str]],
    facts: dict[str, object],
) -> int:
    known: dict[str, object] = {
        "expired": EXPIRED,
        "erased": ERASED,
        "nominee": list(inventory().of_form("nominee")),
        "naming": list(NAMING_PERSONS),
    }
    rows = 0
    for statement, which in statements:
        counted = _COUNTED.format(statement=statement.format(which=which))
        rows += session.scalars(text(counted), known | facts).one()
    return rows
