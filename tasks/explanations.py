"""Why a unit passed or not: every reason, from what was judged and written down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import inquiries, recognition, units
from db.recognition import Finding, Grade
from db.session import reading
from db.units import Unit
from rules.grading import GradeStatus
from rules.schemes import GRADE_NAMES, scheme
from rules.text import tidy
from rules.units import KIND_NAMES
from rules.windows import window
from tasks.lookup import found
from tasks.reasons import Reason, reasons
from tasks.recognised import Recognised, Signed, name_of, recognised, signed
from tasks.special_results import Exemplary, TeamRanked, exemplary, team_ranked
from tasks.turns import Duty, duty

STATUS_NAMES = {
    GradeStatus.SETTLED: "đã chốt",
    GradeStatus.PROVISIONAL: "tạm tính, chưa được công bố",
    GradeStatus.UNKNOWN: "chưa đủ căn cứ xếp loại",
}


@dataclass(frozen=True)
class Graded:
    total: str
    grade: str
    status: str
    scheme: str
    note: str
    remarks: Sequence[str]
    decision: Signed | None
    reasons: Sequence[Reason]


@dataclass(frozen=True)
class Inspected:
    quarter: str
    inspected_on: date
    result: str
    finding: str | None
    remedy: str | None


@dataclass(frozen=True)
class Explanation:
    """All that is known of one unit's year."""

    code: str
    name: str
    kind: str
    territory: str
    manager: str
    year: int
    exempt_ground: str | None
    recognition: Recognised | None
    grade: Graded | None
    exemplar: Exemplary | None
    team: TeamRanked | None
    duties: Sequence[Duty]
    inspections: Sequence[Inspected]


def is_unit_code(asked: str, on: date) -> bool:
    """Say whether a unit bears this code on a day."""
    with reading() as session:
        return units.is_code(session, tidy(asked), on)


def explain(asked: str, year: int, on: date) -> Explanation:
    """Explain a unit, asked for by its code or by its name, as on a day."""
    with reading() as session:
        unit = found(inquiries.units_on(session, on), asked, on)
        return Explanation(
            code=unit.code,
            name=unit.name,
            kind=KIND_NAMES[unit.kind],
            territory=name_of(session, unit.territory_id),
            manager=name_of(session, unit.managing_body_id),
            year=year,
            exempt_ground=unit.exempt_ground,
            recognition=recognised(session, unit, year, on),
            grade=_graded(session, unit, year, on),
            exemplar=exemplary(session, unit, year, on),
            team=team_ranked(session, unit, year, on),
            duties=[
                duty(row, title, on)
                for row, title in inquiries.duties(session, year, unit.id)
            ],
            inspections=[
                Inspected(
                    row.quarter, row.inspected_on, row.result, row.finding, row.remedy
                )
                for row in inquiries.inspections(session, year, unit.id)
            ],
        )


def _graded(session: Session, unit: Unit, year: int, on: date) -> Graded | None:
    row = session.scalar(select(Grade).filter_by(year=year, unit_id=unit.id))
    if row is None:
        return None
    findings = recognition.findings_of(session, Finding.grade_id, [row.id])
    table = scheme(row.scheme, unit.kind, window(unit.kind, year).end)
    return Graded(
        total=_points(row.total),
        grade=GRADE_NAMES[row.band] if row.band else "",
        status=STATUS_NAMES[row.status],
        scheme=table.title,
        note=table.note,
        remarks=row.reasons,
        decision=signed(session, row.decision_id),
        reasons=reasons(findings.get(row.id, ()), on),
    )


def _points(total: Decimal | None) -> str:
    return "" if total is None else f"{total.normalize():f}".replace(".", ",")
