"""Sheets to look things up in: last year, the scoring table, the units."""

from collections.abc import Iterator, Mapping, Sequence

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from rules.fields import FieldType
from templates.workbooks import cells
from templates.workbooks.facts import FormSheet, Item
from templates.workbooks.styles import (
    A4,
    BOLD,
    LINE,
    TEXT,
    Styles,
    height,
    width,
    written,
)

UNITS, ITEMS, BEFORE = "Danh mục đơn vị", "Bảng điểm", "Năm trước"
#: From here on columns do not fit an upright page.
_UPRIGHT = 95


def lay_out(sheet: Worksheet, widths: Sequence[int], title: str) -> None:
    """Give columns their widths, and print all of them across one page."""
    for column, wide in enumerate(widths):
        sheet.set_column(column, column, wide)
    sheet.set_paper(A4)
    if sum(widths) > _UPRIGHT:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    sheet.set_margins(left=0.6, right=0.4, top=0.8, bottom=0.7)
    sheet.set_header(f'&C&"Times New Roman,Bold"&12{title.replace("&", "&&")}')
    sheet.set_footer('&L&"Times New Roman"&10&A&R&"Times New Roman"&10Trang &P/&N')
    sheet.hide_gridlines(2)


def protect(sheet: Worksheet) -> None:
    """Keep what is given from being changed by mistake; there is no password."""
    sheet.protect("", {"format_columns": True, "format_rows": True})


def write_units(
    book: Workbook, units: Sequence[tuple[str, str]], styles: Styles
) -> None:
    sheet = book.add_worksheet(UNITS)
    rows = [(code, name) for code, name in units]
    _write(sheet, (("Mã đơn vị", 18), ("Tên đơn vị", 60)), rows, styles)


def units_range(units: Sequence[tuple[str, str]]) -> str:
    return f"'{UNITS}'!$A$2:$A${len(units) + 1}"


def write_items(book: Workbook, items: Mapping[str, Item], styles: Styles) -> None:
    """Write the scoring table the rows of a sheet are named after."""
    sheet = book.add_worksheet(ITEMS)
    columns = (("Mã mục", 10), ("Nội dung", 78), ("Điểm chuẩn", 10))
    rows = [
        (code, item.text, cells.shown(str(item.maximum), FieldType.POINTS))
        for code, item in items.items()
    ]
    _write(sheet, columns, rows, styles)


def _write(
    sheet: Worksheet,
    columns: Sequence[tuple[str, int]],
    rows: Sequence[Sequence[str]],
    styles: Styles,
) -> None:
    lay_out(sheet, [wide for _, wide in columns], sheet.get_name())
    sheet.set_row(0, height(columns))
    for column, (label, _) in enumerate(columns):
        sheet.write_string(0, column, label, styles.head)
    sheet.repeat_rows(0)
    for number, row in enumerate(rows, start=1):
        sheet.set_row(number, height(_plain(row, columns)))
        for column, words in enumerate(row):
            sheet.write_string(number, column, words, styles.given[TEXT])
    sheet.freeze_panes(1, 0)
    sheet.protect()


def _plain(
    row: Sequence[str], columns: Sequence[tuple[str, int]]
) -> Iterator[tuple[str, float]]:
    """Pair words with the width they have, which is more when they are not bold."""
    for words, (_, wide) in zip(row, columns, strict=True):
        yield words, wide * BOLD


def write_before(
    book: Workbook, sheets: Sequence[FormSheet], styles: Styles, year: int
) -> None:
    """Write what was told the year before, form under form."""
    told = [each for each in sheets if each.before]
    sheet = book.add_worksheet(BEFORE)
    widths = [
        max(
            width(each.form.fields[column])
            for each in told
            if column < len(each.form.fields)
        )
        for column in range(max(len(each.form.fields) for each in told))
    ]
    lay_out(sheet, widths, f"{BEFORE} ({year})")
    row = 0
    for each in told:
        row = _write_told(sheet, row, each, widths, styles) + 1
    sheet.protect()


def _write_told(
    sheet: Worksheet, row: int, asked: FormSheet, widths: Sequence[int], styles: Styles
) -> int:
    """Write one form's rows of the year before; return the row after them."""
    labels = [field.label for field in asked.form.fields]
    sheet.set_row(row, height(zip(labels, widths, strict=False)))
    sheet.write_row(row, 0, labels, styles.head)
    for number, told in enumerate(asked.before, start=row + 1):
        sheet.set_row(number, LINE + 8)
        for column, field in enumerate(asked.form.fields):
            look = styles.given[written(field)]
            cells.write(sheet, (number, column), told.get(field.key), field, look)
    return row + len(asked.before) + 1
