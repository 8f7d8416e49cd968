"""The facts a unit is judged by, gathered for all units of some kinds at once."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from db.base import Fact
from db.households import pledged_by
from rules.judgement import Outcome
from rules.units import UnitKind
from rules.windows import window

#: The kinds whose results count in a commune's.
CHILDREN = ["residential_area", "agency", "enterprise", "school"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one unit told at once, and the file, sheet and row it came from."""

    unit_id: int
    facts: Mapping[str, Fact]
    origin: str
    told_on: date | None


@dataclass(frozen=True)
class Subject:
    """A unit to be judged."""

    id: int
    code: str
    name: str
    kind: UnitKind
    tier: str


@dataclass(frozen=True)
class Moment:
    """Which facts count: of a year, to a window's end, told and judged by a day."""

    year: int
    window_end: date
    on: date
    outcomes: Mapping[int, Outcome]  # of the units judged before, by unit

    @property
    def counted_on(self) -> date:
        """The day to which kept counts of households are asked for.

        After the year the lists tell of the next: whatever window a draft would give
        the year, its households are those that were counted.
        """
        if self.on.year <= self.year:
            return self.window_end
        return window(UnitKind.RESIDENTIAL_AREA, self.year).end

    @property
    def binds(self) -> dict[str, object]:
        """What the statements below are told."""
        judged = self.outcomes.items()
        return {
            "year": self.year,
            "window_end": self.window_end,
            "on": self.on,
            "counted_on": self.counted_on,
            "judged": [unit_id for unit_id, _ in judged],
            "outcomes": [str(outcome) for _, outcome in judged],
        }


@dataclass(frozen=True)
class Count:
    """Facts counted for units: a column each, where from, and what nothing means."""

    statement: str
    origin: str
    nothing: Mapping[str, int]


SUBJECTS = """
    SELECT id, code, name, kind, tier FROM unit
    WHERE kind = ANY(:kinds) AND exempt_ground IS NULL
      AND valid_from <= :window_end AND coalesce(valid_to, 'infinity') >= :window_end
"""

#: What units told, without what they left open; where forms differ, the last stands.
TOLD = """
    SELECT s.unit_id,
           jsonb_strip_nulls(CASE s.form WHEN 'plan' THEN s.facts - 'issued_on'
               || jsonb_build_object('plan_issued_on', s.facts -> 'issued_on')
               ELSE s.facts END) AS facts,
           'tệp “' || d.name || '”, trang “' || s.sheet || '”, dòng ' || s."row"
               || ', nhận ngày ' || to_char(s.received_on, 'DD/MM/YYYY') AS origin,
           s.received_on, s.form
    FROM submission s
    JOIN document d ON d.id = s.document_id
    JOIN unit u ON u.id = s.unit_id AND u.kind = ANY(:kinds)
    WHERE s.year = :year
      AND (s.form LIKE 'dossier%' OR s.form IN ('registration', 'plan'))
      AND s.received_on <= :on AND coalesce(s.superseded_on, 'infinity') > :on
"""

_OF_UNITS = "AND s.unit_id = ANY(:units) ORDER BY unit_id, form"

#: As areas were judged by them; before that, as the lists stand.
_HOUSEHOLDS = f"""
    SELECT area_id AS unit_id, residing AS households_residing,
        pledged AS households_pledged
    FROM pledge_count WHERE taken_on = :counted_on
    UNION ALL
    SELECT area_id, count(*) FILTER (WHERE residing),
        count(*) FILTER (WHERE {pledged_by(":window_end")})
    FROM household
    WHERE NOT EXISTS (SELECT FROM pledge_count WHERE taken_on = :counted_on)
    GROUP BY area_id
"""  # noqa: S608 - made of our own texts only

#: Models alive at the window's end, of the unit and of those in its territory.
_MODELS = """
    SELECT holder.unit_id, count(*) AS models
    FROM submission s
    JOIN unit u ON u.id = s.unit_id
    CROSS JOIN LATERAL (VALUES (u.id), (u.territory_id)) AS holder (unit_id)
    WHERE s.form = 'model' AND s.year = :year
      AND s.received_on <= :on AND coalesce(s.superseded_on, 'infinity') > :on
      AND (s.facts ->> 'started_on')::date <= :window_end
      AND coalesce((s.facts ->> 'closed_on')::date, 'infinity') > :window_end
    GROUP BY holder.unit_id
"""

