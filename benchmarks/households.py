r"""How fast households are taken in, against a bare ``\copy`` of the clean rows.

``.venv/bin/python benchmarks/households.py [--rows 332093 5000000] [--rounds 3]``
"""

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))  # From wherever it is called.

import psycopg
from rich.box import MARKDOWN
from rich.console import Console
from rich.table import Table

from benchmarks import ground
from benchmarks.ground import figure
from db import migrations, pledges
from db.pledge_copies import BLOCK, PledgeFile, Step
from db.session import transaction
from deployments.postgres_cluster import OWNER
from rules.text import number

DATABASE = "households"
TODAY = date(2021, 12, 31)
#: As many as an area of Bình Thuận has; the nation has 90.000 areas.
TO_AN_AREA, MOST_AREAS = 482, 90_000
STEPS = ("Đọc", "Kiểm tra", "Ghi", "Ghi dòng sai")

_PROVINCE = """
    INSERT INTO unit (code, name, kind, tier, valid_from, special_area)
    SELECT 'X' || n, 'Khu ' || n, 'residential_area', 'commune', '2020-01-01', false
    FROM generate_series(0, {areas} - 1) n;
    INSERT INTO document (digest, name, received_on) VALUES ('a', 'a', '2021-12-31');
    ANALYZE unit
"""
#: One row in 240 is wrong, in one of seven ways.
_ROWS = """
    COPY (
        SELECT CASE wrong WHEN 1 THEN NULL WHEN 2 THEN 'X0-00000001'
                ELSE area || '-' || lpad(n::text, 8, '0') END AS ma_ho,
            CASE WHEN wrong = 3 THEN NULL ELSE
                ('{{Nguyễn,Trần,Lê,Phạm,Huỳnh,Võ,Đặng,Bùi}}'::text[])[1 + n % 8]
                || ('{{" Văn "," Thị "," Hữu "," Ngọc "}}'::text[])[1 + n / 8 % 4]
                || ('{{Ân,Bình,Cường,Dũng,Hạnh,Lộc,Mỹ}}'::text[])[1 + n / 32 % 7]
                END AS chu_ho,
            CASE WHEN wrong = 4 THEN 'Y0' ELSE area END AS ma_khu_dan_cu,
            CASE WHEN wrong = 5 THEN 'có' ELSE (n % 20 > 0)::int::text END
                AS dang_cu_tru,
            CASE wrong WHEN 6 THEN 'hôm qua' WHEN 7 THEN '2020-01-01'
                ELSE CASE WHEN n % 10 > 0 THEN (date '2021-01-04' + n % 90)::text END
                END AS ngay_cam_ket
        FROM generate_series(1, {rows}) n,
            LATERAL (SELECT 'X' || n::bigint * {areas} / ({rows} + 1) AS area,
                CASE WHEN n % 240 = 7 THEN 1 + n / 240 % 7 END AS wrong) told
    ) TO STDOUT (FORMAT csv, HEADER)
"""


@dataclass(frozen=True)
class Run:
    """One intake: what it took, in which steps, and the memory of who asked."""

    seconds: float
    steps: dict[str, float]
    stored: int
    refused: int
    memory: float


@dataclass
class Measured:
    rows: int
    runs: list[Run] = field(default_factory=list)
    dry: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)

    @property
    def spent(self) -> float:
        return median(run.seconds for run in self.runs)

    @property
    def ratio(self) -> float:
        """Our speed by that of the bare copy."""
        return median(self.bare) / self.spent

    @property
    def memory(self) -> float:
        return max(run.memory for run in self.runs)


