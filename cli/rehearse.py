"""Live a sample's whole year: a stand-in secretary, a clock that is an argument."""

import asyncio
import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

import samples
from cli.console import table
from deployments import home, letterbox, postgres, prefect_server
from rules.errors import OutOfTurnError
from rules.text import number
from rules.timetable import calendar

if TYPE_CHECKING:
    from samples import SampleYear, Scale

DAY = timedelta(days=1)
#: The stand-in secretary acts on the day an act is due; where others must still sign
#: what comes of it, so many working days before.
WORKING_DAYS_BEFORE = {"recognise": 2, "grade": 2}
#: A rehearsal survives any process killed; after a power cut it is lived again.
HASTE = "&options=-csynchronous_commit%3Doff"


@dataclass
class Timings:
    """Seconds spent by kind of work, in the order first met."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def of(self, step: str) -> Iterator[None]:
        begun = time.perf_counter()
        try:
            yield
        finally:
            spent = time.perf_counter() - begun
            self.seconds[step] = self.seconds.get(step, 0) + spent


def rehearse(sample: str, scale: "Scale", *, again: bool = False) -> None:
    """Live the sample's year to its end; lived days are passed unless ``again``.

    The folder and the database are one: who removes the folder begins anew.
    """
    year, label = samples.YEARS[sample], samples.label(sample, scale)
    out = Path("out") / label
    console, timings = Console(), Timings()
    place = home.home()
    with ExitStack() as stack:
        console.print("Mở cơ sở dữ liệu và máy chủ Prefect, tạo tệp mẫu: mười giây…")
        server = stack.enter_context(prefect_server.starting(place))
        with timings.of("Mở cơ sở dữ liệu"):
            stack.enter_context(_database(place, label, anew=not out.exists()))
        with timings.of("Tạo tệp mẫu"):
            written = samples.write(sample, scale, out / "hop-thu-den")
        console.print(
            f"{year.title}: {number(written.workbooks)} bảng tính,"
            f" {number(written.rows)} dòng,"
            f" {number(written.households)} dòng cam kết hộ."
        )
        stack.enter_context(_letterbox(out))
        os.environ["ANTQ_OUT"] = str(out.absolute())
        with timings.of("Chờ máy chủ Prefect"):
            server.wait()
        rehearsal = Rehearsal(year, out / "hop-thu-den", timings, console)
        asyncio.run(rehearsal.live(again=again))
        with timings.of("Viết trang tổng hợp"):
            _write_page(rehearsal, out)
        _print_summary(rehearsal, out)


@contextmanager
def _database(place: Path, name: str, *, anew: bool) -> Iterator[None]:
    """Open the sample's own database, unless the operator named one."""
    from db import migrations, session  # noqa: PLC0415 - after the environment settles

    with ExitStack() as stack:
        if "DATABASE_URL" not in os.environ:
            server = stack.enter_context(postgres.running(place))
            home.choose_database(place, name)
            if anew:
                server.drop(name)
            os.environ["DATABASE_URL"] = server.url(name) + HASTE
            stack.callback(os.environ.pop, "DATABASE_URL")
        migrations.upgrade(os.environ["DATABASE_URL"])
        stack.callback(session.forget)
        yield


@contextmanager
def _letterbox(out: Path) -> Iterator[None]:
    """Keep letters as a Maildir, unless the operator named a mail server."""
    if "SMTP_HOST" in os.environ:
        yield
        return
    with letterbox.running(out / "thu") as (host, port):
        os.environ |= {"SMTP_HOST": host, "SMTP_PORT": str(port)}
        try:
            yield
        finally:
            del os.environ["SMTP_HOST"], os.environ["SMTP_PORT"]


