"""How long a sample's year takes, how much memory, and how many runs of Prefect.

``.venv/bin/python benchmarks/year.py [--sample NAME] [--scale small|full]``
"""

import argparse
import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import memory
import runs
from rich.box import MARKDOWN
from rich.console import Console
from rich.table import Table

from samples import YEARS

SECONDS_ALLOWED = 120
BYTES_ALLOWED = 3 << 29  # 1.5 GiB
MIB = 1 << 20
#: A step's line in the summary of a rehearsal.
STEP = re.compile(r"^\s*([\d,]+) giây  (.+?)\s*$", re.MULTILINE)
ALL = "tất cả"
#: What the operator set must not steer the measurement.
THEIRS = ("ANTQ_", "DATABASE_URL", "MAIL_FROM", "PREFECT_", "SMTP_")


@dataclass(frozen=True)
class Lived:
    """One year lived from nothing."""

    scale: str
    wall: float
    peak: memory.Peak
    steps: Mapping[str, float]
    runs: runs.Runs


def main() -> None:
    asked = _arguments()
    years = [_live(asked.sample, scale) for scale in asked.scale]
    console = Console(width=110)
    console.print(f"\n{YEARS[asked.sample].title}, {os.cpu_count()} nhân\n")
    for draw in (_limits, _memory, _runs, _tasks, _steps):
        console.print(draw(years))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Đo một năm mẫu.")
    parser.add_argument("--sample", choices=YEARS, default="binh-thuan-2021")
    parser.add_argument("--scale", nargs="+", default=["small", "full"])
    return parser.parse_args()


def _live(sample: str, scale: str) -> Lived:
    """Live the year in a process of its own, in folders that were empty."""
    with TemporaryDirectory(prefix="antq-bench-") as name:
        folder, log = Path(name), Path(name, "log")
        folder.chmod(0o711)  # The database's OS user must pass through.
        begun = time.perf_counter()
        with log.open("wb") as output:
            process = _start(folder, [sample, "--scale", scale], output.fileno())
            with memory.watched(process.pid, folder) as peak:
                code = process.wait()
                wall = time.perf_counter() - begun
        said = log.read_text("utf-8")
        if code:
            sys.exit(f"Năm mẫu dừng giữa chừng, mã {code}:\n{said}")
        made = runs.of_year(folder / "home" / "prefect" / "prefect.db")
        return Lived(scale, wall, peak, _steps_of(said), made)


def _start(
    folder: Path, arguments: Sequence[str], output: int
) -> subprocess.Popen[bytes]:
    antq = Path(sys.executable).with_name("antq")
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(THEIRS)
    }
    return subprocess.Popen(  # noqa: S603 - our own command
        [antq, "rehearse", *arguments],
        cwd=folder,
        env=kept | {"ANTQ_HOME": str(folder / "home"), "COLUMNS": "200"},
        stdout=output,
        stderr=subprocess.STDOUT,
    )


def _steps_of(said: str) -> dict[str, float]:
    told = {step: seconds for seconds, step in STEP.findall(said) if step != ALL}
    return {step: float(seconds.replace(",", ".")) for step, seconds in told.items()}


def _table(title: str, years: Sequence[Lived], *more: str) -> Table:
    table = Table(title, box=MARKDOWN)
    for column in (*(each.scale for each in years), *more):
        table.add_column(column, justify="right")
    return table


def _limits(years: Sequence[Lived]) -> Table:
    table = _table("Cả năm", years, "giới hạn")
    walls = [f"{each.wall:.1f} giây" for each in years]
    peaks = [f"{each.peak.total / MIB:.0f} MiB" for each in years]
    table.add_row("Thời gian, kể cả mở và tắt", *walls, f"{SECONDS_ALLOWED} giây")
    table.add_row("Bộ nhớ cao nhất", *peaks, f"{BYTES_ALLOWED / MIB:.0f} MiB")
    return table


def _memory(years: Sequence[Lived]) -> Table:
    table = _table("Bộ nhớ lúc cao nhất, MiB", years)
    for program in sorted({name for each in years for name in each.peak.programs}):
        used = [f"{each.peak.programs[program] / MIB:.0f}" for each in years]
        table.add_row(program, *used)
    return table


def _runs(years: Sequence[Lived]) -> Table:
    table = _table("Lượt chạy của Prefect", years)
    made = [each.runs for each in years]
    table.add_row("Ngày có việc", *(f"{each.days}" for each in made))
    for name, of_day in (
        ("Lượt flow", [each.flows for each in made]),
        ("Lượt task", [each.tasks for each in made]),
    ):
        table.add_row(f"{name} cả năm", *(f"{each.total()}" for each in of_day))
        means = [f"{each.total() / len(each):.2f}" for each in of_day]
        table.add_row(f"{name} một ngày, trung bình", *means)
        table.add_row(
            f"{name} một ngày, nhiều nhất",
            *(f"{max(each.values())}" for each in of_day),
        )
    return table


def _tasks(years: Sequence[Lived]) -> Table:
    table = _table("Lượt task theo loại", years)
    for name in sorted({name for each in years for name in each.runs.by_task}):
        table.add_row(name, *(f"{each.runs.by_task[name]}" for each in years))
    return table


def _steps(years: Sequence[Lived]) -> Table:
    table = _table("Giây theo việc", years)
    for step in dict.fromkeys(step for each in years for step in each.steps):
        table.add_row(step, *(f"{each.steps.get(step, 0):.1f}" for each in years))
    return table


if __name__ == "__main__":
    main()
