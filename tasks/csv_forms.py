"""Read a CSV one of whose first lines holds the labels of one of our forms."""

import csv
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from rules.charsets import detect, to_utf8
from rules.csv_heads import separator
from rules.errors import UnreadableFileError
from rules.forms import Form, forms
from rules.raw_sheets import LOOKED_AT
from rules.sheets import Cells
from rules.text import keepable, label

_SAMPLE = 1 << 16
#: White space between the end of a cell in quotes and what parts it from the next.
_CLOSED = re.compile(r'"[ \u00a0]+(?=[,;\t|\r\n]|\Z)')


def form_of(path: Path) -> Form | None:
    """Return the form whose labels stand in one of the first lines; none if none do."""
    with path.open("rb") as file:
        start = file.read(_SAMPLE)
    encoding = detect(start)
    if encoding is None:
        return None
    top = "\n".join(encoding.text(start).split("\n")[:LOOKED_AT])
    fitting = {
        len(labels & form.by_label.keys()): form
        for labels in ({label(cell) for cell in row} for row in _rows(top))
        for form in forms().values()
        if {label(each.label) for each in form.fields if each.required} <= labels
    }
    return fitting[max(fitting)] if fitting else None


def cells(path: Path) -> Cells:
    """Return the cells of a CSV, its first line first.

    Raises ``UnreadableFileError`` where a quote is not closed: it would swallow the
    rows below.
    """
    content = path.read_bytes()
    encoding = detect(content[:_SAMPLE])
    assert encoding is not None  # noqa: S101 - asked when the form was found
    text = b"".join(to_utf8([content], encoding))
    try:
        return _rows(_CLOSED.sub('"', keepable(text.decode())), strict=True)
    except UnicodeDecodeError as problem:
        line = text.count(b"\n", 0, problem.start) + 1
        raise UnreadableFileError(
            f"dòng {line} có chữ không đọc được; cần lưu lại dạng CSV UTF-8"
        ) from problem


def _rows(text: str, *, strict: bool = False) -> list[list[str]]:
    return list(_lines(text, separator(text), strict=strict))


def _lines(text: str, separator: str, *, strict: bool) -> Iterator[list[str]]:
    """Let rows stand where their lines do: one of several is followed by empty ones."""
    source = StringIO(text, newline="")
    rows, done = csv.reader(source, delimiter=separator, strict=strict), 0
    try:
        for row in rows:
            yield row
            yield from ([] for _ in range(done + 1, rows.line_num))
            done = rows.line_num
    except csv.Error as problem:
        raise UnreadableFileError(
            f"dòng {done + 1} có dấu ngoặc kép không khép, hoặc có chữ ngay sau dấu"
            " đóng; sửa dòng ấy rồi gửi lại"
        ) from problem