@dataclass(frozen=True)
class Bench:
    """An empty database with the areas, and the rows to be stored."""

    sockets: Path
    folder: Path

    @property
    def told(self) -> Path:
        return self.folder / "told.csv"

    @property
    def clean(self) -> Path:
        return self.folder / "clean.csv"

    def connect(self) -> psycopg.Connection:
        where, name = str(self.sockets), DATABASE
        return psycopg.connect(host=where, user=OWNER, dbname=name, autocommit=True)

    def export(self, command: str, target: Path) -> None:
        with (
            self.connect() as connection,
            target.open("wb") as file,
            connection.cursor().copy(command) as copy,
        ):
            file.writelines(copy)

    def copy(self) -> None:
        command = "COPY household FROM STDIN (FORMAT csv)"
        with (
            self.connect() as connection,
            self.clean.open("rb") as source,
            connection.cursor().copy(command) as copy,
        ):
            while block := source.read(BLOCK):
                copy.write(block)

    def empty(self) -> None:
        with self.connect() as connection:
            connection.execute("TRUNCATE household, intake_issue")
            connection.execute("CHECKPOINT")


def main() -> None:
    asked = _arguments()
    found = [measure(rows, asked.rounds) for rows in asked.rows]
    Console(width=110).print(
        f"\nTrung vị của {asked.rounds} vòng, {os.cpu_count()} nhân\n", _table(found)
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Đo tốc độ nhận danh sách hộ.")
    parser.add_argument("--rows", type=int, nargs="+", default=[332_093])
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


def measure(rows: int, rounds: int) -> Measured:
    measured = Measured(rows)
    with _bench(rows) as bench:
        take_in(bench.told)  # Once to warm up, and for the clean rows.
        bench.export("COPY household TO STDOUT (FORMAT csv)", bench.clean)
        for _ in range(rounds):
            bench.empty()
            measured.bare.append(ground.seconds(bench.copy))
            bench.empty()
            measured.runs.append(ground.apart(take_in, bench.told))
            bench.empty()
            measured.dry.append(ground.apart(_try, bench.told).seconds)
    return measured


@contextmanager
def _bench(rows: int) -> Iterator[Bench]:
    with ground.office(DATABASE) as (folder, server):
        migrations.upgrade(os.environ["DATABASE_URL"])
        bench = Bench(server.cluster.sockets, folder)
        size = {"rows": rows, "areas": min(MOST_AREAS, rows // TO_AN_AREA + 1)}
        with bench.connect() as connection:
            connection.execute(_PROVINCE.format(**size).encode())
        bench.export(_ROWS.format(**size), bench.told)
        yield bench


def take_in(told: Path, *, dry: bool = False) -> Run:
    """Take the rows in; a dry run takes it all back."""
    spent: Counter[str] = Counter()
    begun = at = time.perf_counter()
    step = STEPS[0]

    def watch(each: Step) -> None:
        nonlocal at, step
        now = time.perf_counter()
        spent[step] += now - at
        at, step = now, each.name

    with transaction() as session:
        taken = pledges.take_in(session, [PledgeFile(told, 1)], TODAY, watch)
        if dry:
            session.rollback()
    spent[step] += time.perf_counter() - at
    memory = ground.peak()
    seconds = time.perf_counter() - begun
    return Run(seconds, dict(spent), taken.rows, taken.refused, memory)


def _try(told: Path) -> Run:
    return take_in(told, dry=True)


def _table(found: list[Measured]) -> Table:
    table = Table("Dòng trong tệp", box=MARKDOWN)
    for each in found:
        table.add_column(number(each.rows), justify="right")
    rows: dict[str, Callable[[Measured], str]] = {
        "Hộ được ghi": lambda each: number(each.runs[0].stored),
        "Dòng sai được báo": lambda each: number(each.runs[0].refused),
        "Nhận, giây": lambda each: figure(each.spent),
        **{
            f"- {name}": lambda each, name=name: figure(_of_step(each, name))
            for name in STEPS
        },
        "Nhận thử rồi bỏ, giây": lambda each: figure(median(each.dry)),
        "\\copy hàng đã sạch, giây": lambda each: figure(median(each.bare)),
        "So với \\copy": lambda each: f"{100 * each.ratio:.0f}%",
        "Hộ/giây": lambda each: number(round(each.runs[0].stored / each.spent)),
        "Bộ nhớ cao nhất, MiB": lambda each: f"{each.memory:.0f}",
    }
    for name, told in rows.items():
        table.add_row(name, *map(told, found))
    return table


def _of_step(measured: Measured, name: str) -> float:
    return median(run.steps[name] for run in measured.runs)


if __name__ == "__main__":
    main()
