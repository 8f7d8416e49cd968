"""Sum up the festival of 19 August."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from prefect import task
from prefect.cache_policies import NO_CACHE

from db import cycle, journal, obligations, progress
from db.progress import Progress
from db.session import in_turn

ACT = "hold_festival"
STAGE = "festival"


@dataclass(frozen=True)
class Festival:
    """Who held it: n of N by tier."""

    held: Sequence[Progress]


@task(task_run_name="Tổng hợp Ngày hội năm {year}", cache_policy=NO_CACHE)
def sum_up_festival(year: int, today: date) -> Festival:
    with in_turn() as session:
        stage = cycle.acts(session, year, ACT, str(year))
        festival = cycle.stage_of(session, year, STAGE)
        held = [
            each
            for each in progress.by_tier(session, year, today)
            if each.stage_id == festival.id
        ]
        if obligations.fulfil_act(session, stage, today):
            done = sum(each.done for each in held)
            total = sum(each.total for each in held)
            journal.write(
                session, today, "Tổng hợp Ngày hội", stage.source, held=done, of=total
            )
        return Festival(held)
