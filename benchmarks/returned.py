"""How fast filled-in workbooks are read, checked and recorded, against bare reading.

``.venv/bin/python benchmarks/returned.py [--workbooks 1000] [--rounds 3]``
"""

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))  # From wherever it is called.

from rich.box import MARKDOWN
from rich.console import Console
from rich.table import Table

from benchmarks import forms as writing
from benchmarks import ground
from rules.fields import Field, FieldType
from rules.forms import YES, by_sheet
from rules.raw_sheets import letter
from rules.text import label as folded
from rules.text import number
from tests.filling import fill

#: What is written where a form asks for it.
_VALUES = {
    FieldType.DATE: date(writing.YEAR, 11, 10),
    FieldType.YES_NO: YES,
    FieldType.YES_NO_NA: YES,
    FieldType.TEXT: "01/KH",
}


@dataclass(frozen=True)
class Measured:
    """Workbooks per second: read bare, tried, taken in."""

    workbooks: int
    rates: dict[str, float]


def main() -> None:
    asked = writing.arguments("Đo việc nhận lại biểu đã điền.")
    found = measure(asked.workbooks, asked.rounds)
    Console(width=110).print(
        f"\n{number(found.workbooks)} biểu; trung vị của {asked.rounds} vòng (nhận"
        f" thật: một lần), {os.cpu_count()} nhân\n",
        _table(found.rates),
    )


def measure(workbooks: int, rounds: int) -> Measured:
    with writing.office(workbooks) as folder:
        writing.ours(folder)
        books = sorted(folder.iterdir())
        for path in books:
            fill(path, dict(_answers(path)))
        seconds: dict[str, list[float]] = {"calamine": [], "tried": [], "taken": []}
        for _ in range(rounds):
            seconds["calamine"].append(ground.seconds(partial(_bare, books)))
            seconds["tried"].append(ground.seconds(partial(_try, folder)))
        seconds["taken"].append(ground.seconds(partial(_take_in, folder)))
    rates = {way: len(books) / median(each) for way, each in seconds.items()}
    return Measured(len(books), rates)


def _answers(path: Path) -> Iterator[tuple[str, dict[str, object]]]:
    """Answer what is required in the first row of each form and not there yet."""
    for name, (labels, *rows) in writing.cells(path).items():
        if not (form := by_sheet().get(name)):
            continue
        row = [*rows[0], *[""] * len(labels)]
        yield (
            name,
            {
                f"{letter(index)}2": _value(form.by_label[folded(str(label))])
                for index, label in enumerate(labels)
                if form.by_label[folded(str(label))].required and row[index] == ""
            },
        )


def _value(asked: Field) -> object:
    if asked.choices:
        return asked.choices[0]
    return _VALUES.get(asked.type, asked.min or 0)


def _bare(books: Sequence[Path]) -> None:
    for path in books:
        writing.cells(path)


def _try(folder: Path) -> None:
    from tasks.intake import try_files  # noqa: PLC0415 - after settling

    tried = try_files(folder, writing.TODAY).taken
    assert tried.rows, tried.problems  # noqa: S101 - else nothing was measured


def _take_in(folder: Path) -> None:
    from tasks.intake import take_in_files  # noqa: PLC0415 - after settling

    take_in_files.fn(folder, writing.TODAY)


def _table(rates: dict[str, float]) -> Table:
    table = Table("Cách đọc", box=MARKDOWN)
    for name in ("biểu/giây", "so với calamine trơn"):
        table.add_column(name, justify="right")
    names: dict[str, str] = {
        "calamine": "calamine trơn, một tiến trình",
        "tried": "thử nhận: đọc, kiểm, ghi rồi bỏ",
        "taken": "nhận: đọc, kiểm, ghi",
    }
    for way, rate in rates.items():
        share = f"{100 * rate / rates['calamine']:.0f}%"
        table.add_row(names[way], f"{rate:.0f}", share)
    return table


if __name__ == "__main__":
    main()
