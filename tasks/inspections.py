"""Gather a quarter's inspections, and make what they demand duties."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from prefect import task
from prefect.cache_policies import NO_CACHE

from db import cycle, inspections, journal, notices, obligations, units
from db.session import in_turn
from rules.cycle import StageStatus
from rules.ladder import Notice, Rung

ACT = "inspect_quarter"
REMEDY = "remedy"


@dataclass(frozen=True)
class Inspected:
    """A quarter's inspections by result."""

    results: Mapping[str, int]


@task(task_run_name="Kiểm tra {quarter} năm {year}", cache_policy=NO_CACHE)
def inspect_quarter(year: int, quarter: str, today: date) -> Inspected:
    """Take the quarter's reports as inspections; note who must put what right."""
    with in_turn() as session:
        stage = cycle.acts(session, year, ACT, quarter)
        remedy = cycle.stage_for(session, year, REMEDY, quarter)
        remedy = cycle.hold(session, remedy.id)
        inspections.gather(session, year, quarter, today)
        if obligations.is_awaited(session, remedy.id, today):
            cycle.reopen(remedy)
        if remedy.status is StageStatus.OPEN:
            office = units.office(session)
            opened = Rung(Notice.OPENED)
            for due in obligations.open_dues(session, remedy.id):
                notices.tell(session, remedy.id, due, opened, office.id, today)
        results = inspections.results(session, year, quarter)
        if obligations.fulfil_act(session, stage, today):
            done = f"Tổng hợp kiểm tra {quarter}"
            journal.write(session, today, done, stage.source, **results)
        return Inspected(results)
