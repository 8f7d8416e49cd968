"""How fast unit workbooks are written, against a bare loop of the same cells.

``.venv/bin/python benchmarks/forms.py [--workbooks 1000] [--rounds 3]``
"""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))  # From wherever it is called.

from python_calamine import CalamineWorkbook
from rich.box import MARKDOWN
from rich.console import Console
from rich.table import Table
from xlsxwriter import Workbook

from benchmarks import ground
from benchmarks.killing import province
from rules.text import number

DATABASE = "forms"
YEAR, TODAY = province.YEAR, date(province.YEAR, 11, 16)
#: What a unit owes by then, on average: a little less than there is.
DUTIES = 3

#: The values of a workbook, by sheet.
Book = dict[str, list[list[object]]]


@dataclass(frozen=True)
class Measured:
    """Workbooks per second, ours and bare; KiB a workbook; the most MiB in use."""

    workbooks: int
    rates: dict[str, float]
    kib: float
    memory: float


def main() -> None:
    asked = arguments("Đo việc ghi biểu cho đơn vị.")
    found = measure(asked.workbooks, asked.rounds)
    Console(width=110).print(
        f"\n{number(found.workbooks)} biểu, mỗi biểu {ground.figure(found.kib)} KiB;"
        f" trung vị của {asked.rounds} vòng, {os.cpu_count()} nhân; bộ nhớ cao nhất"
        f" {found.memory:.0f} MiB\n",
        _table(found.rates),
    )


def measure(workbooks: int, rounds: int) -> Measured:
    with office(workbooks) as folder:
        seconds: dict[str, list[float]] = {"ours": [], "bare": []}
        for _ in range(rounds):
            seconds["ours"].append(ground.seconds(partial(ours, folder)))
            memory = ground.peak()
            books = [cells(path) for path in sorted(folder.iterdir())]
            seconds["bare"].append(ground.seconds(partial(_bare, books)))
        kib = sum(path.stat().st_size for path in folder.iterdir()) / len(books) / 1024
    rates = {way: len(books) / median(each) for way, each in seconds.items()}
    return Measured(len(books), rates, kib, memory)


def arguments(what: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=what)
    parser.add_argument("--workbooks", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


@contextmanager
def office(workbooks: int) -> Iterator[Path]:
    """Have a province in which about so many workbooks are due in autumn."""
    with ground.office(DATABASE) as (folder, _):
        province.found(os.environ["DATABASE_URL"], workbooks // DUTIES)
        _open()
        yield folder / "bieu"


def _open() -> None:
    from tasks.planning import due_today  # noqa: PLC0415 - after settling
    from tasks.stages import open_stages  # noqa: PLC0415 - likewise

    open_stages.fn(due_today(TODAY).opening, TODAY)


def ours(folder: Path) -> None:
    """Ask the database what is owed, and write a workbook for each duty."""
    from tasks.forms import write_forms  # noqa: PLC0415 - after settling

    write_forms(folder, YEAR, None, (), TODAY)


def cells(path: Path) -> Book:
    with CalamineWorkbook.from_path(path) as book:
        return {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names
        }


def _bare(books: Sequence[Book]) -> None:
    """Write the same values and nothing else: no look, no list, no check, no lock."""
    for sheets in books:
        with Workbook(BytesIO(), {"in_memory": True}) as book:
            for name, rows in sheets.items():
                sheet = book.add_worksheet(name)
                for number, row in enumerate(rows):
                    sheet.write_row(number, 0, row)


def _table(rates: dict[str, float]) -> Table:
    table = Table("Cách ghi", box=MARKDOWN)
    for name in ("biểu/giây", "so với vòng trơn"):
        table.add_column(name, justify="right")
    names = {"ours": "antq forms", "bare": "vòng xlsxwriter trơn, cùng giá trị"}
    for way, rate in rates.items():
        table.add_row(names[way], f"{rate:.0f}", f"{100 * rate / rates['bare']:.0f}%")
    return table


if __name__ == "__main__":
    main()
