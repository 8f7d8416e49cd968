"""Every bound of the intake in one table: households, workbooks out, workbooks in.

``.venv/bin/python benchmarks/intake.py [--rounds 3]``
"""

import argparse
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))  # From wherever it is called.

from rich.box import MARKDOWN
from rich.console import Console
from rich.table import Table

from benchmarks import forms, ground, households, returned
from rules.text import number

PROVINCE, LARGE, WORKBOOKS = 332_093, 5_000_000, 1_000
#: The lowest share of the bare copy's speed, and by how much it may fall at size.
LEAST, FALL = 0.9, 0.1
#: MiB of whoever takes in, at any size.
MEMORY = 200
#: A trial does the same work, then takes it back: what it may take longer.
NO_MORE = 1.1


@dataclass(frozen=True)
class Line:
    """One bound: what it is about, what is asked, what was measured."""

    about: str
    bound: str
    found: str
    holds: bool | None = None


def main() -> None:
    parser = argparse.ArgumentParser(description="Đo mọi giới hạn của việc nhận tệp.")
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    table = Table("Đo", "Giới hạn", "Được", "Đạt", box=MARKDOWN)
    for each in [*_of_households(rounds), *_of_workbooks(rounds)]:
        holds = {True: "đạt", False: "không đạt", None: ""}[each.holds]
        table.add_row(each.about, each.bound, each.found, holds)
    Console(width=140).print(
        f"\nTrung vị của {rounds} vòng ({number(LARGE)} hộ: một vòng),"
        f" {os.cpu_count()} nhân\n",
        table,
    )


def _of_households(rounds: int) -> Iterator[Line]:
    province = ground.apart(households.measure, PROVINCE, rounds)
    large = ground.apart(households.measure, LARGE, 1)
    copy = "so với \\copy hàng đã sạch"
    yield Line(
        f"{number(PROVINCE)} hộ, {copy}",
        f"từ {LEAST:.0%}",
        f"{province.ratio:.0%}",
        province.ratio >= LEAST,
    )
    yield Line(
        f"{number(LARGE)} hộ, {copy}",
        f"không kém dòng trên quá {FALL:.0%}",
        f"{large.ratio:.0%}",
        large.ratio >= province.ratio - FALL,
    )
    for each in (province, large):
        told, dry = number(each.rows), median(each.dry)
        yield Line(
            f"{told} hộ, bộ nhớ",
            f"đến {MEMORY} MiB",
            f"{each.memory:.0f} MiB",
            each.memory <= MEMORY,
        )
        yield Line(
            f"{told} hộ, nhận thử so với nhận thật",
            f"đến {NO_MORE:.0%}",
            f"{dry / each.spent:.0%}",
            dry <= each.spent * NO_MORE,
        )


def _of_workbooks(rounds: int) -> Iterator[Line]:
    out = ground.apart(forms.measure, WORKBOOKS, rounds)
    back = ground.apart(returned.measure, WORKBOOKS, rounds)
    yield Line(
        f"{number(out.workbooks)} biểu ghi ra, so với vòng xlsxwriter trơn",
        "báo số",
        _rate(out.rates["ours"], out.rates["bare"]),
    )
    yield Line(
        f"{number(back.workbooks)} biểu nhận lại, so với calamine trơn",
        "báo số",
        _rate(back.rates["taken"], back.rates["calamine"]),
    )
    tried, taken = back.rates["tried"], back.rates["taken"]
    yield Line(
        f"{number(back.workbooks)} biểu, nhận thử so với nhận thật",
        f"đến {NO_MORE:.0%}",
        f"{taken / tried:.0%}",
        taken <= tried * NO_MORE,
    )


def _rate(ours: float, bare: float) -> str:
    return f"{ours:.0f} biểu/giây, {ours / bare:.0%}"


if __name__ == "__main__":
    main()
