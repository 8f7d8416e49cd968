"""Who would go from one grade, or one standing, to another under a draft."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from db import awards, commendations
from db.awards import Nominated
from db.evidence import Subject
from rules.commendations import ELIGIBILITY_NAMES, eligibility
from rules.entries import ENACTED, Book
from rules.grading import GradeStatus
from rules.judgement import Outcome
from rules.nominees import CATEGORY_NAMES
from rules.schemes import GRADE_NAMES, scheme
from rules.units import KIND_NAMES
from rules.windows import window
from tasks.commendations import MEDAL_ROUND
from tasks.grading import UNGRADED, Points, graded
from tasks.nominees import nominee, proposed


@dataclass(frozen=True)
class Move:
    """How many of a sort go from one grade, or one standing, to another."""

    whom: str
    before: str
    after: str
    count: int


@dataclass(frozen=True)
class Judged:
    """A year's units judged by one book: how each stands."""

    book: Book
    year: int
    outcomes: Mapping[int, Outcome]


def grades(
    units: Sequence[Subject],
    name: str,
    points: Mapping[int, Points],
    both: Sequence[Judged],
) -> list[Move]:
    """Grade every unit by both books; its points are those it was given."""
    moves: Counter[tuple[str, str, str]] = Counter()
    for unit in units:
        earned = [_grade(unit, name, points.get(unit.id, {}), each) for each in both]
        if earned[0] != earned[1]:
            moves[KIND_NAMES[unit.kind], earned[0], earned[1]] += 1
    return _moves(moves)


def _grade(unit: Subject, name: str, points: Points, judged: Judged) -> str:
    closes = window(unit.kind, judged.year, judged.book).end
    table = scheme(name, unit.kind, closes, judged.book)
    outcome = judged.outcomes.get(unit.id, Outcome.UNKNOWN)
    earned = graded(table, points, outcome)
    if earned.status is GradeStatus.SETTLED and earned.grade:
        return GRADE_NAMES[earned.grade]
    return UNGRADED


def medals(session: Session, year: int, on: date, book: Book) -> list[Move]:
    """Judge the year's proposals for the medal by both books."""
    rows = commendations.nominations(session, year, MEDAL_ROUND)
    persons = {row.reference: row.person_id for row in rows}
    moves: Counter[tuple[str, str, str]] = Counter()
    for each in proposed(session, year, "nominee", on):
        if each.reference in persons:
            who = Nominated(year, each.reference, persons[each.reference], None)
            holds = awards.holds_medal(session, who)
            told = nominee(each, holds_medal=holds)
            stands = [eligibility(told, text).outcome for text in (ENACTED, book)]
            if stands[0] is not stands[1]:
                category = CATEGORY_NAMES[told.category]
                was, becomes = (ELIGIBILITY_NAMES[stand] for stand in stands)
                moves[category, was, becomes] += 1
    return _moves(moves)


def _moves(counted: Counter[tuple[str, str, str]]) -> list[Move]:
    return [Move(*move, count) for move, count in sorted(counted.items())]
