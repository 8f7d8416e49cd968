"""Why a unit passed or not: every reason, from what was judged and written down."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import evidence, inquiries, recognition
from db.council import Decision
from db.recognition import Finding, Grade, Recognition
from db.session import reading
from db.units import Unit
from rules.grading import GradeStatus
from rules.judgement import OUTCOME_NAMES, Outcome
from rules.recognition import judge, law_of
from rules.routes import dossier_route
from rules.schemes import GRADE_NAMES, scheme
from rules.text import tidy
from rules.units import JUDGED, KIND_NAMES
from rules.windows import window
from tasks.findings import facts, rows
from tasks.lookup import found
from tasks.reasons import Reason, is_lost, outlooks, reasons
from tasks.special_results import Exemplary, TeamRanked, exemplary, team_ranked
from tasks.turns import Duty, duty
from templates.paper_facts import Outlook

STATUS_NAMES = {
    GradeStatus.SETTLED: "đã chốt",
    GradeStatus.PROVISIONAL: "tạm tính, chưa được công bố",
    GradeStatus.UNKNOWN: "chưa đủ căn cứ xếp loại",
}


@dataclass(frozen=True)
class Signed:
    """The decision a result rests on."""

    number: str
    signed_on: date
    issuer: str


@dataclass(frozen=True)
class Given:
    """The certificate that was issued."""

    number: str
    code: str
    issued_on: date
    revoked_on: date | None
    revoked_ground: str | None


@dataclass(frozen=True)
class Child:
    """A unit counted in another's result that is not recognised, or not yet."""

    code: str
    name: str
    outcome_name: str


@dataclass(frozen=True)
class Recognised:
    outcome: str
    outcome_name: str
    law: str
    note: str
    sent_to: str  # where the dossier goes, where a text says it
    window_start: date
    window_end: date
    judged_on: date | None  # nothing: not judged yet, only tried on what is known
    decision: Signed | None
    certificate: Given | None
    reasons: Sequence[Reason]
    outlooks: Sequence[Outlook]
    lost: bool
    holding_back: Sequence[Child]


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
    code = tidy(asked).casefold()
    with reading() as session:
        units = inquiries.units_on(session, on)
        return any(unit.code.casefold() == code for unit in units)


def explain(asked: str, year: int, on: date) -> Explanation:
    """Explain a unit, asked for by its code or by its name, as on a day."""
    with reading() as session:
        unit = found(inquiries.units_on(session, on), asked, on)
        return Explanation(
            code=unit.code,
            name=unit.name,
            kind=KIND_NAMES[unit.kind],
            territory=_name(session, unit.territory_id),
            manager=_name(session, unit.managing_body_id),
            year=year,
            exempt_ground=unit.exempt_ground,
            recognition=_recognised(session, unit, year, on),
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


def _name(session: Session, unit_id: int | None) -> str:
    unit = session.get(Unit, unit_id) if unit_id else None
    return unit.name if unit else ""


def _recognised(session: Session, unit: Unit, year: int, on: date) -> Recognised | None:
    row = session.scalar(select(Recognition).filter_by(year=year, unit_id=unit.id))
    if row is None:
        return _tried(session, unit, year, on)
    findings = recognition.findings_of(session, Finding.recognition_id, [row.id])
    found = reasons(findings.get(row.id, ()), on)
    return replace(
        _described(session, unit, year, Outcome(row.outcome), found),
        judged_on=row.judged_on,
        decision=_signed(session, row.decision_id),
        certificate=_given(session, row.id),
    )


def _tried(session: Session, unit: Unit, year: int, on: date) -> Recognised | None:
    """Judge a unit by what is known of it so far; nothing of this is written down."""
    if unit.kind not in JUDGED or unit.exempt_ground:
        return None
    closes = window(unit.kind, year).end
    before = recognition.outcomes(session, year)
    moment = evidence.Moment(year, closes, on, before)
    subject = evidence.Subject(unit.id, unit.code, unit.name, unit.kind, unit.tier)
    known = evidence.gather(session, [subject], moment)
    judged = judge(unit.kind, year, facts(known.get(unit.id, ())))
    told = rows(judged.findings, judged.window.days, unit.kind)
    found = reasons([Finding(**row) for row in told], on)
    return _described(session, unit, year, judged.outcome, found)


def _described(
    session: Session, unit: Unit, year: int, outcome: Outcome, found: Sequence[Reason]
) -> Recognised:
    law, when = law_of(unit.kind, year)
    return Recognised(
        outcome=outcome,
        outcome_name=OUTCOME_NAMES[outcome],
        law=f"{law.title} ({law.provision.citation})",
        note=law.note,
        sent_to=str(dossier_route(unit.kind, when.end) or ""),
        window_start=when.start,
        window_end=when.end,
        judged_on=None,
        decision=None,
        certificate=None,
        reasons=found,
        outlooks=outlooks(found),
        lost=is_lost(found),
        holding_back=[
            Child(code, name, OUTCOME_NAMES[theirs])
            for code, name, theirs in evidence.holding_back(
                session, unit.id, year, when.end
            )
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
        decision=_signed(session, row.decision_id),
        reasons=reasons(findings.get(row.id, ()), on),
    )


def _points(total: Decimal | None) -> str:
    return "" if total is None else f"{total.normalize():f}".replace(".", ",")


def _signed(session: Session, decision_id: int | None) -> Signed | None:
    row = session.get(Decision, decision_id) if decision_id else None
    if row is None:
        return None
    return Signed(row.number, row.signed_on, _name(session, row.issuer_id))


def _given(session: Session, recognition_id: int) -> Given | None:
    row = inquiries.certificate(session, recognition_id)
    if row is None:
        return None
    return Given(
        number=f"{row.number:02}/GCN",
        code=row.code,
        issued_on=row.issued_on,
        revoked_on=row.revoked_on,
        revoked_ground=row.revoked_ground,
    )
