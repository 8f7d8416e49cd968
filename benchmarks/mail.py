"""How fast reminders are written, and carried against a bare loop of ready bytes.

``.venv/bin/python benchmarks/mail.py [--letters 10000] [--rounds 3]``

For the memory: ``--letters 10000 100000 --rounds 1``; each size has its own process.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from statistics import median
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).parents[1]))  # From wherever it is called.

from aiosmtplib import SMTP
from rich.box import MARKDOWN
from rich.console import Console
from rich.table import Table
from sqlalchemy import text

from benchmarks import ground
from benchmarks.killing import province
from benchmarks.postfix import HOST, free_port, wait_for
from db.session import transaction

DATABASE = "mail"
OPENS, REMINDS = date(2026, 2, 23), date(2026, 3, 18)
#: The bare loop holds its bytes in memory; so many give its speed.
BARE_AT_MOST = 10_000
MIB = 1024  # Of the kilobytes in which Linux tells memory.

Told = TypeVar("Told")

#: The stages are open for weeks and everyone was told so.
_OPENED = """
    UPDATE obligation SET opened_on = '2026-02-23';
    INSERT INTO letter (occasion, message_id, kind, recipient, subject, content, dated,
        status, attempts, is_doubted, queued_at)
    VALUES ('opened', '<opened@mau.example>', 'opened', 'x', 'x', '', '2026-02-23',
        'sent', 1, false, now());
    UPDATE notice SET letter_id = (SELECT id FROM letter WHERE kind = 'opened');
"""
#: As if nothing had left yet: the book of receipts is another's too.
_AGAIN = """
    UPDATE letter SET status = 'queued', attempts = 0, sent_at = NULL, answer = NULL
    WHERE kind = 'digest';
    UPDATE installation SET seal = gen_random_uuid();
    TRUNCATE settlement;
"""
_READY = text("""
    SELECT recipient, content FROM letter WHERE kind = 'digest' ORDER BY id LIMIT :most
