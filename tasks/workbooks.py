"""Ask the reader process for the cells of workbooks."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rules.forms import Cell

BROKEN = "tệp hỏng, có mật khẩu hoặc không phải bảng tính; lưu lại dạng .xlsx rồi gửi"


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
        for book in _read_until_it_dies(paths[done:]):
            done += 1
            yield book
        if done < len(paths):
            yield Workbook(paths[done], {}, BROKEN)
            done += 1


def _read_until_it_dies(paths: Sequence[Path]) -> Iterator[Workbook]:
    with subprocess.Popen(
        [sys.executable, "-m", "tasks.workbook_reader"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    ) as reader:
        assert reader.stdin is not None  # noqa: S101 - asked for just above
        assert reader.stdout is not None  # noqa: S101 - asked for just above
        for path in paths:
            try:
                reader.stdin.write(f"{path}\n")
                reader.stdin.flush()
            except BrokenPipeError:
                return
            line = reader.stdout.readline()
            if not line:
                return
            yield _workbook(path, json.loads(line))


def _workbook(path: Path, answer: Mapping[str, object]) -> Workbook:
    sheets = answer.get("sheets")
    if not isinstance(sheets, dict):
        return Workbook(path, {}, f"{BROKEN} ({answer.get('error')})")
    return Workbook(
        path,
        {
            name: [[_cell(value) for value in row] for row in rows]
            for name, rows in sheets.items()
        },
    )


def _cell(value: object) -> Cell:
    if isinstance(value, dict):
        return date.fromisoformat(value["date"])
    assert value is None or isinstance(value, str | int | float | bool)  # noqa: S101 - JSON has nothing else
    return value
