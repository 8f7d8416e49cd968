"""Judge who is recognised “An toàn về an ninh, trật tự”, and tell each unit why."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from prefect import task
from prefect.cache_policies import NO_CACHE
from sqlalchemy.orm import Session

from db import cycle, evidence, journal
from db.recognition import Recognition, Result, store
from db.session import transaction
from rules.judgement import Outcome
from rules.recognition import judge
from rules.units import UnitKind
from rules.windows import window
from tasks import findings

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
    with transaction() as session:
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
        cycle.fulfil_act(session, stage, today)
        return Judged(outcomes, changed)


def _judge(
    session: Session, year: int, kinds: Sequence[UnitKind], today: date
) -> list[Result]:
    closes = window(kinds[0], year).end
    known = evidence.gather(session, year, kinds, closes, today)
    return [
        _result(unit, year, findings.facts(known.get(unit.id, ())))
        for unit in evidence.subjects(session, kinds, closes)
    ]


def _result(unit: evidence.Subject, year: int, facts: findings.Facts) -> Result:
    judgement = judge(UnitKind(unit.kind), year, facts)
    return Result(
        unit.id,
        {
            "law": judgement.law,
            "window_start": judgement.window.start,
            "window_end": judgement.window.end,
            "outcome": judgement.outcome,
            "provisional": judgement.outcome is Outcome.UNKNOWN,
        },
        findings.rows(judgement.findings),
    )