@dataclass
class Rehearsal:
    """The year being lived: its files, its clock, and how long each step took."""

    sample: "SampleYear"
    inbox: Path
    timings: Timings
    console: Console

    @property
    def year(self) -> int:
        return self.sample.year

    async def live(self, *, again: bool) -> None:
        """Live every day from the first not lived yet, or from the first of all."""
        days = list(self._days(again=again))
        with Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.completed:.0f}/{task.total:.0f} ngày"),
            TimeElapsedColumn(),
            console=self.console,
        ) as progress:
            lived = progress.add_task(f"Sống năm {self.year}", total=len(days))
            for day in days:
                progress.update(lived, description=f"Ngày {day:%d/%m/%Y}")
                if day.day == 1 and not self.console.is_terminal:  # No bar is drawn.
                    self.console.print(f"Tháng {day.month}…")
                await self.live_day(day)
                progress.advance(lived)

    def _days(self, *, again: bool) -> Iterator[date]:
        from tasks import planning  # noqa: PLC0415 - after the environment settles

        lived = None if again else planning.lived_until(self.year)
        day = lived or date(self.year, 1, 1)
        while day.year == self.year:
            yield day
            day += DAY

    async def live_day(self, day: date) -> None:
        """Do as the office does: open the post, start the day, do one's own acts."""
        from flows import annual_cycle  # noqa: PLC0415 - likewise
        from tasks import planning  # noqa: PLC0415 - likewise

        arrived = self.inbox / day.isoformat()
        inbox = arrived if arrived.is_dir() else None
        if not planning.has_started(self.year) and planning.is_organised():
            await annual_cycle.start_year(self.year, day)
        if (
            inbox
            or planning.due_today(day)
            or planning.decisions_wait(day)
            or planning.duty_letters_wait(day)
        ):
            with self.timings.of("Việc trong ngày"):
                await annual_cycle.run_day(day, inbox)
        elif planning.letters_wait():  # A day cut short: its letters leave first.
            await self._send_letters(day)
        await self._act(day, planning)
        if planning.letters_wait():
            await self._send_letters(day)

    async def _send_letters(self, day: date) -> None:
        from flows import post_office  # noqa: PLC0415 - likewise

        with self.timings.of("Gửi thư"):
            await post_office.send_letters(day)

    async def _act(self, day: date, planning: ModuleType) -> None:
        """Do the secretariat's own acts, in good time before each is due."""
        from cli.acts import ACTS  # noqa: PLC0415 - imports the flows

        if not calendar().is_working_day(day):
            return
        for act in planning.acts_open(self.year, day):
            left = calendar().working_days_left(day, act.due)
            if left > WORKING_DAYS_BEFORE.get(act.act, 0):
                continue
            with self.timings.of(act.title):
                try:
                    await ACTS[act.act](self.year, act.period, day)
                except OutOfTurnError as problem:
                    # The papers it waits for may come tomorrow.
                    self.console.print(f"{day:%d/%m/%Y}: {problem}", style="yellow")


def _write_page(rehearsal: Rehearsal, out: Path) -> None:
    from tasks import page  # noqa: PLC0415 - after the environment settles

    seconds: Mapping[str, float] = rehearsal.timings.seconds
    html = page.index_page(rehearsal.year, rehearsal.sample.province, out, seconds)
    (out / "index.html").write_text(html, "utf-8")


def _print_summary(rehearsal: Rehearsal, out: Path) -> None:
    from tasks import page  # noqa: PLC0415 - likewise

    summary = page.summary(rehearsal.year)
    for section, lines in summary.sections.items():
        rows = [(line.label, *line.values, line.unit) for line in lines]
        table(section, ("Chỉ tiêu", *summary.periods, "Đơn vị tính"), rows)
    total = sum(rehearsal.timings.seconds.values())
    for step, seconds in rehearsal.timings.seconds.items():
        rehearsal.console.print(f"  {_tenths(seconds)} giây  {step}", style="dim")
    rehearsal.console.print(f"  {_tenths(total)} giây  tất cả", style="dim")
    rehearsal.console.print(
        f"Xem {out / 'index.html'}; mở trang Prefect: {sys.argv[0]} up"
    )


def _tenths(seconds: float) -> str:
    return f"{seconds:6.1f}".replace(".", ",")
