"""The facts a unit is judged by, gathered for all units of some kinds at once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from db.base import Fact


@dataclass(frozen=True)
class Evidence:
    """One fact of one unit, and the file, sheet and row it came from."""

    unit_id: int
    key: str
    value: Fact
    origin: str
    told_on: date | None


@dataclass(frozen=True)
class Subject:
    """A unit to be judged."""

    id: int
    code: str
    name: str
    kind: str
    tier: str


_SUBJECTS = text("""
    SELECT id, code, name, kind, tier FROM unit
    WHERE kind = ANY(:kinds) AND exempt_ground IS NULL
      AND valid_from <= :on AND coalesce(valid_to, 'infinity') >= :on
    ORDER BY code
""")

_TOLD = text("""
    SELECT s.unit_id, CASE s.form || '/' || f.key
               WHEN 'registration/registered_on' THEN 'registered_on'
               WHEN 'plan/issued_on' THEN 'plan_issued_on'
               ELSE f.key END,
           f.value,
           'tệp “' || d.name || '”, trang “' || s.sheet || '”, dòng ' || s."row",
           s.received_on
    FROM submission s
    JOIN document d ON d.id = s.document_id
    JOIN unit u ON u.id = s.unit_id AND u.kind = ANY(:kinds)
    CROSS JOIN LATERAL jsonb_each(s.facts) AS f
    WHERE s.year = :year
      AND (s.form LIKE 'dossier%' OR s.form IN ('registration', 'plan'))
      AND s.received_on <= :on AND coalesce(s.superseded_on, 'infinity') > :on
    ORDER BY s.unit_id, s.form, f.key
""")

_HOUSEHOLDS = text("""
    SELECT area_id, count(*) FILTER (WHERE residing),
           count(*) FILTER (WHERE residing AND pledged_on <= :window_end)
    FROM household GROUP BY area_id
""")

#: Models alive at the window's end, of the unit and of those in its territory.
_MODELS = text("""
    SELECT u.id, count(DISTINCT s.id)
    FROM unit u
    JOIN unit inner_unit ON inner_unit.id = u.id OR inner_unit.territory_id = u.id
    JOIN submission s ON s.unit_id = inner_unit.id AND s.form = 'model'
         AND s.year = :year AND s.superseded_on IS NULL
         AND (s.facts ->> 'started_on')::date <= :window_end
         AND coalesce((s.facts ->> 'closed_on')::date, 'infinity') > :window_end
    WHERE u.kind = ANY(:kinds) GROUP BY u.id
""")

_CHILDREN = text("""
    SELECT c.id,
        count(a.id) FILTER (WHERE a.kind = 'residential_area'),
        count(a.id) FILTER (WHERE a.kind = 'residential_area' AND r.outcome = 'met'),
        count(a.id) FILTER (WHERE a.kind = 'residential_area'
                            AND coalesce(r.outcome, 'unknown') = 'unknown'),
        count(a.id),
        count(a.id) FILTER (WHERE reg.id IS NOT NULL),
        count(a.id) FILTER (WHERE r.outcome = 'met'),
        count(a.id) FILTER (WHERE coalesce(r.outcome, 'unknown') = 'unknown')
    FROM unit c
    LEFT JOIN unit a ON a.managing_body_id = c.id AND a.kind = ANY(:children)
         AND a.exempt_ground IS NULL
         AND a.valid_from <= :on AND coalesce(a.valid_to, 'infinity') >= :on
    LEFT JOIN recognition r ON r.unit_id = a.id AND r.year = :year
    LEFT JOIN submission reg ON reg.unit_id = a.id AND reg.form = 'registration'
         AND reg.year = :year AND reg.superseded_on IS NULL
    WHERE c.kind = 'commune' GROUP BY c.id
""")

CHILDREN = [
    "areas_total",
    "areas_recognised",
    "areas_unknown",
    "children_total",
    "children_registered",
    "children_recognised",
    "children_unknown",
]


def subjects(session: Session, kinds: Sequence[str], on: date) -> list[Subject]:
    """Return the units in scope of these kinds."""
    rows = session.execute(_SUBJECTS, {"kinds": list(kinds), "on": on})
    return [Subject(*row) for row in rows]


def gather(
    session: Session, year: int, kinds: Sequence[str], window_end: date, on: date
) -> dict[int, list[Evidence]]:
    """Return what is known on a day of every unit of these kinds, by unit."""
    facts = {
        "year": year,
        "kinds": list(kinds),
        "on": on,
        "window_end": window_end,
        "children": ["residential_area", "agency", "enterprise", "school"],
    }
    found: dict[int, list[Evidence]] = defaultdict(list)
    for row in session.execute(_TOLD, facts):
        found[row[0]].append(Evidence(*row))
    if "residential_area" in kinds:
        counted = f"đếm từ danh sách hộ đến {window_end:%d/%m/%Y}"
        for area, residing, pledged in session.execute(_HOUSEHOLDS, facts):
            found[area].append(
                Evidence(area, "households_residing", residing, counted, None)
            )
            found[area].append(
                Evidence(area, "households_pledged", pledged, counted, None)
            )
    else:
        listed = f"đếm từ danh sách mô hình đến {window_end:%d/%m/%Y}"
        models: dict[int, int] = dict(session.execute(_MODELS, facts).all())
        for unit in subjects(session, kinds, on):
            found[unit.id].append(
                Evidence(unit.id, "models", models.get(unit.id, 0), listed, None)
            )
    if "commune" in kinds:
        judged = "đếm từ kết quả xét các đơn vị trực thuộc"
        for commune, *counts in session.execute(_CHILDREN, facts):
            found[commune] += [
                Evidence(commune, key, count, judged, None)
                for key, count in zip(CHILDREN, counts, strict=True)
            ]
    return found
