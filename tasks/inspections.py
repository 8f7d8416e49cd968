"""Gather a quarter's inspections, and make what they demand duties."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from prefect import task
from prefect.cache_policies import NO_CACHE

from db import cycle, inspections, journal, notices, units
from db.notices import Rung
from db.session import transaction
from rules.agenda import Notice
from rules.cycle import StageStatus
from tasks.notices import write_letters

ACT = "inspect_quarter"
REMEDY = "remedy"


@dataclass(frozen=True)
class Inspected:
    """A quarter's inspections by result."""

    results: Mapping[str, int]


@task(task_run_name="Kiểm tra {quarter} năm {year}", cache_policy=NO_CACHE)
def inspect_quarter(year: int, quarter: str, today: date) -> Inspected:
    """Take the quarter's reports as inspections; tell who must put what right."""
    with transaction() as session:
        stage = cycle.acts(session, year, ACT, quarter)
        inspections.gather(session, year, quarter, today)
        remedy = cycle.stage_for(session, year, REMEDY, quarter)
        if remedy.status is StageStatus.OPEN:
            office = units.office(session)
            for due in cycle.open_dues(session, remedy.id):
                rung = Rung(remedy.id, due, Notice.OPENED)
                notices.tell(session, rung, office.id, today)
            write_letters(session, today)
        results = inspections.results(session, year, quarter)
        if cycle.fulfil_act(session, stage, today):
            done = f"Tổng hợp kiểm tra {quarter}"
            journal.write(session, today, done, stage.source, **results)
        return Inspected(results)
