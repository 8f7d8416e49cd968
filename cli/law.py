"""The law as it is written in rules/law: what changed between two days."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from cli.console import day, heading, line, say, show_json
from rules.changes import Change, changes

NOTHING = "(không có)"


def diff(first: date, second: date, *, as_json: bool) -> None:
    found = changes(first, second)
    if as_json:
        show_json(found)
        return
    if not found:
        say(f"Ngày {day(first)} và ngày {day(second)} áp dụng như nhau.")
        return
    show_changes(found, f"ngày {day(first)} so với ngày {day(second)}")


def show_changes(found: Sequence[Change], compared: str) -> None:
    for whom, its in groupby(found, lambda change: change.whom):
        heading(f"{whom}: {compared}")
        for criterion, parts in groupby(its, lambda change: change.criterion):
            line(criterion, 2, "bold")
            for part in parts:
                line(_said(part), 5)


def _said(change: Change) -> str:
    return f"{change.part}: {change.before or NOTHING} → {change.after or NOTHING}"
