"""A worker: it lives the day that the clock shows and carries letters, until killed."""

import asyncio
import os
import time
import traceback
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from zoneinfo import ZoneInfo

import tasks.mail
from db.session import transaction
from tasks.digests import write_digests
from tasks.mail import carry_letters
from tasks.planning import (
    due_today,
    duty_letters_wait,
    letters_wait,
    mark_lived,
    news_to_tell,
)
from tasks.stages import close_stages, open_stages, remind_units

PAUSE = 0.02
MORNING = clock_time(9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
#: Servers that put letters off may be asked again at once: the days pass quickly.
PATIENCE = timedelta(seconds=0.1)


def work(clock: Path, troubles: Path, settings: Mapping[str, str]) -> None:
    """Do what production does, until killed, and note what went wrong."""
    os.environ.update(settings)
    tasks.mail.RETRY_AFTER = PATIENCE
    parent = os.getppid()
    while os.getppid() == parent:  # It never outlives whoever started it.
        try:
            today = date.fromisoformat(clock.read_text())
            since = timedelta(seconds=time.time() - clock.stat().st_mtime)
            tick(datetime.combine(today, MORNING) + since)
        except Exception as problem:  # noqa: BLE001 - a flow that fails is run again
            with troubles.open("a", encoding="utf-8") as lines:
                lines.write(f"# {type(problem).__name__}\n{traceback.format_exc()}\n")
        time.sleep(PAUSE)


def tick(now: datetime) -> None:
    live_day(now.date())
    if letters_wait():
        asyncio.run(carry_letters.fn(now))


def live_day(today: date) -> None:
    """Do what the flow of the day does about duties, task by task."""
    actions = due_today(today)
    if actions.opening:
        open_stages.fn(actions.opening, today)
    if actions.reminding:
        remind_units.fn(actions.reminding, today)
    if actions.closing:
        close_stages.fn(actions.closing, today)
    if news_to_tell(today) or duty_letters_wait(today):
        with transaction() as session:
            write_digests(session, today)
    mark_lived(today)
