"""Copy pledge files, however written, into the staging table."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from psycopg import Connection, DataError
from psycopg import errors as pg
from psycopg.types.json import Jsonb

from db import pledge_staging as sql
from db.documents import Issue
from rules.charsets import detect, to_utf8
from rules.csv_heads import headed, separator
from rules.raw_sheets import LOOKED_AT
from rules.text import label

BLOCK = 1 << 18
_NO_BREAK = "\u00a0".encode()
_SAMPLE = 1 << 16
#: Where PostgreSQL stopped copying, and whether nothing stands there.
_LINE = re.compile(r'line (\d+)(: ""$)?')
_COLUMNS = f"tệp phải là CSV, dòng đầu: {','.join(sql.HEADER)}"
_NO_FORM = (
    "dòng đầu không phải tên cột của biểu nào; danh sách hộ gia đình thì dòng đầu:"
    f" {','.join(sql.HEADER)}"
)
#: Letters that a program could not write, and wrote so.
_LOST = re.compile(r"\w\?|\?\w")
_LETTERS = (
    "tệp đã mất dấu tiếng Việt (chữ thành dấu “?”); lưu lại dạng CSV UTF-8 hoặc gửi"
    " .xlsx"
)
_NO_ROW = "dòng trống; bỏ dòng này rồi gửi lại"
_CELLS = (
    "dòng này thừa hoặc thiếu ô, hoặc có dấu ngoặc kép không khép từ đây trở lên; chữ"
    " có dấu phẩy phải để trong ngoặc kép"
)
_ENCODING = "không nhận ra bảng mã của tệp; cần lưu lại dạng CSV UTF-8"


@dataclass(frozen=True)
class PledgeFile:
    path: Path
    document_id: int


@dataclass(frozen=True)
class PledgeSheet:
    """The rows of a workbook's sheet, whose cells were checked one by one already."""

    document_id: int
    name: str
    #: The letter of the column of each name of the header.
    letters: Mapping[str, str]
    #: By their number, in the order of the header.
    rows: Sequence[tuple[int, Sequence[str | None]]]


@dataclass(frozen=True)
class Step:
    """How far a large intake has come: bytes read, then rows stored."""

    name: str
    done: int
    total: int


Watch = Callable[[Step], None]


def copy_all(
    connection: Connection, files: Sequence[PledgeFile], watch: Watch
) -> tuple[int, list[Issue]]:
    """Copy the files; return the rows, and the files that cannot be read at all."""
    sizes = [each.path.stat().st_size for each in files]
    rows, broken = 0, []
    for nth, file in enumerate(files):

        def told(read: int, before: int = sum(sizes[:nth])) -> None:
            watch(Step("Đọc", before + read, sum(sizes)))

        match _copy(connection, file, _blocks(file, told)):
            case Issue() as issue:
                broken.append(issue)
            case copied:
                rows += copied
    return rows, broken


def copy_sheets(connection: Connection, sheets: Sequence[PledgeSheet]) -> int:
    """Copy the rows of sheets; return how many."""
    named = [
        {
            "document": each.document_id,
            "name": each.name,
            "letters": Jsonb(dict(each.letters)),
        }
        for each in sheets
    ]
    cursor = connection.cursor()
    cursor.executemany(sql.SHEET, named)
    with cursor.copy(sql.COPY_ROWS) as copy:
        for sheet in sheets:
            for number, row in sheet.rows:
                copy.write_row((sheet.document_id, number, *row))
    return sum(len(sheet.rows) for sheet in sheets)


def _blocks(file: PledgeFile, told: Callable[[int], None]) -> Iterator[bytes]:
    with file.path.open("rb") as source:
        while block := source.read(BLOCK):
            yield block
            told(source.tell())


def _copy(
    connection: Connection, file: PledgeFile, blocks: Iterator[bytes]
) -> int | Issue:
    """Copy one file whole, or not at all."""
    start = next(blocks, b"")
    encoding = detect(start[:_SAMPLE])
    if encoding is None:
        return Issue(file.document_id, "CSV", "dòng 1", "", _ENCODING)
    between = separator(encoding.text(start[:_SAMPLE]))
    above = 0
    try:
        with connection.transaction():
            blocks = to_utf8(chain([start], blocks), encoding)
            first, above = headed(next(blocks, b""), sql.HEADER, between)
            return _send(connection, file, (between, above), chain([first], blocks))
    except (DataError, pg.BadCopyFileFormat) as problem:
        stopped = _LINE.search(problem.diag.context or "")
        line = int(stopped[1]) if stopped else 1
        if isinstance(problem, pg.CharacterNotInRepertoire):
            wrong = _ENCODING
        elif line == 1:
            wrong = _not_the_header(encoding.text(start[:_SAMPLE]), between)
        else:
            wrong = _NO_ROW if stopped and stopped[2] else _CELLS
        return Issue(file.document_id, "CSV", f"dòng {above + line}", "", wrong)


def _not_the_header(text: str, between: str) -> str:
    """Say why the first line is not that of a list of households."""
    top = text.split("\n")[:LOOKED_AT]
    if {label(cell.strip('" ')) for line in top for cell in line.split(between)} & {
        *sql.HEADER
    }:
        return _COLUMNS
    return _LETTERS if _LOST.search(top[0]) else _NO_FORM


def _send(
    connection: Connection,
    file: PledgeFile,
    head: tuple[str, int],
    blocks: Iterator[bytes],
) -> int:
    document, (between, above) = int(file.document_id), head
    command = sql.COPY.format(separator=between)
    first = sql.FIRST_LINE + above
    connection.execute(sql.NEXT_FILE.format(document_id=document, first=first))
    cursor, breaks, is_odd = connection.cursor(), 0, False
    with cursor.copy(command) as copy:
        for block in _without_blank_end(blocks):
            copy.write(block)
            breaks += block.count(b"\n")
            is_odd |= _NO_BREAK in block or (between != "\t" and b"\t" in block)
    if is_odd:
        connection.execute(sql.PLAIN_BLANKS, {"document": document})
    if breaks > cursor.rowcount:  # As many as rows, the header's included, if none.
        connection.execute(sql.SHIFT_LINES, {"document": document})
    return cursor.rowcount


def _without_blank_end(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Hold the last line breaks back: an empty last line is no row."""
    held = b""
    for block in blocks:
        waiting = held + block
        # A file of line breaks alone is not held, but shown to PostgreSQL.
        whole = waiting if len(held) > BLOCK else waiting.rstrip(b"\r\n")
        held = waiting[len(whole) :]
        yield whole
