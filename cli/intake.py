"""Try what units sent, and see what it would change; then take it in."""

import asyncio
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from cli import clock, services
from cli.console import heading, line, say, show_json
from cli.progress import progress_of_intake
from rules.errors import UnreadableFileError
from rules.text import number
from tasks.changes import Change

if TYPE_CHECKING:
    from tasks.intake import Intake, Trial

#: So many rows of a file are shown one by one.
ROWS_SHOWN = 30
TRIED = "Chưa ghi gì. Đúng thì chạy lại lệnh này, thêm --commit."


def intake(
    paths: Sequence[Path], on: date | None, *, commit: bool, again: bool, as_json: bool
) -> None:
    for path in paths:
        if not path.exists():
            raise UnreadableFileError(f"Không thấy tệp hoặc thư mục “{path}”.")
    asked = [path.absolute() for path in paths]
    today = on or clock.today()
    if commit:
        _take_in(asked, today, again=again, as_json=as_json)
    else:
        _try(asked, today, again=again, as_json=as_json)


def _take_in(paths: list[Path], today: date, *, again: bool, as_json: bool) -> None:
    with progress_of_intake(), services.prefect():
        from flows.intake import take_in  # noqa: PLC0415 - slow, and after the settings

        taken = asyncio.run(take_in(paths, again, today))
    if as_json:
        show_json(taken)
    elif taken.files:
        _tell(taken, "Đã nhận")
        _tell_problems(taken)
    else:
        _tell_none(taken)


def _try(paths: list[Path], today: date, *, again: bool, as_json: bool) -> None:
    from tasks.intake import try_files  # noqa: PLC0415 - imports Prefect

    with progress_of_intake(), services.database():
        tried = try_files(paths, today, again=again)
    if as_json:
        show_json(tried)
    elif tried.taken.files:
        _tell_changes(tried)
        _tell(tried.taken, "Nếu nhận")
        _tell_problems(tried.taken)
        say(TRIED)
    else:
        _tell_none(tried.taken)


def _tell(taken: "Intake", when: str) -> None:
    counted = (
        (taken.bodies, "dòng về đơn vị, đầu mối"),
        (taken.rows, "dòng mới hoặc thay đổi"),
        (taken.households, "hộ gia đình mới hoặc thay đổi"),
    )
    told = [f"{number(rows)} {what}" for rows, what in counted if rows]
    say(
        f"{when} {number(taken.files)} tệp:"
        f" {', '.join(told) or 'không dòng nào thay đổi'};"
        f" {number(taken.issues)} chỗ cần sửa."
    )
    if taken.passed:
        say(f"{number(taken.passed)} tệp đã nhận từ trước, bỏ qua.")


def _tell_none(taken: "Intake") -> None:
    if taken.passed:
        say(
            "Không có tệp mới: các tệp này đã nhận từ trước."
            " Cần nhận lại thì thêm --again."
        )
    else:
        say("Không có tệp bảng tính hoặc CSV nào.")
    _tell_unread(taken)


def _tell_unread(taken: "Intake") -> None:
    for sentence in taken.unread:
        line(sentence, 0, "yellow")


def _tell_problems(taken: "Intake") -> None:
    for problem in taken.problems:
        line(f"- {problem}", 0, "yellow")
    if unshown := taken.issues - len(taken.problems):
        say(f"… và {number(unshown)} chỗ nữa; thư mời sửa gửi đơn vị kể đủ.")
    if taken.warnings:
        say(f"Đề nghị kiểm tra lại {taken.warnings} chỗ:")
    for doubt in taken.doubts:
        line(f"- {doubt}", 0, "yellow")
    if unshown := taken.warnings - len(taken.doubts):
        say(f"… và {number(unshown)} chỗ nữa; thư gửi đơn vị kể đủ.")
    _tell_unread(taken)


def _tell_changes(tried: "Trial") -> None:
    """Show each row beside what is recorded, file by file."""
    for file, group in groupby(tried.changes, lambda each: each.file):
        rows = list(group)
        heading(file)
        for each in rows[:ROWS_SHOWN]:
            line(_sentence(each), 2)
        if (unshown := len(rows) - ROWS_SHOWN) > 0:
            line(f"… và {number(unshown)} dòng nữa", 2)
    say("")


def _sentence(change: Change) -> str:
    sign, what = ("+", "mới") if change.is_new else ("~", "thay đổi")
    fields = "; ".join(change.fields)
    return f"{sign} {change.unit}, {change.place}: {what}. {fields}"
