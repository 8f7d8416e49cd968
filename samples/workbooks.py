"""Write rows into workbooks: one sheet a form, columns wide enough to read."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from math import ceil
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from rules.forms import Cell, FieldType, Form, forms
from samples.sent import BUNDLES, Sent

#: The same bytes on every run need the same creation date.
CREATED = datetime(2021, 1, 1, tzinfo=UTC)
OPTIONS = {"in_memory": True, "constant_memory": True}
MAX_WIDTH, MIN_WIDTH, WIDEST_HEADER = 48, 11, 20
A4 = 9
LINE_HEIGHT = 15
#: A bold letter against a plain one; words that break early count in.
BOLD = 1.3
HEADER_STYLE = {
    "bold": True,
    "text_wrap": True,
    "valign": "vcenter",
    "border": 1,
    "bg_color": "#DDE6F0",
}


def write_workbooks(sent: Iterable[Sent], inbox: Path) -> int:
    """Write each sender's rows of a day and bundle into one workbook."""
    files: dict[tuple[date, str], list[Sent]] = defaultdict(list)
    for row in sent:
        files[row.file].append(row)
    for (day, name), rows in files.items():
        folder = inbox / day.isoformat()
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / name, rows)
    return len(files)


def _write(path: Path, rows: Sequence[Sent]) -> None:
    sheets: dict[str, list[Mapping[str, Cell]]] = defaultdict(list)
    for row in rows:
        sheets[row.form].append(row.values)
    with Workbook(path, OPTIONS) as book:
        book.set_properties({"created": CREATED})
        header = book.add_format(HEADER_STYLE)
        day = book.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
        for key in sorted(sheets, key=list(BUNDLES).index):
            form = forms()[key]
            sheet = book.add_worksheet(form.sheet)
            _fill(sheet, form, sheets[key], (header, day))


def _fill(
    sheet: Worksheet,
    form: Form,
    rows: Sequence[Mapping[str, Cell]],
    styles: tuple[Format, Format],
) -> None:
    header, day = styles
    _lay_out(sheet, form, rows)
    for column, field in enumerate(form.fields):
        sheet.write_string(0, column, field.label, header)
    for number, row in enumerate(rows, 1):
        for column, field in enumerate(form.fields):
            _write_cell(sheet, (number, column), row.get(field.key), day)


def _lay_out(sheet: Worksheet, form: Form, rows: Sequence[Mapping[str, Cell]]) -> None:
    """Make columns wide enough to read, and print all of them across one page."""
    lines = 1
    for column, field in enumerate(form.fields):
        cells = [row.get(field.key) for row in rows]
        width = _width(field.label, cells, field.type)
        lines = max(lines, ceil(len(field.label) * BOLD / (width - 1)))
        sheet.set_column(column, column, width)
    sheet.set_row(0, LINE_HEIGHT * lines + 4)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write_cell(
    sheet: Worksheet, place: tuple[int, int], cell: Cell, day: Format
) -> None:
    match cell:
        case None:
            pass
        case date():
            sheet.write_datetime(*place, cell, day)
        case int() | float():
            sheet.write_number(*place, cell)
        case _:
            sheet.write_string(*place, cell)


def _width(label: str, cells: Sequence[Cell], kind: FieldType) -> int:
    header = min(len(label) // 2, WIDEST_HEADER)
    if kind is FieldType.DATE:
        return max(MIN_WIDTH + 2, header)
    longest = max((len(str(cell)) for cell in cells if cell is not None), default=0)
    return min(MAX_WIDTH, max(MIN_WIDTH, header + 2, longest + 2))
