"""What is judged besides: exemplars of the movement, levels of security teams.

Nothing of this is written down: it is judged anew from what was told, when asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from db import submissions, units
from db.evidence import Evidence
from db.recognition import Finding
from db.units import Unit
from rules.exemplars import exemplar_set, judge_exemplar
from rules.judgement import OUTCOME_NAMES, Fact
from rules.security_teams import TEAM_STATUS_NAMES, TeamGrade, grade_team
from rules.team_limits import above_cap, grade_leader
from rules.team_standards import LEVEL_NAMES
from rules.units import UnitKind
from tasks.findings import facts, rows
from tasks.reasons import Reason, is_lost, outlooks, reasons
from templates.paper_facts import Outlook

EXEMPLAR, TEAM = "exemplar", "security_team"


@dataclass(frozen=True)
class Exemplary:
    """Whether a candidate is an exemplar of the movement, clause by clause."""

    outcome: str
    outcome_name: str
    law: str
    note: str
    reasons: Sequence[Reason]
    outlooks: Sequence[Outlook]
    lost: bool


@dataclass(frozen=True)
class TeamRanked:
    """The level of a security team, of its leader, and what limits them."""

    level: str
    status: str
    leader: str
    remarks: Sequence[str]
    reasons: Sequence[Reason]


def exemplary(session: Session, unit: Unit, year: int, on: date) -> Exemplary | None:
    """Judge a candidate; nothing, where the unit was not proposed."""
    told = _told(session, year, EXEMPLAR, on).get(unit.id)
    if told is None:
        return None
    found = judge_exemplar(unit.kind, year, told)
    law = exemplar_set(unit.kind, found.window.end)
    written = rows(found.findings, found.window.days, unit.kind)
    told_why = reasons([Finding(**row) for row in written], on)
    return Exemplary(
        outcome=found.outcome,
        outcome_name=OUTCOME_NAMES[found.outcome],
        law=law.title,
        note=law.note,
        reasons=told_why,
        outlooks=outlooks(told_why),
        lost=is_lost(told_why),
    )


def team_ranked(session: Session, unit: Unit, year: int, on: date) -> TeamRanked | None:
    """Grade a team among its commune's; nothing, where none was proposed."""
    told = _told(session, year, TEAM, on)
    if unit.kind is not UnitKind.SECURITY_TEAM or unit.id not in told:
        return None
    beside = set(units.managed_by(session, unit.managing_body_id)) | {unit.id}
    grades = {
        each: grade_team(year, facts) for each, facts in told.items() if each in beside
    }
    mine = grades[unit.id]
    leader = grade_leader(mine, told[unit.id])
    written = rows(mine.findings, mine.window.days, unit.kind)
    return TeamRanked(
        level=LEVEL_NAMES[mine.level] if mine.level else "",
        status=TEAM_STATUS_NAMES[mine.status],
        leader=(
            f"{LEVEL_NAMES[leader.level] if leader.level else 'chưa xếp loại'}"
            f" ({TEAM_STATUS_NAMES[leader.status]}: {leader.reason})"
        ),
        remarks=[*mine.reasons, *_above_cap(unit, grades)],
        reasons=reasons([Finding(**row) for row in written], on),
    )


def _above_cap(unit: Unit, grades: Mapping[int, TeamGrade]) -> list[str]:
    """Hold a commune's teams to the cap, in the order in which it listed them."""
    ordered = {str(each): grade for each, grade in grades.items()}
    found = above_cap(ordered, grades[unit.id].window.end)
    return [each.reason for each in found if each.team == str(unit.id)]


def _told(
    session: Session, year: int, form: str, on: date
) -> dict[int, Mapping[str, Fact]]:
    """Return what was told in a form, by unit, in the order in which it came."""
    return {
        row.unit_id: facts(
            [Evidence(row.unit_id, row.facts, row.origin(file), row.received_on)]
        )
        for row, file in submissions.of_form(session, year, form, on)
    }
