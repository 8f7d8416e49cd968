"""What an intake changes of what was recorded: each row beside the one before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from db.base import Fact


@dataclass(frozen=True)
class Changed:
    """A row as it is told now and as it stood; ``before`` is none for a new one."""

    document_id: int
    form: str
    sheet: str
    row: int
    unit_code: str
    facts: Mapping[str, Fact]
    before: Mapping[str, Fact] | None


_CHANGED = text("""
    SELECT s.document_id, s.form, s.sheet, s."row", u.code AS unit_code, s.facts,
           old.facts AS before
    FROM submission s JOIN unit u ON u.id = s.unit_id
    LEFT JOIN submission old ON old.year = s.year AND old.form = s.form
        AND old.unit_id = s.unit_id AND old.period = s.period AND old.item = s.item
        AND old.version = s.version - 1
    WHERE s.document_id = ANY(:documents) AND s.xmin = pg_current_xact_id()::xid
    ORDER BY s.document_id, s.sheet, s."row"
    LIMIT :most
""")


def changed(session: Session, documents: Sequence[int], most: int) -> list[Changed]:
    """Return the rows of these files that this very transaction recorded."""
    asked = {"documents": list(documents), "most": most}
    return [Changed(**row) for row in session.execute(_CHANGED, asked).mappings()]


#: Units and contacts as their sheets tell them, those written just now or those named.
_BODIES = """
    SELECT 'units' AS form, u.id, u.code, jsonb_strip_nulls(jsonb_build_object(
        'name', u.name, 'kind', u.kind, 'style', u.style, 'territory', t.code,
        'managing_body', m.code, 'valid_from', u.valid_from, 'valid_to', u.valid_to,
        'exempt_ground', u.exempt_ground, 'special_area', u.special_area,
        'short_name', u.short_name, 'symbol', u.symbol)) AS facts
    FROM unit u LEFT JOIN unit t ON t.id = u.territory_id
    LEFT JOIN unit m ON m.id = u.managing_body_id
    WHERE {units}
    UNION ALL
    SELECT 'contacts', c.id, u.code, jsonb_strip_nulls(jsonb_build_object(
        'role', c.role, 'email', c.email, 'deputy_email', c.deputy_email,
        'since', c.valid_from))
    FROM contact c JOIN unit u ON u.id = c.unit_id
    WHERE {contacts}
    ORDER BY form DESC, code, id
"""
_JUST_NOW = "{0}.xmin = pg_current_xact_id()::xid"
_WRITTEN = text(
    _BODIES.format(units=_JUST_NOW.format("u"), contacts=_JUST_NOW.format("c"))
)
_NAMED = text(
    _BODIES.format(units="u.id = ANY(:units)", contacts="c.id = ANY(:contacts)")
)


@dataclass(frozen=True)
class Body:
    """A unit or a contact as it is told now; ``before`` is none for a new one."""

    form: str
    unit_code: str
    facts: Mapping[str, Fact]
    before: Mapping[str, Fact] | None


def bodies(session: Session, recorded: Session) -> list[Body]:
    """Return the units and contacts this very transaction told otherwise.

    ``recorded`` is a session of another transaction: it sees what still stands.
    """
    now = session.execute(_WRITTEN).all()
    ids: dict[str, list[int]] = {"units": [], "contacts": []}
    for row in now:
        ids[row.form].append(row.id)
    stood = {
        (row.form, row.id): row.facts for row in recorded.execute(_NAMED, ids).all()
    }
    return [
        Body(row.form, row.code, row.facts, before)
        for row in now
        if (before := stood.get((row.form, row.id))) != row.facts
    ]
