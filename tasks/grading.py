"""Grade the movement of each unit out of 100."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from prefect import task
from prefect.cache_policies import NO_CACHE
from sqlalchemy.orm import Session

from db import cycle, evidence, journal, obligations, recognition, submissions
from db.recognition import Grade, Recognition, Result, store
from db.session import in_turn
from rules.errors import OutOfTurnError
from rules.grading import Grade as Earned
from rules.grading import Score, grade
from rules.judgement import Outcome
from rules.schemes import Scheme, scheme
from rules.units import UnitKind
from rules.windows import window
from tasks import findings
from tasks.recognition import SUBJECTS

Points = Mapping[str, tuple[str, str | None, str]]
ACT = "grade"
UNGRADED = "chưa xếp loại"


@dataclass(frozen=True)
class Graded:
    """How many units were graded, by grade, and how many results changed."""

    grades: Mapping[str, int]
    changed: int


@task(task_run_name="Phân loại {subjects} năm {year}", cache_policy=NO_CACHE)
def grade_units(year: int, subjects: str, today: date) -> Graded:
    """Grade all units of the subjects; a decided grade stands."""
    with in_turn() as session:
        stage = cycle.acts(session, year, ACT, subjects)
        kinds = [kind for group in SUBJECTS[subjects] for kind in group]
        results = _grade_all(session, year, kinds, today)
        changed = store(session, Grade, year, today, results)
        grades = Counter(str(each.columns["band"] or UNGRADED) for each in results)
        if changed:
            done = f"Phân loại phong trào: {subjects}"
            journal.write(session, today, done, stage.source, **grades)
        obligations.fulfil_act(session, stage, today)
        return Graded(grades, changed)


def _grade_all(
    session: Session, year: int, kinds: Sequence[UnitKind], today: date
) -> list[Result]:
    name = cycle.cycle_of(session, year).grading
    recognised = recognition.of_units(session, Recognition, year, kinds)
    if not recognised:
        raise OutOfTurnError(
            "Chưa xét công nhận các đơn vị này: chạy “Xét công nhận” trước."
        )
    points = submissions.scores(session, year, today)
    closes = window(kinds[0], year).end
    return [
        _result(unit, name, closes, points.get(unit.id, {}), recognised.get(unit.id))
        for unit in evidence.subjects(session, kinds, closes)
    ]


def _result(
    unit: evidence.Subject,
    name: str,
    closes: date,
    points: Points,
    recognised: Recognition | None,
) -> Result:
    outcome = recognised.outcome if recognised else Outcome.UNKNOWN
    earned = graded(scheme(name, unit.kind, closes), points, outcome)
    return Result(
        unit.id,
        {
            "scheme": earned.scheme,
            "total": earned.total,
            "band": earned.grade,
            "status": earned.status,
            "reasons": list(earned.reasons),
        },
        findings.rows(earned.findings),
    )


def graded(table: Scheme, points: Points, recognised: Outcome) -> Earned:
    """Grade by a scoring table: an item's own points, the reviewed, why they differ."""
    scores = {item: _score(*each) for item, each in points.items()}
    return grade(table, scores, recognised)


def _score(own: str, reviewed: str | None, reason: str) -> Score:
    return Score(Decimal(own), Decimal(reviewed) if reviewed else None, reason)
