"""What limits the levels of a commune's teams: the cap, and the team's own level."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rules.entries import ENACTED, Book
from rules.judgement import Fact, Outcome
from rules.provisions import Provision
from rules.security_teams import TeamGrade, TeamStatus, proposed_level
from rules.team_standards import LEVEL_NAMES, Cap, TeamLevel, team_standard

_ORDER = tuple(TeamLevel)
_OPEN = {TeamStatus.UNKNOWN, TeamStatus.REFUSED}


@dataclass(frozen=True, slots=True)
class AboveCap:
    """A team above the cap (unmet), or perhaps above it (unknown), and why."""

    team: str
    outcome: Outcome
    reason: str
    provision: Provision


@dataclass(frozen=True, slots=True)
class LeaderGrade:
    """The level a team's leader is placed at, if it may be; why, on what ground."""

    level: TeamLevel | None
    status: TeamStatus
    reason: str
    provision: Provision


def above_cap(
    grades: Mapping[str, TeamGrade], on: date, book: Book = ENACTED
) -> tuple[AboveCap, ...]:
    """Name the teams above the cap, the commune's teams given in its order of merit.

    Those above are counted with the level below, where they would go. A team without
    a level yet may still come to count there: until then the last ones are unknown.
    """
    cap = team_standard(on, book).cap
    at = [team for team, grade in grades.items() if grade.level is cap.level]
    base = sum(grade.level is cap.base for grade in grades.values())
    undecided = sum(grade.status in _OPEN for grade in grades.values())
    sure = cap.allowed(len(at), base)
    at_most = cap.allowed(len(at), base + undecided)
    reason = _capped(cap, sure, base + len(at) - sure - 1)
    waits = f"{reason} Còn {undecided} Tổ chưa có mức nên chưa kết luận."
    return tuple(
        AboveCap(team, Outcome.UNMET, reason, cap.provision)
        if place >= at_most
        else AboveCap(team, Outcome.UNKNOWN, waits, cap.provision)
        for place, team in enumerate(at)
        if place >= sure
    )


def _capped(cap: Cap, allowed: int, base: int) -> str:
    """Say why one more than allowed does not fit: ``base`` would then be left below."""
    level, below = LEVEL_NAMES[cap.level], LEVEL_NAMES[cap.base]
    return (
        f"Mức “{level}” được nhiều nhất {allowed} Tổ: giữ {allowed + 1} Tổ thì mức"
        f" “{below}” có {base} Tổ, {cap.percent}% làm tròn xuống là"
        f" {base * cap.percent // 100}."
    )


def grade_leader(
    team: TeamGrade, facts: Mapping[str, Fact], book: Book = ENACTED
) -> LeaderGrade:
    """Weigh the level proposed for a team's leader against the team's own."""
    level = proposed_level(facts, "leader_level")
    status, reason = _leader(level, team.level, facts.get("leader_transferred"))
    placed = level if status is TeamStatus.SETTLED else None
    ground = team_standard(team.window.end, book).leader
    return LeaderGrade(placed, status, reason, ground)


def _leader(
    level: TeamLevel | None, team: TeamLevel | None, transferred: Fact | None
) -> tuple[TeamStatus, str]:
    if level is None:
        return TeamStatus.UNKNOWN, "Chưa có mức đề nghị xếp loại tổ trưởng."
    if transferred and transferred.value is True:
        return (
            TeamStatus.SETTLED,
            "Mới chuyển đến: không xét theo mức của Tổ.",
        )
    if team is None:
        return TeamStatus.UNKNOWN, "Tổ chưa có mức xếp loại để đối chiếu."
    levels = f"tổ trưởng “{LEVEL_NAMES[level]}”, Tổ “{LEVEL_NAMES[team]}”"
    if _ORDER.index(level) >= _ORDER.index(team):
        return TeamStatus.SETTLED, f"Không cao hơn mức của Tổ: {levels}."
    if transferred is None or transferred.value is not False:
        return TeamStatus.UNKNOWN, f"Chưa rõ tổ trưởng có mới chuyển đến: {levels}."
    return TeamStatus.REFUSED, f"Cao hơn mức của Tổ: {levels}."
