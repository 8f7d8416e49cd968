"""Judge who is recognised “An toàn về an ninh, trật tự”, and tell each unit why."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from prefect import task
from prefect.cache_policies import NO_CACHE
from sqlalchemy.orm import Session

from db import cycle, evidence, journal, obligations, recognition
from db.recognition import Recognition, Result, store
from db.session import in_turn
from rules.judgement import Judgement, Outcome
from rules.recognition import judge
from rules.units import UnitKind
from rules.windows import window
from tasks import findings, households, second_opinion

ACT = "recognise"
#: Whom each act judges; children before those whose result counts them.
SUBJECTS = {
    "Khu dân cư": ((UnitKind.RESIDENTIAL_AREA,),),
    "Đơn vị": (
        (UnitKind.AGENCY, UnitKind.ENTERPRISE, UnitKind.SCHOOL),
        (UnitKind.COMMUNE,),
    ),
}


@dataclass(frozen=True)
class Judged:
    """How many units were judged, by outcome, and how many results changed."""

    outcomes: Mapping[str, int]
    changed: int


@task(task_run_name="Xét công nhận {subjects} năm {year}", cache_policy=NO_CACHE)
def recognise(year: int, subjects: str, today: date) -> Judged:
    """Judge all units of the subjects; a decided result stands."""
    with in_turn() as session:
        stage = cycle.acts(session, year, ACT, subjects)
        outcomes: Counter[str] = Counter()
        changed = 0
        for kinds in SUBJECTS[subjects]:
            judged = _judge(session, year, kinds, today)
            changed += store(session, Recognition, year, today, judged)
            outcomes.update(str(result.columns["outcome"]) for result in judged)
        if changed:
            done = f"Xét công nhận: {subjects}"
            journal.write(session, today, done, stage.source, **outcomes)
        obligations.fulfil_act(session, stage, today)
        return Judged(outcomes, changed)


def _judge(
    session: Session, year: int, kinds: Sequence[UnitKind], today: date
) -> list[Result]:
    if UnitKind.RESIDENTIAL_AREA in kinds:
        households.keep_judged(session, year, today)
    closes = window(kinds[0], year).end
    units = evidence.subjects(session, kinds, closes)
    before = recognition.outcomes(session, year)
    moment = evidence.Moment(year, closes, today, before)
    known = evidence.gather(session, units, moment)
    judged = [
        (unit, judge(unit.kind, year, findings.facts(known.get(unit.id, ()))))
        for unit in units
    ]
    second_opinion.compare(session, judged, moment)
    return [_result(unit, judgement) for unit, judgement in judged]


def _result(unit: evidence.Subject, judgement: Judgement) -> Result:
    return Result(
        unit.id,
        {
            "law": judgement.law,
            "window_start": judgement.window.start,
            "window_end": judgement.window.end,
            "outcome": judgement.outcome,
            "provisional": judgement.outcome is Outcome.UNKNOWN,
        },
        findings.rows(judgement.findings, judgement.window.days, unit.kind),
    )
