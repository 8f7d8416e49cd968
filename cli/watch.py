"""Look once whether the year is being lived, and raise the alarm when it is not."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from rich.markup import escape
from typer import Exit

from cli import clock, services
from cli.console import TROUBLE, day, say, trouble
from deployments import home, prefect_server
from rules.alarms import Memory, mail_due, seen, told
from rules.errors import ServiceUnavailableError
from rules.timetable import calendar
from rules.watching import Alarm, Facts, alarms
from tasks import alarm, watching

ALARMED, UNHEARD = 1, 2
NOTE = "watch.json"
NOBODY = "Chưa đặt ANTQ_ALARM_TO nên không ai nhận được thư báo động này."


def watch() -> None:
    """Say what is wrong; leave with 1 then, and with 2 when a mail did not leave."""
    now, place = clock.now(), home.home()
    found = alarms(_facts(now, place), calendar())
    _say(found, now)
    grave = [each for each in found if each.is_grave]
    unheard = _mail(grave, now, place / NOTE)
    for problem in unheard:
        trouble(problem)
    if unheard or grave:
        raise Exit(UNHEARD if unheard else ALARMED)


def _facts(now: datetime, place: Path) -> Facts:
    try:
        with services.database_as_it_is() as is_there:
            found = watching.look(now) if is_there else Facts(now)
    except ServiceUnavailableError as problem:
        found = Facts(now, database=str(problem))
    silent = prefect_server.silence(place)
    return replace(found, room=watching.room(place), prefect=silent)


def _say(found: Sequence[Alarm], now: datetime) -> None:
    for each in found:
        kind = "[bold red]Báo động:[/]" if each.is_grave else "[bold]Lưu ý:[/]"
        since = f" Từ {each.since:%H:%M} ngày {day(each.since)}." if each.since else ""
        words = escape(f"{each.what}{since} Việc cần làm: {each.to_do}")
        TROUBLE.print(f"{kind} {words}", soft_wrap=True)
    if not found:
        say(f"Không có gì bất thường lúc {now:%H:%M} ngày {day(now)}.")


def _mail(found: Sequence[Alarm], now: datetime, note: Path) -> list[str]:
    """Mail what is due to be mailed; return what could not be done."""
    memory = seen(watching.recall(note), [each.trouble for each in found], now)
    unheard: list[str] = []
    try:
        mail, to = mail_due(memory), alarm.recipients()
        if mail and not to:
            TROUBLE.print(NOBODY, soft_wrap=True)
        elif mail:
            write = partial(alarm.write, mail, found, memory, now)
            unheard += asyncio.run(alarm.send_now(to, write))
            memory = told(memory, mail, now)
    except ServiceUnavailableError as problem:
        unheard.append(str(problem))
    return unheard + _remembered(note, memory)


def _remembered(note: Path, memory: Memory) -> list[str]:
    try:
        watching.remember(note, memory)
    except ServiceUnavailableError as problem:
        return [str(problem)]
    return []
