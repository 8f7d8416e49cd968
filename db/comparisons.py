"""What figures are compared with: last year's, those of other units, those below."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from db.base import Fact
from db.submissions import Row

Figures = Mapping[str, Fact]
#: Of what: a form and a period.
About = tuple[str, str]
#: Form, unit, period, item.
RowKey = tuple[str, int, str, str]

_LAST_YEAR = text("""
    SELECT i.form, i.unit_id, i.period, i.item, s.facts
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS i(
        form text, unit_id int, period text, item text)
    JOIN submission s ON s.year = :year - 1 AND s.form = i.form
        AND s.unit_id = i.unit_id AND s.item = i.item AND s.superseded_on IS NULL
        AND s.period = CASE i.period WHEN CAST(:year AS text)
            THEN CAST(:year - 1 AS text) ELSE i.period END
""")

_UNCHANGED = text("""
    SELECT i.form, i.unit_id, i.period, i.item
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS i(
        form text, unit_id int, period text, item text, facts jsonb)
    JOIN submission s ON s.year = :year AND s.form = i.form AND s.unit_id = i.unit_id
        AND s.period = i.period AND s.item = i.item AND s.facts = i.facts
        AND s.superseded_on IS NULL
""")

_ABOUT = "jsonb_to_recordset(CAST(:about AS jsonb)) AS i(form text, period text)"

_PEERS = text("SELECT id, kind || '/' || tier FROM unit WHERE id = ANY(:units)")

_OF_UNITS = text(f"""
    SELECT s.form, s.period, u.kind || '/' || u.tier, s.unit_id, s.facts
    FROM {_ABOUT}
    JOIN submission s ON s.year = :year AND s.form = i.form AND s.period = i.period
        AND s.superseded_on IS NULL
    JOIN unit u ON u.id = s.unit_id
""")  # noqa: S608 - no value is interpolated, only our own clause

_BELOW = text(f"""
    SELECT i.form, i.period, above.id, u.id, s.facts
    FROM {_ABOUT}
    CROSS JOIN unit above
    JOIN unit u ON u.superior_id = above.id AND u.kind = above.kind
        AND u.valid_from <= :on AND coalesce(u.valid_to, 'infinity') >= :on
        AND u.exempt_ground IS NULL
    LEFT JOIN submission s ON s.year = :year AND s.form = i.form AND s.item = ''
        AND s.period = i.period AND s.unit_id = u.id AND s.superseded_on IS NULL
    WHERE above.id = ANY(:units)
    ORDER BY i.form, i.period, above.id, u.id
""")  # noqa: S608 - no value is interpolated, only our own clause


def last_year(
    session: Session, year: int, rows: Sequence[Row]
) -> dict[RowKey, Figures]:
    """Return what the same rows told the year before."""
    if not rows:
        return {}
    found = session.execute(_LAST_YEAR, {"year": year, "rows": _keyed(rows)})
    return {(row.form, row.unit_id, row.period, row.item): row.facts for row in found}


def unchanged(session: Session, year: int, rows: Sequence[Row]) -> set[RowKey]:
    """Return which rows say what is known already."""
    if not rows:
        return set()
    found = session.execute(_UNCHANGED, {"year": year, "rows": _keyed(rows)})
    return {(row.form, row.unit_id, row.period, row.item) for row in found}


def _keyed(rows: Sequence[Row]) -> str:
    keys = ("form", "unit_id", "period", "item", "facts")
    told = [{key: getattr(row, key) for key in keys} for row in rows]
    return json.dumps(told, ensure_ascii=False)


def peers(session: Session, units: Collection[int]) -> dict[int, str]:
    """Return among whom each unit is compared: its kind, of its level."""
    return dict(session.execute(_PEERS, {"units": list(units)}).all())


def of_units(
    session: Session, year: int, about: Collection[About]
) -> dict[tuple[str, str, str], dict[int, Figures]]:
    """Return what every unit has told, by who are its peers."""
    told: dict[tuple[str, str, str], dict[int, Figures]] = defaultdict(dict)
    asked = {"year": year, "about": _json(about)}
    for form, period, group, unit_id, facts in session.execute(_OF_UNITS, asked):
        told[form, period, group][unit_id] = facts
    return told


def below(
    session: Session, on: date, about: Collection[About], units: Collection[int]
) -> dict[tuple[str, str, int], dict[int, Figures | None]]:
    """Return what each unit of its kind under one of these has told, or nothing."""
    told: dict[tuple[str, str, int], dict[int, Figures | None]] = defaultdict(dict)
    asked = {"year": on.year, "on": on, "about": _json(about), "units": list(units)}
    for form, period, above, unit_id, facts in session.execute(_BELOW, asked):
        told[form, period, above][unit_id] = facts
    return told


def _json(about: Collection[About]) -> str:
    return json.dumps([{"form": form, "period": period} for form, period in about])
