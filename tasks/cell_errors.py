"""The cells whose formula failed, in a workbook of any format: else they seem empty."""

import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile, is_zipfile

from tasks import excel_errors

#: Sheet, row and column, from 0, and what to read in the cell.
CellError = tuple[str, int, int, str]

_CONTENT = "content.xml"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")


def errors(path: Path) -> Iterator[CellError]:
    """Yield each cell in which a formula failed, with its error (#REF!)."""
    if not is_zipfile(path):
        yield from _in_xls(path)
        return
    with ZipFile(path) as book:
        parts = book.namelist()
        if excel_errors.BOOK in parts:
            yield from excel_errors.errors(book)
        elif _CONTENT in parts:
            yield from _in_ods(book)


def _in_xls(path: Path) -> Iterator[CellError]:
    import xlrd  # noqa: PLC0415 - only if it is used

    try:
        book = xlrd.open_workbook(path, logfile=sys.stderr, on_demand=True)
    except Exception:  # noqa: BLE001 - it was read by another program, not by this one
        return
    for sheet in book:
        for row in range(sheet.nrows):
            for column, kind in enumerate(sheet.row_types(row)):
                if kind == xlrd.XL_CELL_ERROR:
                    code = sheet.cell_value(row, column)
                    yield sheet.name, row, column, xlrd.error_text_from_code[code]


def _in_ods(book: ZipFile) -> Iterator[CellError]:
    with book.open(_CONTENT) as content:
        for _, element in ET.iterparse(content):  # noqa: S314 - in a process that may die
            if element.tag == f"{_TABLE}table":
                yield from _in_table(element)
                element.clear()


def _in_table(table: ET.Element) -> Iterator[CellError]:
    row = 0
    for each in table.iter(f"{_TABLE}table-row"):
        rows = int(each.get(f"{_TABLE}number-rows-repeated", 1))
        column = 0
        for cell in each:
            if cell.tag not in _CELLS:
                continue
            columns = int(cell.get(f"{_TABLE}number-columns-repeated", 1))
            if cell.get(f"{_CALC}value-type") == "error":
                said = "".join(cell.itertext())
                for down in range(rows):
                    for right in range(columns):
                        name = table.get(f"{_TABLE}name", "")
                        yield name, row + down, column + right, said
            column += columns
        row += rows
