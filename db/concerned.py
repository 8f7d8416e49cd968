"""Which units an act of the secretariat concerns, and what stands in its way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from rules.steering import Obstacle, Whom


@dataclass(frozen=True)
class Concerned:
    """A unit that was meant; ``id`` is its duty's, if it has one."""

    id: int | None
    code: str
    name: str
    due: date | None
    is_late: bool
    obstacle: Obstacle | None


_CHOSEN = """
    WITH RECURSIVE below AS (
        SELECT id FROM unit WHERE lower(code) = lower(:under)
        UNION
        SELECT u.id FROM unit u
        JOIN below b ON u.managing_body_id = b.id OR u.superior_id = b.id
    )
    SELECT o.id, u.code, u.name, o.due,
           o.missed IS NOT NULL OR coalesce(o.fulfilled_on, :today) > o.grace
               AS is_late,
           CASE WHEN o.fulfilled_on IS NOT NULL THEN 'answered'
                WHEN o.waived_on IS NOT NULL THEN 'waived'
                WHEN o.due >= CAST(:until AS date) THEN 'not_later' END
               AS obstacle
    FROM obligation o JOIN unit u ON u.id = o.unit_id
    WHERE o.stage_id = :stage
      AND (cardinality(CAST(:codes AS text[])) = 0 OR lower(u.code) = ANY(:codes))
      AND (CAST(:kind AS text) IS NULL OR u.kind = :kind)
      AND (CAST(:under AS text) IS NULL OR u.id IN (TABLE below))
    ORDER BY u.name_key, u.code
"""
_READ, _HOLD = text(_CHOSEN), text(f"{_CHOSEN} FOR NO KEY UPDATE OF o")


def concerned(  # noqa: PLR0913 - which duty, whose, moved until when, asked when
    session: Session,
    stage_id: int,
    whom: Whom,
    today: date,
    *,
    until: date | None = None,
    hold: bool = False,
) -> list[Concerned]:
    """Return who is meant, in Vietnamese order; ``hold`` keeps others off meanwhile."""
    facts = {
        "stage": stage_id,
        "codes": list(whom.units),
        "under": whom.under,
        "kind": whom.kind,
        "until": until,
        "today": today,
    }
    rows = session.execute(_HOLD if hold else _READ, facts)
    return [
        Concerned(
            **row | {"obstacle": Obstacle(row["obstacle"]) if row["obstacle"] else None}
        )
        for row in map(dict, rows.mappings())
    ]


_NAMED = text("""
    SELECT DISTINCT ON (lower(code)) lower(code), code, name FROM unit
    WHERE lower(code) = ANY(:codes) ORDER BY lower(code), valid_from DESC
""")


def named(session: Session, codes: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return code and name of the units so called, by the code in small letters."""
    rows = session.execute(_NAMED, {"codes": [code.lower() for code in codes]})
    return {key: (code, name) for key, code, name in rows}
