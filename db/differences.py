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
