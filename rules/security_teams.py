"""Yearly grading of security teams: whether a proposed level may stand, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rules.checks import examine
from rules.criteria import Criterion
from rules.entries import ENACTED, Book
from rules.judgement import Fact, Finding, Outcome, overall
from rules.service import months_between
from rules.team_standards import LEVEL_BY_NAME, LEVEL_NAMES, TeamLevel, team_standard
from rules.units import UnitKind
from rules.windows import Window, window

A_DAY = timedelta(days=1)


class TeamStatus(StrEnum):
    SETTLED = "settled"
    REFUSED = "refused"  # the proposed level may not stand; no other is put for it
    NOT_GRADED = "not_graded"
    UNKNOWN = "unknown"


TEAM_STATUS_NAMES = {
    TeamStatus.SETTLED: "đủ căn cứ xếp loại",
    TeamStatus.REFUSED: "không đủ điều kiện mức đề nghị",
    TeamStatus.NOT_GRADED: "chưa đánh giá, xếp loại",
    TeamStatus.UNKNOWN: "chưa đủ căn cứ kết luận",
}
_AFTER_GATES = {
    Outcome.UNMET: TeamStatus.NOT_GRADED,
    Outcome.UNKNOWN: TeamStatus.UNKNOWN,
}
_AFTER_LEVEL = {
    Outcome.MET: TeamStatus.SETTLED,
    Outcome.UNMET: TeamStatus.REFUSED,
    Outcome.UNKNOWN: TeamStatus.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class TeamGrade:
    """The level a team is placed at, if it is; what was found, and why."""

    level: TeamLevel | None
    status: TeamStatus
    findings: tuple[Finding, ...]
    reasons: tuple[str, ...]
    law: str
    window: Window


def grade_team(year: int, facts: Mapping[str, Fact], book: Book = ENACTED) -> TeamGrade:
    """Weigh the level the commune proposes; without facts there is no level."""
    when = window(UnitKind.SECURITY_TEAM, year, book)
    standard = team_standard(when.end, book)
    told = dict(facts) | _months(facts, when)
    gates = _examined(standard.gates, told, when)
    proposed = proposed_level(facts, "proposed_level")
    asked = standard.levels[proposed] if proposed else ()
    found = _examined(asked, told, when)
    status, reasons = _weighed(gates, proposed, found)
    level = proposed if status is TeamStatus.SETTLED else None
    return TeamGrade(level, status, gates + found, reasons, standard.law, when)


def proposed_level(facts: Mapping[str, Fact], key: str) -> TeamLevel | None:
    """Read a level by its name; another word is no level."""
    return LEVEL_BY_NAME.get(facts[key].value) if key in facts else None


def _weighed(
    gates: tuple[Finding, ...], proposed: TeamLevel | None, found: tuple[Finding, ...]
) -> tuple[TeamStatus, tuple[str, ...]]:
    passed = overall(gates)
    if passed is not Outcome.MET:
        return _AFTER_GATES[passed], _why(gates, passed)
    if proposed is None:
        return TeamStatus.UNKNOWN, ("Chưa có mức đề nghị xếp loại Tổ.",)
    # A level none of whose conditions could be read rests on the proposal alone.
    outcome = overall(found) if any(f.decides for f in found) else Outcome.MET
    return _AFTER_LEVEL[outcome], _why(found, outcome) + _unread(proposed, found)


def _why(findings: Iterable[Finding], outcome: Outcome) -> tuple[str, ...]:
    return tuple(
        f"{each.text}: {each.reason} ({each.citation})"
        for each in findings
        if each.decides and each.outcome is outcome is not Outcome.MET
    )


def _unread(level: TeamLevel, findings: Iterable[Finding]) -> tuple[str, ...]:
    name = LEVEL_NAMES[level]
    unread = f"Điều kiện mức “{name}” chưa đọc được hết; lấy theo mức đề nghị."
    return () if all(each.decides for each in findings) else (unread,)


def _examined(
    criteria: Iterable[Criterion], facts: Mapping[str, Fact], when: Window
) -> tuple[Finding, ...]:
    return tuple(examine(each, facts, when.days) for each in criteria)


def _months(facts: Mapping[str, Fact], when: Window) -> dict[str, Fact]:
    """Count the team's full months within the window.

    The day it was set up is not counted; the window's first day is, for a team that
    was there before it.
    """
    told = facts.get("established_on")
    if told is None:
        return {}
    if not isinstance(told.value, date):
        return {"team_months": told}
    start = min(max(told.value, when.start - A_DAY), when.end)
    months, _ = months_between(start, when.end)
    return {"team_months": Fact(months, told.origin, told.on)}
