"""Put right what rows say of a person: a new version ends the one before."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from db.base import Fact
from db.person_awards import OF_PERSON
from db.persons import parted

_NEW_VERSION = """
    WITH old AS (
        UPDATE submission s SET superseded_on = :today
        WHERE s.superseded_on IS NULL AND s.form IN ('nominee', 'award') AND {which}
        RETURNING s.*)
    INSERT INTO submission (year, form, unit_id, period, item, version, facts,
                            document_id, sheet, "row", received_on)
    SELECT year, form, unit_id, period, item, version + 1,
           facts || CAST(:told AS jsonb), :document, sheet, "row", :today
    FROM old RETURNING id
"""
_ROWS_OF_PERSON = f"""(
    EXISTS (SELECT FROM nomination n WHERE n.person_id = :id AND n.year = s.year
            AND n.proposer_id = s.unit_id AND n.reference = s.facts ->> 'reference')
    OR EXISTS (SELECT FROM person p WHERE p.id = :id AND {OF_PERSON}))
"""  # noqa: S608 - our own words only
_SAME_ITEM = """(s.year, s.form, s.unit_id, s.item) IN (
    SELECT year, form, unit_id, item FROM submission WHERE id = :id)"""
#: The file and line stay those of its unit's list: whom a listing is shown to learns
#: nothing of what its head asked.
_HEAD = """
    UPDATE household SET head = :value WHERE code = :key AND head <> :value
    RETURNING code
"""
_PERSON = "UPDATE person SET {field} = :value WHERE id = :id RETURNING id"
#: What may be put right of each sort of key, and the form whose field checks it.
FIELDS: Mapping[str, frozenset[str]] = {
    "H": frozenset({"head"}),
    "P": frozenset({"full_name", "birth_year", "sex"}),
    "D": frozenset({"full_name", "birth_year", "sex", "position"}),
}


@dataclass(frozen=True)
class Change:
    """What a field of a key is to say, and the document that says so."""

    key: str
    field: str
    value: Fact
    document_id: int


def apply(session: Session, change: Change, today: date) -> int:
    """Put one field right wherever it is written; return how many rows changed."""
    sort, of = parted(change.key)
    facts = {
        "key": of,
        "id": int(of) if of.isdecimal() else 0,
        "value": change.value,
        "told": json.dumps({change.field: change.value}, ensure_ascii=False),
        "document": change.document_id,
        "today": today,
    }
    changed = 0
    for statement in _STATEMENTS[sort]:
        asked = text(statement.format(field=_column(sort, change.field)))
        changed += len(session.execute(asked, facts).all())
    return changed


def _column(sort: str, field: str) -> str:
    """Return the field, which is one of ours: nothing else reaches a statement."""
    return next(each for each in FIELDS[sort] if each == field)


_STATEMENTS = {
    "H": (_HEAD,),
    "P": (_NEW_VERSION.format(which=_ROWS_OF_PERSON), _PERSON),
    "D": (_NEW_VERSION.format(which=_SAME_ITEM),),
}
