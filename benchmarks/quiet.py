"""What a day with nothing due costs, against an empty flow of Prefect's.

``.venv/bin/python benchmarks/quiet.py [--days 20]``
"""

import argparse
import asyncio
import os
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))  # From wherever it is called.

from rich.box import MARKDOWN
from rich.console import Console
from rich.table import Table
from sqlalchemy import text

from benchmarks import faulty_smtp, ground
from benchmarks.faulty_smtp import FLAWLESS
from benchmarks.killing import province
from db.session import transaction
from deployments import prefect_server

DATABASE = "quiet"
UNITS = 2000
#: Four working days; what would be open on them opens on its last day instead.
FIRST, DAYS = date(2026, 1, 13), 4
_LATER = text("UPDATE stage SET opens = due WHERE opens <= '2026-01-16'")
MILLISECONDS_ALLOWED = 100
EMPTY, QUIET = "flow rỗng của Prefect", "ngày không có việc"


def main() -> None:
    days = _arguments().days
    with _office():
        spent = asyncio.run(_measure(days))
    Console(width=110).print(
        f"\n{UNITS} đơn vị, trung vị của {days} ngày, {os.cpu_count()} nhân\n",
        _table({way: 1000 * median(each) for way, each in spent.items()}),
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Đo một ngày không có việc.")
    parser.add_argument("--days", type=int, default=20)
    return parser.parse_args()


@contextmanager
def _office() -> Iterator[None]:
    """Have an installation in which the year is begun and nothing is due."""
    with ExitStack() as stack:
        folder, _ = stack.enter_context(ground.office(DATABASE))
        stack.enter_context(prefect_server.running(folder))
        # The week's first day tells the leadership how things stand.
        port = stack.enter_context(faulty_smtp.running(folder / "kept", 1, FLAWLESS))
        os.environ |= {"SMTP_HOST": faulty_smtp.HOST, "SMTP_PORT": str(port)}
        province.found(os.environ["DATABASE_URL"], UNITS)
        with transaction() as session:
            session.execute(_LATER)
        yield


async def _measure(days: int) -> dict[str, list[float]]:
    """Run both in turn, day after day; the first of each only warms up."""
    from prefect import flow  # noqa: PLC0415 - after settling

    from flows.annual_cycle import run_day  # noqa: PLC0415 - likewise

    @flow(name="Rỗng")
    async def empty(today: date) -> None:
        del today

    ways: dict[str, Callable[[date], Awaitable[object]]] = {
        EMPTY: empty,
        QUIET: run_day,
    }
    spent: dict[str, list[float]] = {way: [] for way in ways}
    for number in range(days + 1):
        day = FIRST + timedelta(days=number % DAYS)
        for way, live in ways.items():
            begun = time.perf_counter()
            await live(day)
            spent[way].append(time.perf_counter() - begun)
    return {way: each[1:] for way, each in spent.items()}


def _table(spent: dict[str, float]) -> Table:
    table = Table("Một ngày", box=MARKDOWN)
    for column in ("mili giây", "hơn flow rỗng", "giới hạn"):
        table.add_column(column, justify="right")
    for way, milliseconds in spent.items():
        more = milliseconds - spent[EMPTY]
        allowed = f"{MILLISECONDS_ALLOWED}" if way == QUIET else ""
        table.add_row(way, f"{milliseconds:.0f}", f"{more:.0f}", allowed)
    return table


if __name__ == "__main__":
    main()
