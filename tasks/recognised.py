"""How one unit stands with “An toàn về an ninh, trật tự”: judged, or tried so far."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import evidence, inquiries, recognition
from db.council import Decision
from db.recognition import Finding, Recognition
from db.units import Unit
from rules.judgement import OUTCOME_NAMES, Outcome
from rules.recognition import judge, law_of
from rules.routes import dossier_route
from rules.units import JUDGED
from rules.windows import window
from tasks.findings import facts, rows
from tasks.reasons import Reason, is_lost, outlooks, reasons
from templates.paper_facts import Outlook


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


def recognised(session: Session, unit: Unit, year: int, on: date) -> Recognised | None:
    row = session.scalar(select(Recognition).filter_by(year=year, unit_id=unit.id))
    if row is None:
        return _tried(session, unit, year, on)
    findings = recognition.findings_of(session, Finding.recognition_id, [row.id])
    found = reasons(findings.get(row.id, ()), on)
    return replace(
        _described(session, unit, year, Outcome(row.outcome), found),
        judged_on=row.judged_on,
        decision=signed(session, row.decision_id),
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


def signed(session: Session, decision_id: int | None) -> Signed | None:
    row = session.get(Decision, decision_id) if decision_id else None
    if row is None:
        return None
    return Signed(row.number, row.signed_on, name_of(session, row.issuer_id))


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


def name_of(session: Session, unit_id: int | None) -> str:
    unit = session.get(Unit, unit_id) if unit_id else None
    return unit.name if unit else ""
