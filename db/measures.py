"""Count the lines of a review from rows, as they were known on a day."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from db.households import pledged_by
from rules.reporting import Line, Measure
from rules.units import UnitKind
from rules.windows import window


@dataclass(frozen=True)
class Count:
    """A counted line: n of N; ``label`` tells apart the parts of a broken-down line."""

    label: str
    numerator: int
    denominator: int | None = None


@dataclass(frozen=True)
class Asked:
    line: Line
    year: int
    on: date

    @property
    def facts(self) -> dict[str, object]:
        owners = [str(owner) for owner in self.line.owners]
        return {
            "year": self.year,
            "on": self.on,
            "counted_on": window(UnitKind.RESIDENTIAL_AREA, self.year).end,
            "owners": owners,
            "anyone": not owners,
            **{key: getattr(self.line, key) for key in _TEXTS},
        }


_TEXTS = ("duty", "form", "field", "period", "type", "recipient", "band")

#: The unit is one of the owners: by kind, or by kind and tier.
_OWNED = "(:anyone OR u.kind = ANY(:owners) OR u.kind || '/' || u.tier = ANY(:owners))"
_KNOWN = """s.year = :year AND s.received_on <= :on
    AND coalesce(s.superseded_on, 'infinity') > :on"""

_FULFILLED = text(f"""
    SELECT count(*) FILTER (WHERE o.fulfilled_on <= :on), count(*)
    FROM obligation o JOIN unit u ON u.id = o.unit_id
    WHERE o.year = :year AND o.duty = :duty AND o.waived_on IS NULL
      AND o.opened_on <= :on AND {_OWNED}
""")  # noqa: S608 - no value is interpolated, only our own clause

#: As areas were judged by them; before that, as the lists stand.
_HOUSEHOLDS = text(f"""
    SELECT coalesce(sum(pledged), 0)::bigint, coalesce(sum(residing), 0)::bigint
    FROM (
        SELECT pledged, residing FROM pledge_count WHERE taken_on = :counted_on
        UNION ALL
        SELECT count(*) FILTER (
            WHERE {pledged_by("least(:on, make_date(:year, 12, 31))")}), count(*)
        FROM household WHERE residing
          AND NOT EXISTS (SELECT FROM pledge_count WHERE taken_on = :counted_on)
    ) each
""")  # noqa: S608 - made of our own texts only

_ALIVE = """(s.form <> 'model' OR ((s.facts ->> 'started_on')::date <= :on
    AND coalesce((s.facts ->> 'closed_on')::date, 'infinity') > :on))"""

_ROWS = text(f"""
    SELECT count(*) FROM submission s
    WHERE s.form = :form AND {_KNOWN} AND {_ALIVE}
""")  # noqa: S608 - no value is interpolated, only our own clause

_ROWS_BY = text(f"""
    SELECT s.facts ->> :field, count(*), sum(count(*)) OVER () FROM submission s
    WHERE s.form = :form AND {_KNOWN} AND {_ALIVE}
    GROUP BY 1 ORDER BY 2 DESC, 1
""")  # noqa: S608 - no value is interpolated, only our own clause

_SUM = text(f"""
    SELECT coalesce(sum((s.facts ->> :field)::bigint), 0) FROM submission s
    WHERE s.form = :form AND s.period = :period AND {_KNOWN}
""")  # noqa: S608 - no value is interpolated, only our own clause

_INSPECTED = text("""
    SELECT count(*) FILTER (WHERE result = 'Đúng tiến độ'), count(*) FROM inspection
    WHERE year = :year AND quarter = :period AND inspected_on <= :on
""")

_AWARDS = text("""
    SELECT count(*) FROM award a JOIN decision d ON d.id = a.decision_id
    WHERE a.year = :year AND d.signed_on <= :on AND a.revoked_on IS NULL
      AND :form IN ('', a.form) AND :type IN ('', a.type)
      AND (:recipient = '' OR (:recipient = 'person') = (a.person_id IS NOT NULL))
""")

_RECOGNISED = text(f"""
    SELECT count(*) FILTER (WHERE r.outcome = 'met' AND r.revoked_on IS NULL), count(*)
    FROM recognition r JOIN unit u ON u.id = r.unit_id
    WHERE r.year = :year AND {_OWNED}
""")  # noqa: S608 - no value is interpolated, only our own clause

#: Who has no settled grade is counted under the empty band: the parts make the whole.
_GRADED = text(f"""
    SELECT count(*) FILTER (
        WHERE CASE g.status WHEN 'settled' THEN g.band ELSE '' END = :band), count(*)
    FROM grade g JOIN unit u ON u.id = g.unit_id
    WHERE g.year = :year AND {_OWNED}
""")  # noqa: S608 - no value is interpolated, only our own clause


def count(session: Session, line: Line, year: int, on: date) -> Sequence[Count]:
    """Count one line; one that concerns nobody this year is left out."""
    return _MEASURES[line.measure](session, Asked(line, year, on))


def _share(statement: TextClause) -> Callable[[Session, Asked], Sequence[Count]]:
    def counted(session: Session, asked: Asked) -> Sequence[Count]:
        part, whole = session.execute(statement, asked.facts).one()
        return [Count(asked.line.label, part, whole)] if whole else []

    return counted


def _number(statement: TextClause) -> Callable[[Session, Asked], Sequence[Count]]:
    def counted(session: Session, asked: Asked) -> Sequence[Count]:
        number = session.execute(statement, asked.facts).scalar_one()
        return [Count(asked.line.label, int(number))]

    return counted


def _parts(session: Session, asked: Asked) -> Sequence[Count]:
    return [
        Count(f"{asked.line.label} “{part}”", number, int(whole))
        for part, number, whole in session.execute(_ROWS_BY, asked.facts)
    ]


_MEASURES: Mapping[Measure, Callable[[Session, Asked], Sequence[Count]]] = {
    Measure.FULFILLED: _share(_FULFILLED),
    Measure.HOUSEHOLDS: _share(_HOUSEHOLDS),
    Measure.ROWS: _number(_ROWS),
    Measure.ROWS_BY: _parts,
    Measure.SUM: _number(_SUM),
    Measure.INSPECTED: _share(_INSPECTED),
    Measure.AWARDS: _number(_AWARDS),
    Measure.RECOGNISED: _share(_RECOGNISED),
    Measure.GRADED: _share(_GRADED),
}
