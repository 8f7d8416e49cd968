"""Ask the reader process for the cells of workbooks."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rules import identity
from rules.forms import Cell
from rules.legacy_cells import to_unicode
from rules.text import keepable
from tasks.workbook_safety import Refusal

READER = ["-m", "tasks.workbook_reader"]
_SAVE = "mở bằng Excel, chọn Lưu thành (Save As) dạng .xlsx rồi gửi lại"
_REFUSALS = {
    Refusal.BROKEN: f"tệp hỏng hoặc không phải bảng tính; {_SAVE}",
    Refusal.PASSWORD: "tệp có mật khẩu; bỏ mật khẩu, lưu lại rồi gửi lại",
    Refusal.MACRO: "tệp chứa macro nên không được mở; lưu lại dạng .xlsx rồi gửi lại",
    Refusal.HUGE: "tệp quá lớn so với biểu mẫu; chép các ô đã điền sang biểu đã được"
    " gửi rồi gửi lại",
    Refusal.SLOW: "đọc tệp quá lâu; chép các ô đã điền sang biểu đã được gửi rồi gửi"
    " lại",
    Refusal.PAGE: f"tệp là trang web (HTML), không phải bảng tính; {_SAVE}",
    Refusal.XML: f"tệp ở dạng XML, không phải bảng tính .xlsx; {_SAVE}",
    Refusal.PAPER: "tệp là văn bản (Word, PDF), không phải bảng tính; chép số liệu vào"
    " biểu đã được gửi rồi gửi lại",
    Refusal.TEXT: "tệp là văn bản thường (CSV) mà dòng đầu không phải tên cột của biểu"
    f" nào; {_SAVE}",
    Refusal.OTHER: f"tệp là bảng tính dạng khác (.xlsb, .numbers); {_SAVE}",
}


@dataclass(frozen=True)
class Workbook:
    """A workbook's sheets, or why it could not be read."""

    path: Path
    sheets: Mapping[str, Sequence[Sequence[Cell]]]
    error: str | None = None


def read(paths: Sequence[Path]) -> Iterator[Workbook]:
    """Read workbooks in order; one that kills the reader is reported."""
    done = 0
    while done < len(paths):
        how = _Death()
        for book in _read_until_it_dies(paths[done:], how):
            done += 1
            yield book
        if done < len(paths):
            yield Workbook(paths[done], {}, _REFUSALS[how.refusal])
            done += 1


@dataclass
class _Death:
    """How the reader died: of the time a file took, or of what stood in it."""

    refusal: Refusal = Refusal.BROKEN


def _read_until_it_dies(paths: Sequence[Path], how: _Death) -> Iterator[Workbook]:
    with subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, *READER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    ) as reader:
        assert reader.stdin is not None  # noqa: S101 - asked for just above
        assert reader.stdout is not None  # noqa: S101 - asked for just above
        for path in paths:
            try:
                reader.stdin.write(f"{json.dumps(str(path))}\n")
                reader.stdin.flush()
            except BrokenPipeError:
                return
            line = reader.stdout.readline()
            if not line:
                if reader.wait() == -signal.SIGALRM:
                    how.refusal = Refusal.SLOW
                return
            yield _workbook(path, json.loads(line))


def _workbook(path: Path, answer: Mapping[str, object]) -> Workbook:
    sheets = answer.get("sheets")
    if not isinstance(sheets, dict):
        return Workbook(path, {}, _REFUSALS[Refusal(str(answer["refused"]))])
    read = {
        name: [[_cell(value) for value in row] for row in rows]
        for name, rows in sheets.items()
    }
    # What is sealed is only true as it was written.
    return Workbook(path, to_unicode(read, left={identity.SHEET}))


def _cell(value: object) -> Cell:
    if isinstance(value, dict):
        return date.fromisoformat(value["date"])
    if isinstance(value, str):
        return keepable(value)
    assert value is None or isinstance(value, int | float | bool)  # noqa: S101 - JSON has nothing else
    return value
