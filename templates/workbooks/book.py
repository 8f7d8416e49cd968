"""A whole workbook in bytes: the same facts give the same bytes."""

from datetime import UTC, datetime, time
from io import BytesIO

from xlsxwriter import Workbook

from rules import identity
from templates.workbooks import cover, form_sheet, tables
from templates.workbooks.facts import Book
from templates.workbooks.lists import Lists
from templates.workbooks.styles import styles


def render(facts: Book) -> bytes:
    """Write a cover, the forms, what to look up, and the sealed mark."""
    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        _write(book, facts)
    return content.getvalue()


def _write(book: Workbook, facts: Book) -> None:
    told = facts.cover
    day = datetime.combine(told.as_of, time(), UTC)
    book.set_properties({"title": told.title, "created": day})
    looks, lists = styles(book), Lists()
    cover.write(book.add_worksheet(cover.SHEET), told, facts.sheets, looks)
    for each in facts.sheets:
        sheet = book.add_worksheet(each.form.sheet)
        form_sheet.write(sheet, each, looks, lists, told.year)
    if items := next((each.items for each in facts.sheets if each.items), None):
        tables.write_items(book, items, looks)
    if units := next((each.units for each in facts.sheets if each.units), None):
        tables.write_units(book, units, looks)
    if any(each.before for each in facts.sheets):
        tables.write_before(book, facts.sheets, looks, told.year - 1)
    lists.write(book)
    if not facts.mark:
        return
    hidden = book.add_worksheet(identity.SHEET)
    hidden.very_hidden()
    hidden.protect()
    for row, cells in enumerate(facts.mark):
        hidden.write_row(row, 0, cells)
