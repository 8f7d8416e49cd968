"""The cells whose formula failed, in a workbook of any format: else they seem empty."""

import sys
from collections.abc import Iterator
from itertools import islice, product
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile, is_zipfile

from tasks import excel_errors

#: Sheet, row and column, from 0, and what to read in the cell.
CellError = tuple[str, int, int, str]

#: So many are enough to refuse a file by.
_MOST = 10_000
_CONTENT = "content.xml"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_WORDS = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")


def errors(path: Path) -> Iterator[CellError]:
    """Yield each cell in which a formula failed, with its error (#REF!)."""
    if not is_zipfile(path):
        yield from _as_far_as_read(_in_xls(path))
        return
    with ZipFile(path) as book:
        parts = book.namelist()
        if excel_errors.BOOK in parts:
            yield from excel_errors.errors(book)
        elif _CONTENT in parts:
            yield from _as_far_as_read(_in_ods(book))


def _as_far_as_read(found: Iterator[CellError]) -> Iterator[CellError]:
    """Yield what is found; another program read the file, and this one may not."""
    try:
        yield from islice(found, _MOST)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - whatever it is, the file was read
        return


def _in_xls(path: Path) -> Iterator[CellError]:
    import xlrd  # noqa: PLC0415 - only if it is used

    for sheet in xlrd.open_workbook(path, logfile=sys.stderr, on_demand=True):
        for row in range(sheet.nrows):
            for column, kind in enumerate(sheet.row_types(row)):
                if kind == xlrd.XL_CELL_ERROR:
                    code = sheet.cell_value(row, column)
                    said = xlrd.error_text_from_code.get(code, "#N/A")
                    yield sheet.name, row, column, said


def _in_ods(book: ZipFile) -> Iterator[CellError]:
    """Read row by row: a sheet of many rows is never held whole."""
    above: list[ET.Element] = []
    name, number = "", 0
    with book.open(_CONTENT) as content:
        for event, each in ET.iterparse(content, ("start", "end")):  # noqa: S314 - in a process that may die
            if event == "start":
                above.append(each)
                if each.tag == f"{_TABLE}table":
                    name, number = each.get(f"{_TABLE}name", ""), 0
                continue
            above.pop()
            if each.tag == f"{_TABLE}table-row":
                yield from _in_row(each, name, number)
                number += int(each.get(f"{_TABLE}number-rows-repeated", 1))
                above[-1].remove(each)


def _in_row(row: ET.Element, name: str, number: int) -> Iterator[CellError]:
    column = 0
    for cell in row:
        if cell.tag not in _CELLS:
            continue
        columns = int(cell.get(f"{_TABLE}number-columns-repeated", 1))
        if cell.get(f"{_CALC}value-type") == "error":
            # A remark stands in the cell too, in paragraphs of its own.
            said = "".join("".join(each.itertext()) for each in cell.findall(_WORDS))
            rows = int(row.get(f"{_TABLE}number-rows-repeated", 1))
            for down, right in product(range(rows), range(columns)):
                yield name, number + down, column + right, said
        column += columns
