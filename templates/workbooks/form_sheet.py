"""The sheet a unit fills in: its labels in row 1, as the intake reads them."""

from collections.abc import Iterator, Mapping

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from rules.fields import Field, FieldType
from rules.forms import Value
from templates.workbooks import answers, cells, tables
from templates.workbooks.facts import FormSheet, Item
from templates.workbooks.lists import Lists
from templates.workbooks.styles import Styles, height, room, width, written


def write(
    sheet: Worksheet, asked: FormSheet, styles: Styles, lists: Lists, year: int
) -> None:
    """Write the rows there are, and say of every cell what may stand in it."""
    fields, given = asked.form.fields, asked.form.given
    widths = [width(each, given=each.key in given) for each in fields]
    tables.lay_out(sheet, widths, asked.form.title)
    sheet.repeat_rows(0)
    sheet.set_row(0, height(zip((each.label for each in fields), widths, strict=True)))
    for column, field in enumerate(fields):
        sheet.write_string(0, column, field.label, styles.head)
    for number, row in enumerate((*asked.rows, *asked.empty), start=1):
        _write_row(sheet, number, asked, row, styles)
    last = len(asked.rows) + len(asked.empty)
    for column, field in enumerate(fields):
        if field.key not in given:
            _guide(sheet, asked, (column, last), lists, year)
            if field.required:
                _mark_missing(sheet, asked, (column, last), styles)
    sheet.freeze_panes(1, _given_columns(asked))
    tables.protect(sheet)


def _write_row(
    sheet: Worksheet,
    number: int,
    asked: FormSheet,
    row: Mapping[str, Value],
    styles: Styles,
) -> None:
    fields, given = asked.form.fields, asked.form.given
    sheet.set_row(number, room(each for each in fields if each.key not in given))
    for column, field in enumerate(fields):
        looks = styles.given if field.key in given else styles.asked
        value = row.get(field.key)
        cells.write(sheet, (number, column), value, field, looks[written(field)])


def _guide(
    sheet: Worksheet, asked: FormSheet, place: tuple[int, int], lists: Lists, year: int
) -> None:
    """Explain a column, offer its list, and refuse what it cannot hold."""
    column, last = place
    field = asked.form.fields[column]
    hint = answers.before(field, asked.before, year - 1) if not asked.form.item else ""
    offered = _offered(asked, field, lists)
    rule = answers.validation(field, days=asked.days, offered=offered, hint=hint)
    if field.type is FieldType.POINTS and asked.items:
        for row, item in _items(asked):
            own = answers.within(rule, field.min or 0, item.maximum)
            title = answers.of_item(own, item.text)
            sheet.data_validation(row, column, row, column, title)
    else:
        sheet.data_validation(1, column, last, column, rule)


def _items(asked: FormSheet) -> Iterator[tuple[int, Item]]:
    [key] = asked.form.item
    for number, row in enumerate(asked.rows, start=1):
        yield number, asked.items[str(row[key])]


def _offered(asked: FormSheet, field: Field, lists: Lists) -> str:
    if field.type is FieldType.CHOICE:
        return lists.offer(field.choices)
    return tables.units_range(asked.units) if asked.units else ""


def _mark_missing(
    sheet: Worksheet, asked: FormSheet, place: tuple[int, int], styles: Styles
) -> None:
    """Colour what is required and not there; of an empty row, once it is begun."""
    column, last = place
    cell = xl_rowcol_to_cell(1, column, col_abs=True)
    missing = f"LEN(TRIM({cell}))=0"
    if asked.empty:
        first = xl_rowcol_to_cell(1, _given_columns(asked), col_abs=True)
        end = xl_rowcol_to_cell(1, len(asked.form.fields) - 1, col_abs=True)
        missing = f"AND({missing},COUNTA({first}:{end})>0)"
    rule = {"type": "formula", "criteria": f"={missing}", "format": styles.missing}
    sheet.conditional_format(1, column, last, column, rule)


def _given_columns(asked: FormSheet) -> int:
    return sum(field.key in asked.form.given for field in asked.form.fields)
