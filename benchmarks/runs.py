"""How many runs Prefect made for each lived day, read from its own database."""

import json
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

_FLOWS = """
    SELECT r.id, f.name, r.parameters FROM flow_run r JOIN flow f ON f.id = r.flow_id
    ORDER BY r.start_time
"""
_TASKS = "SELECT flow_run_id, count(*) FROM task_run GROUP BY flow_run_id"


@dataclass(frozen=True)
class Runs:
    """The runs of a year, by lived day and by flow."""

    flows: Counter[str]
    tasks: Counter[str]
    by_flow: Counter[str]

    @property
    def days(self) -> int:
        return len(self.flows)


def of_year(database: Path) -> Runs:
    runs = Runs(Counter(), Counter(), Counter())
    with closing(sqlite3.connect(database)) as connection:
        tasks: dict[str, int] = dict(connection.execute(_TASKS).fetchall())
        day = ""
        for run, flow, parameters in connection.execute(_FLOWS):
            # The postman's run bears no day: it is that of the run before.
            day = json.loads(parameters).get("today") or day
            runs.flows[day] += 1
            runs.tasks[day] += tasks.get(run, 0)
            runs.by_flow[flow] += 1
    return runs
