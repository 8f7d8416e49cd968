"""Why someone may be proposed for commendation or not, by the proposal's reference."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from db import access, awards, commendations, council, recognition
from db.access import Kind, Reading
from db.commendations import Nomination
from db.recognition import Finding
from db.session import transaction
from db.units import Unit
from rules.awards import AWARD_NAMES
from rules.commendations import ELIGIBILITY_NAMES
from rules.text import tidy
from tasks.explanations import Explanation, explain, is_unit_code
from tasks.reasons import Reason, is_lost, outlooks, reasons
from templates.paper_facts import Outlook

VIA, PURPOSE = "antq explain", "xem vì sao hồ sơ đề nghị đủ hay chưa đủ điều kiện"


@dataclass(frozen=True)
class NomineeExplanation:
    """All that is known of one proposal; a person goes by the reference alone."""

    reference: str
    year: int
    award: str
    round: str
    proposer: str
    subject: str
    proposed_on: date
    judged_on: date
    outcome: str
    outcome_name: str
    votes: str
    awarded: str
    reasons: Sequence[Reason]
    outlooks: Sequence[Outlook]
    lost: bool


def explanation_of(asked: str, year: int, on: date) -> Explanation | NomineeExplanation:
    """Explain the unit of this code, the proposal of this reference, or a name."""
    if is_unit_code(asked, on):
        return explain(asked, year, on)
    return explain_nominee(asked, year, on) or explain(asked, year, on)


def explain_nominee(asked: str, year: int, on: date) -> NomineeExplanation | None:
    """Explain the proposal of this reference; nothing, where there is none."""
    with transaction() as session:
        row = commendations.of_reference(session, year, tidy(asked))
        if row is None:
            return None
        if row.person_id is not None:
            reading = Reading(VIA, PURPOSE, f"hồ sơ {row.reference}, năm {year}")
            access.note(session, reading, Kind.NOMINEE, 1)
        return _explained(session, row, on)


def _explained(session: Session, row: Nomination, on: date) -> NomineeExplanation:
    found = recognition.findings_of(session, Finding.nomination_id, [row.id])
    told = reasons(found.get(row.id, ()), on)
    return NomineeExplanation(
        reference=row.reference,
        year=row.year,
        award=AWARD_NAMES[row.award_form],
        round=row.round,
        proposer=session.get_one(Unit, row.proposer_id).name,
        subject=_subject(session, row),
        proposed_on=row.proposed_on,
        judged_on=row.judged_on,
        outcome=row.eligibility,
        outcome_name=ELIGIBILITY_NAMES[row.eligibility],
        votes=_votes(session, row),
        awarded=_awarded(session, row),
        reasons=told,
        outlooks=outlooks(told),
        lost=is_lost(told),
    )


def _subject(session: Session, row: Nomination) -> str:
    if row.nominated_unit_id:
        return session.get_one(Unit, row.nominated_unit_id).name
    return row.position or ""


def _votes(session: Session, row: Nomination) -> str:
    cast = council.ballots(session, row.year, row.round).get(row.id)
    return f"{cast[0]} đồng ý, {cast[1]} không đồng ý" if cast else ""


def _awarded(session: Session, row: Nomination) -> str:
    found = awards.decision_of(session, row.id)
    if found is None:
        return ""
    form, number, signed_on = found
    return f"{AWARD_NAMES[form]}, quyết định {number} ngày {signed_on:%d/%m/%Y}"