""")


@dataclass(frozen=True)
class Measured:
    """One size: seconds to write all letters, letters a second otherwise."""

    letters: int
    kib: float
    writing: float
    carried: float
    bare: float
    #: MiB in use: before anything, at most while writing, at most while carrying.
    memory: tuple[float, float, float]


def main() -> None:
    asked = _arguments()
    found = [ground.apart(measure, letters, asked.rounds) for letters in asked.letters]
    Console(width=110).print(
        f"\nTrung vị của {asked.rounds} vòng, {os.cpu_count()} nhân\n", _table(found)
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Đo việc viết và chuyển thư nhắc.")
    parser.add_argument("--letters", type=int, nargs="+", default=[10_000])
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


def measure(wanted: int, rounds: int) -> Measured:
    """Measure one size in the process that calls."""
    with ExitStack() as stack:
        stack.enter_context(_office(wanted))
        before = ground.peak()
        begun = time.perf_counter()
        _write()
        writing, written = time.perf_counter() - begun, ground.peak()
        ways: dict[str, list[float]] = {"carried": [], "bare": []}
        letters, size = _count()
        _rate(_carry, letters)  # Once to warm up, and for the memory.
        carried = ground.peak()
        for _ in range(rounds):
            _execute(_AGAIN)
            ways["carried"].append(_rate(_carry, letters))
            ready = _ready()
            ways["bare"].append(_rate(partial(_bare, ready), len(ready)))
        speeds = {way: median(each) for way, each in ways.items()}
        memory = (before, written, carried)
        return Measured(letters, size / 1024, writing, memory=memory, **speeds)


@contextmanager
def _office(letters: int) -> Iterator[None]:
    """Have a province in which about so many mailboxes are to be reminded today."""
    with ground.office(DATABASE), _sink():
        ground.apart(_found, letters)
        yield


@contextmanager
def _sink() -> Iterator[None]:
    """Have a mail server, in a process of its own, that keeps nothing."""
    port = free_port()
    command = [sys.executable, "-m", "aiosmtpd", "-n", "-l", f"{HOST}:{port}"]
    sink = [*command, "-c", "aiosmtpd.handlers.Sink"]
    with subprocess.Popen(sink) as server:  # noqa: S603 - a library of ours
        try:
            wait_for(port)
            os.environ |= {"SMTP_HOST": HOST, "SMTP_PORT": str(port)}
            os.environ["SMTP_STARTTLS"] = "0"
            yield
        finally:
            server.kill()


def _found(letters: int) -> None:
    """Have a province, its year begun and its first duties open for weeks."""
    from tasks.planning import due_today  # noqa: PLC0415 - after settling
    from tasks.stages import open_stages  # noqa: PLC0415 - likewise

    # One unit in nine reads its letters elsewhere, one in ten owes nothing yet.
    province.found(os.environ["DATABASE_URL"], letters * 5 // 4)
    open_stages.fn(due_today(OPENS).opening, OPENS)
    _execute(_OPENED)


def _write() -> None:
    """Note who is reminded today, write each mailbox its letter, queue them all."""
    from tasks.digests import tell_duties  # noqa: PLC0415 - after settling
    from tasks.planning import due_today  # noqa: PLC0415 - likewise
    from tasks.stages import remind_units  # noqa: PLC0415 - likewise

    remind_units.fn(due_today(REMINDS).reminding, REMINDS)
    tell_duties.fn(REMINDS)


def _carry() -> None:
    from tasks.letters import OFFICE_TIME  # noqa: PLC0415 - after settling
    from tasks.mail import carry_letters  # noqa: PLC0415 - likewise

    now = datetime(REMINDS.year, REMINDS.month, REMINDS.day, 9, tzinfo=OFFICE_TIME)

    async def carry() -> None:
        while (await carry_letters.fn(now)).sent:
            pass

    asyncio.run(carry())


def _bare(ready: Sequence[tuple[str, bytes]]) -> None:
    """Send ready bytes over as many connections, and do nothing else."""
    from tasks.postman import CONNECTIONS  # noqa: PLC0415 - after settling

    async def send(part: Sequence[tuple[str, bytes]]) -> None:
        port = int(os.environ["SMTP_PORT"])
        async with SMTP(hostname=HOST, port=port, start_tls=False) as server:
            for recipient, content in part:
                await server.sendmail("antq@mau.example", [recipient], content)

    async def all_of_them() -> None:
        parts = (ready[number::CONNECTIONS] for number in range(CONNECTIONS))
        await asyncio.gather(*map(send, parts))

    asyncio.run(all_of_them())


def _ready() -> list[tuple[str, bytes]]:
    with transaction() as session:
        rows = session.execute(_READY, {"most": BARE_AT_MOST})
        return [(recipient, bytes(content)) for recipient, content in rows]


def _count() -> tuple[int, float]:
    told = "SELECT count(*), avg(length(content)) FROM letter WHERE kind = 'digest'"
    with transaction() as session:
        count, size = session.execute(text(told)).one()
        return int(count), float(size)


def _execute(statements: str) -> None:
    with transaction() as session:
        session.execute(text(statements))


def _rate(act: Callable[[], None], letters: int) -> float:
    begun = time.perf_counter()
    act()
    return letters / (time.perf_counter() - begun)


def _table(found: Sequence[Measured]) -> Table:
    table = Table("Thư nhắc", box=MARKDOWN)
    for each in found:
        table.add_column(f"{each.letters:,}".replace(",", "."), justify="right")
    rows: dict[str, Callable[[Measured], str]] = {
        "Cỡ một thư": lambda each: f"{each.kib:.1f} KiB",
        "Viết và xếp hàng": lambda each: f"{each.letters / each.writing:.0f} thư/giây",
        "Chuyển": lambda each: f"{each.carried:.0f} thư/giây",
        "Vòng aiosmtplib trơn": lambda each: f"{each.bare:.0f} thư/giây",
        "Chuyển so với vòng trơn": lambda each: (
            f"{100 * each.carried / each.bare:.0f}%"
        ),
        "Bộ nhớ trước khi viết": lambda each: f"{each.memory[0]:.0f} MiB",
        "Bộ nhớ cao nhất khi viết": lambda each: f"{each.memory[1]:.0f} MiB",
        "Bộ nhớ cao nhất khi chuyển": lambda each: f"{each.memory[2]:.0f} MiB",
    }
    for name, told in rows.items():
        table.add_row(name, *map(told, found))
    return table


if __name__ == "__main__":
    main()
