"""How fast pledges are checked and stored, against a bare COPY of the same rows.

``.venv/bin/python benchmarks/pledges.py [--sample NAME] [--scale small|full]``
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))  # From wherever it is called.

import psycopg
from rich.box import MARKDOWN
from rich.console import Console
from rich.table import Table

import samples
from benchmarks import ground
from db import documents, migrations, pledges
from db.pledge_copies import BLOCK, PledgeFile
from db.session import transaction
from deployments.postgres import Server
from deployments.postgres_cluster import OWNER
from samples import Scale
from samples.writing import DAY_FOLDERS

DATABASE = "pledges"
TAKE_IN, COPY, PSQL = "take_in", "COPY", "\\copy"


@dataclass(frozen=True)
class Bench:
    """An empty database with the organisation, and the pledges to be stored."""

    server: Server
    files: Sequence[PledgeFile]
    last_day: date
    #: The rows as the engine stores them, for those who only copy.
    clean: Path

    def connect(self) -> psycopg.Connection:
        sockets = str(self.server.cluster.sockets)
        return psycopg.connect(host=sockets, user=OWNER, dbname=DATABASE)

    def take_in(self) -> None:
        with transaction() as session:
            pledges.take_in(session, self.files, self.last_day)

    def copy(self) -> None:
        command = "COPY household FROM STDIN (FORMAT csv)"
        with (
            self.connect() as connection,
            self.clean.open("rb") as source,
            connection.cursor().copy(command) as copy,
        ):
            while block := source.read(BLOCK):
                copy.write(block)

    def psql(self) -> None:
        cluster = self.server.cluster
        where = ["-h", str(cluster.sockets), "-U", OWNER, "-d", DATABASE]
        command = f"\\copy household FROM '{self.clean}' (FORMAT csv)"
        subprocess.run(  # noqa: S603 - the program that came with the server
            [cluster.bin / "psql", *where, "-q", "-c", command], check=True
        )

    def count(self) -> int:
        with self.connect() as connection:
            found = connection.execute("SELECT count(*) FROM household").fetchone()
        return int(found[0]) if found else 0

    def export(self) -> None:
        command = "COPY household TO STDOUT (FORMAT csv)"
        with (
            self.connect() as connection,
            self.clean.open("wb") as target,
            connection.cursor().copy(command) as copy,
        ):
            target.writelines(copy)

    def empty(self) -> None:
        with self.connect() as connection:
            connection.execute("TRUNCATE household")
        with self.connect() as connection:
            connection.autocommit = True
            connection.execute("CHECKPOINT")


def main() -> None:
    asked = _arguments()
    with ExitStack() as stack:
        bench = _prepare(stack, asked.sample, Scale(asked.scale))
        bench.take_in()  # Once to warm up, and for the clean rows.
        bench.export()
        lines = sum(_lines(each.path) for each in bench.files)
        rows, ways = bench.count(), _ways(bench)
        seconds: dict[str, list[float]] = {way: [] for way in ways}
        for _ in range(asked.rounds):
            for way, store in ways.items():
                bench.empty()
                seconds[way].append(ground.seconds(store))
    Console(width=110).print(
        f"\n{lines} dòng trong {len(bench.files)} tệp, {rows} hộ được ghi;"
        f" trung vị của {asked.rounds} vòng, {os.cpu_count()} nhân\n",
        _table(rows, {way: median(spent) for way, spent in seconds.items()}),
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Đo tốc độ nhận cam kết.")
    parser.add_argument("--sample", choices=samples.YEARS, default="binh-thuan-2021")
    parser.add_argument("--scale", choices=list(Scale), default=Scale.FULL)
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


def _prepare(stack: ExitStack, sample: str, scale: Scale) -> Bench:
    folder, server = stack.enter_context(ground.office(DATABASE))
    inbox, year = folder / "inbox", samples.YEARS[sample].year
    samples.write(sample, scale, inbox)
    migrations.upgrade(os.environ["DATABASE_URL"])
    _organise(inbox)
    last_day = date(year, 12, 31)
    files = _registered(sorted(inbox.rglob("*.csv")), last_day)
    return Bench(server, files, last_day, folder / "clean.csv")


def _organise(inbox: Path) -> None:
    """Take in the sample's first day: the organisation."""
    from tasks.intake import take_in_files  # noqa: PLC0415 - after settling

    first = min(inbox.glob(DAY_FOLDERS))
    take_in_files.fn(first, date.fromisoformat(first.name))


def _registered(paths: Sequence[Path], day: date) -> list[PledgeFile]:
    with transaction() as session:
        named = [(str(path), path.name) for path in paths]
        ids = documents.register(session, named, day)
    return [PledgeFile(path, ids[str(path)]) for path in paths]


def _ways(bench: Bench) -> dict[str, Callable[[], None]]:
    ways = {TAKE_IN: bench.take_in, COPY: bench.copy}
    if (bench.server.cluster.bin / "psql").exists():
        ways[PSQL] = bench.psql
    return ways


def _lines(path: Path) -> int:
    return max(0, path.read_bytes().count(b"\n") - 1)


def _table(rows: int, seconds: dict[str, float]) -> Table:
    table, bare = Table("Cách nạp", box=MARKDOWN), [COPY, PSQL]
    compared = [way for way in bare if way in seconds]
    for column in ("giây", "hộ/giây", *(f"so với {way}" for way in compared)):
        table.add_column(column, justify="right")
    for way, spent in seconds.items():
        shares = [f"{100 * seconds[other] / spent:.0f}%" for other in compared]
        table.add_row(way, f"{spent:.2f}", f"{rows / spent:,.0f}", *shares)
    return table


if __name__ == "__main__":
    main()
