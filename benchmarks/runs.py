"""How many runs Prefect made for each lived day, read from its own database."""

import json
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

_FLOWS = "SELECT id, parameters FROM flow_run ORDER BY start_time"
_TASKS = "SELECT flow_run_id, task_key FROM task_run"


@dataclass(frozen=True)
class Runs:
    """The runs of a year: flows and tasks by lived day, tasks by their name."""

    flows: Counter[str]
    tasks: Counter[str]
    by_task: Counter[str]

    @property
    def days(self) -> int:
        return len(self.flows)


def of_year(database: Path) -> Runs:
    runs, day = Runs(Counter(), Counter(), Counter()), ""
    with closing(sqlite3.connect(database)) as connection:
        made = Counter[str]()
        for run, key in connection.execute(_TASKS):
            made[run] += 1
            # Prefect adds a digest of the source to the name.
            runs.by_task[key.rpartition("-")[0]] += 1
        for run, parameters in connection.execute(_FLOWS):
            # The postman's run bears no day: it is that of the run before.
            day = json.loads(parameters).get("today") or day
            runs.flows[day] += 1
            runs.tasks[day] += made[run]
    return runs
