"""What a workbook is written from: who owes which duty, what was told before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from db.base import Fact
from rules.persons import ERASED, EXPIRED
from rules.provisions import Confidence
from rules.units import UnitKind

#: The form that lists households, which are kept in a table of their own.
PLEDGE = "pledge"


@dataclass(frozen=True)
class Owed:
    """One unit's duty, with all that the cover of its workbook says of it."""

    id: int
    unit_id: int
    code: str
    unit: str
    kind: UnitKind
    managing_body_id: int | None
    duty: str
    year: int
    period: str
    title: str
    how: str
    source: str
    confidence: Confidence
    due: date
    locks: date
    #: The last day on which any of this changed.
    as_of: date


_OWED = text("""
    SELECT o.id, u.id AS unit_id, u.code, u.name AS unit, u.kind, u.managing_body_id,
           o.duty, o.year, o.period, g.title, g.how, g.source, g.confidence, o.due,
           o.locks, greatest(o.opened_on, (
               SELECT max(e.made_on) FROM extension e WHERE e.obligation_id = o.id
           )) AS as_of
    FROM obligation o JOIN stage g ON g.id = o.stage_id JOIN unit u ON u.id = o.unit_id
    WHERE o.year = :year AND g.act IS NULL AND o.duty = ANY(:duties)
      AND o.waived_on IS NULL
      AND CASE WHEN CAST(:stage AS integer) IS NULL
               THEN o.fulfilled_on IS NULL AND o.locks >= :today
               ELSE o.stage_id = :stage END
      AND (cardinality(CAST(:codes AS text[])) = 0 OR lower(u.code) = ANY(:codes))
      AND (CAST(:ids AS integer[]) IS NULL OR o.id = ANY(:ids))
    ORDER BY o.due, g.id, lower(u.code)
""")


def owed(  # noqa: PLR0913 - which duties, whose, when
    session: Session,
    year: int,
    duties: Sequence[str],
    today: date,
    *,
    stage_id: int | None = None,
    codes: Sequence[str] = (),
    ids: Sequence[int] | None = None,
) -> list[Owed]:
    """Return the duties still to be answered, or all of one stage that stand."""
    asked = {
        "year": year,
        "duties": list(duties),
        "today": today,
        "stage": stage_id,
        "codes": list(codes),
        "ids": None if ids is None else list(ids),
    }
    return [
        Owed(
            **row
            | {
                "kind": UnitKind(row["kind"]),
                "confidence": Confidence(row["confidence"]),
            }
        )
        for row in map(dict, session.execute(_OWED, asked).mappings())
    ]


@dataclass(frozen=True)
class Told:
    """A row a unit sent, as it stands."""

    year: int
    form: str
    unit_id: int
    period: str
    facts: dict[str, Fact]
    received_on: date


_TOLD = text("""
    SELECT year, form, unit_id, period, facts, received_on FROM submission
    WHERE year IN (:year, :year - 1) AND form = ANY(:forms) AND unit_id = ANY(:units)
      AND superseded_on IS NULL
    ORDER BY unit_id, form, period, item
""")


def told(
    session: Session, year: int, forms: Sequence[str], units: Sequence[int]
) -> list[Told]:
    """Return what these units told on these forms, this year and the year before."""
    asked = {"year": year, "forms": list(forms), "units": list(units)}
    return [Told(**row) for row in session.execute(_TOLD, asked).mappings()]


_HOUSEHOLDS = text("""
    SELECT h.area_id, h.code, h.head, h.residing,
        CASE WHEN extract(year FROM h.pledged_on) = :year THEN h.pledged_on END,
        d.received_on
    FROM household h JOIN document d ON d.id = h.document_id
    WHERE h.area_id = ANY(:areas) ORDER BY h.area_id, h.code
""")


def households(
    session: Session, year: int, areas: Sequence[int], *, named: bool
) -> Iterator[Told]:
    """Yield the households of areas as rows of their form; a pledge is of its year."""
    for area, code, head, residing, day, received_on in session.execute(
        _HOUSEHOLDS, {"year": year, "areas": list(areas)}
    ):
        facts: dict[str, Fact] = {"code": code, "residing": residing}
        if named and head not in (ERASED, EXPIRED):
            facts["head"] = head
        if day:
            facts["pledged_on"] = day.isoformat()
        yield Told(year, PLEDGE, area, str(year), facts, received_on)


_UNDER = text("""
    SELECT managing_body_id, code, name FROM unit
    WHERE managing_body_id = ANY(:bodies) AND kind = ANY(:kinds)
      AND :on BETWEEN valid_from AND coalesce(valid_to, 'infinity')
      AND exempt_ground IS NULL
    ORDER BY managing_body_id, name_key, code
""")


def under(
    session: Session, bodies: Sequence[int], kinds: Sequence[UnitKind], on: date
) -> dict[int, list[tuple[str, str]]]:
    """Return code and name of the units each body manages, in Vietnamese order."""
    asked = {"bodies": list(bodies), "kinds": [str(kind) for kind in kinds], "on": on}
    found: dict[int, list[tuple[str, str]]] = {}
    for body, code, name in session.execute(_UNDER, asked):
        found.setdefault(body, []).append((code, name))
    return found
