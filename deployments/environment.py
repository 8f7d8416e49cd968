"""Settle what Prefect and the clock find in the environment."""

import os
import time
from pathlib import Path

_DAYS = 24 * 60 * 60

DEFAULTS = {
    "TZ": "Asia/Ho_Chi_Minh",
    # Nothing is reported to anyone outside.
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    # What runs on this machine is not asked through the office's proxy.
    "NO_PROXY": "127.0.0.1,localhost",
    # A forgotten server is an error at once, not a second server in silence.
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
    # Runs are kept for a cycle and a little more; the year itself lives in our tables.
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(400 * _DAYS),
    # Task runs are recorded in batches: a third of the server's work one by one.
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "200",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
    "PREFECT_SERVER_SERVICES_TRIGGERS_READ_BATCH_SIZE": "100",
    # Prefect's pages keep every line; the terminal shows what went wrong.
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "WARNING",
}


def settle(home: Path) -> None:
    """Set what the operator left open; to be called before Prefect is imported."""
    os.environ.setdefault("ANTQ_HOME", str(home))
    os.environ.setdefault("PREFECT_HOME", str(home / "prefect"))
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
    time.tzset()
