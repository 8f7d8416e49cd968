"""The law as it is written in rules/law: what changed, and what is wrong."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from pathlib import Path

from typer import Exit

from cli.console import day, heading, line, say, show_json
from rules.changes import changes
from rules.checking.law import Checked
from rules.checking.law import check as checked
from rules.differences import Change
from rules.drafts import checked as draft
from rules.entries import ENACTED, Book, folder

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


def check(law: Path | None, *, as_json: bool) -> None:
    """Tell every fault of the law as written; leave with 1 when there is one."""
    book = book_of(law)
    found = checked(book)
    if as_json:
        show_json(found)
    elif found.problems:
        _tell(found, book)
    else:
        say(f"Không có lỗi: {found.rules} quy định trong {found.files} tệp ({book}).")
    if found.problems:
        raise Exit(1)


def book_of(law: Path | None) -> Book:
    """Return the law as enacted, or with the draft in a folder laid over it."""
    return Book(draft(law, folder(""))) if law else ENACTED


def _tell(found: Checked, book: Book) -> None:
    for file, its in groupby(sorted(found.problems), lambda problem: problem.file):
        heading(f"{book.folder_of(file)}: {file}")
        for problem in its:
            line(f"Mục “{problem.entry}”: {problem.problem}.", 2)
    heading(f"Có {len(found.problems)} lỗi; sửa rồi chạy lại lệnh này để soát tiếp.")