_CHILDREN = """
    SELECT c.id AS unit_id,
        count(a.id) FILTER (WHERE a.kind = 'residential_area') AS areas_total,
        count(a.id) FILTER (WHERE a.kind = 'residential_area' AND r.outcome = 'met')
            AS areas_recognised,
        count(a.id) FILTER (WHERE a.kind = 'residential_area'
            AND coalesce(r.outcome, 'unknown') = 'unknown') AS areas_unknown,
        count(a.id) AS children_total,
        count(a.id) FILTER (WHERE reg.id IS NOT NULL) AS children_registered,
        count(a.id) FILTER (WHERE r.outcome = 'met') AS children_recognised,
        count(a.id) FILTER (WHERE coalesce(r.outcome, 'unknown') = 'unknown')
            AS children_unknown
    FROM unit c
    LEFT JOIN unit a ON a.managing_body_id = c.id
         AND a.kind IN ('residential_area', 'agency', 'enterprise', 'school')
         AND a.exempt_ground IS NULL
         AND a.valid_from <= :window_end
         AND coalesce(a.valid_to, 'infinity') >= :window_end
    LEFT JOIN unnest(CAST(:judged AS int[]), CAST(:outcomes AS text[]))
         AS r (unit_id, outcome) ON r.unit_id = a.id
    LEFT JOIN submission reg ON reg.unit_id = a.id AND reg.form = 'registration'
         AND reg.year = :year AND reg.received_on <= :on
         AND coalesce(reg.superseded_on, 'infinity') > :on
    WHERE c.kind = 'commune' GROUP BY c.id
"""

_LISTED_MODELS = Count(
    _MODELS, "đếm từ danh sách mô hình đến {:%d/%m/%Y}", {"models": 0}
)
#: What is counted for each kind; the rest is what the unit itself told.
COUNTED: Mapping[UnitKind, Sequence[Count]] = {
    UnitKind.RESIDENTIAL_AREA: (
        Count(_HOUSEHOLDS, "đếm từ danh sách hộ đến {:%d/%m/%Y}", {}),
    ),
    UnitKind.AGENCY: (_LISTED_MODELS,),
    UnitKind.ENTERPRISE: (_LISTED_MODELS,),
    UnitKind.SCHOOL: (_LISTED_MODELS,),
    UnitKind.COMMUNE: (
        _LISTED_MODELS,
        Count(_CHILDREN, "đếm từ kết quả xét các đơn vị trực thuộc", {}),
    ),
}


#: Of the units a body manages, those in scope that are not recognised.
_HOLDING_BACK = f"""
    SELECT subject.code, subject.name, coalesce(r.outcome, 'unknown')
    FROM ({SUBJECTS}) subject
    JOIN unit u ON u.id = subject.id AND u.managing_body_id = :manager
    LEFT JOIN recognition r ON r.unit_id = u.id AND r.year = :year
    WHERE coalesce(r.outcome, 'unknown') <> 'met' ORDER BY subject.code
"""  # noqa: S608 - made of our own texts only


def subjects(session: Session, kinds: Sequence[str], on: date) -> list[Subject]:
    """Return the units in scope of these kinds when their window closes."""
    asked = {"kinds": list(kinds), "window_end": on}
    rows = session.execute(text(f"{SUBJECTS} ORDER BY code"), asked)
    return [
        Subject(id_, code, name, UnitKind(kind), tier)
        for id_, code, name, kind, tier in rows
    ]


def gather(
    session: Session, units: Sequence[Subject], moment: Moment
) -> dict[int, list[Evidence]]:
    """Return what is known of these units, by unit; what is counted comes last."""
    kinds = {unit.kind for unit in units}
    ids = [unit.id for unit in units]
    binds = moment.binds | {"kinds": list(kinds), "units": ids}
    found: dict[int, list[Evidence]] = defaultdict(list)
    for row in session.execute(text(f"{TOLD} {_OF_UNITS}"), binds):
        found[row.unit_id].append(Evidence(*row[:4]))
    counts: list[Count] = []
    for kind in kinds:
        counts += [count for count in COUNTED[kind] if count not in counts]
    for count in counts:
        ids = [unit.id for unit in units if count in COUNTED[unit.kind]]
        for each in _counted(session, count, ids, moment):
            found[each.unit_id].append(each)
    return found


def _counted(
    session: Session, count: Count, units: Sequence[int], moment: Moment
) -> Iterator[Evidence]:
    origin = count.origin.format(moment.window_end)
    rows = session.execute(text(count.statement), moment.binds).mappings()
    known = {row["unit_id"]: row for row in rows}
    for unit_id in units:
        facts = {**count.nothing, **known.get(unit_id, {})}
        facts.pop("unit_id", None)
        yield Evidence(unit_id, facts, origin, None)


def holding_back(
    session: Session, manager: int, year: int, on: date
) -> list[tuple[str, str, Outcome]]:
    """Return code, name and outcome of the units that a commune lacks."""
    asked = {"manager": manager, "year": year, "kinds": CHILDREN, "window_end": on}
    rows = session.execute(text(_HOLDING_BACK), asked)
    return [(code, name, Outcome(outcome)) for code, name, outcome in rows]
