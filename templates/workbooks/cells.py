"""A recorded value as a workbook holds it, and as a Vietnamese reads it."""

from datetime import date

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from rules.fields import Field, FieldType
from rules.forms import NO, YES, Value
from rules.text import number
from templates.writing import day


def write(
    sheet: Worksheet, place: tuple[int, int], value: Value, asked: Field, look: Format
) -> None:
    """Write a recorded value so that reading it back gives the same."""
    if value is None:
        sheet.write_blank(*place, None, look)
    elif isinstance(value, bool):
        sheet.write_string(*place, YES if value else NO, look)
    elif asked.type is FieldType.DATE:
        sheet.write_datetime(*place, date.fromisoformat(str(value)), look)
    elif asked.type in (FieldType.WHOLE, FieldType.POINTS):
        sheet.write_number(*place, float(value), look)
    else:
        sheet.write_string(*place, str(value), look)


def shown(value: Value, kind: FieldType = FieldType.TEXT) -> str:
    """Say a value in words: 1.200; 7,5; 31/03/2026; Có."""
    match value:
        case bool():
            return YES if value else NO
        case int():
            return number(value)
        case str() if kind is FieldType.DATE:
            return day(date.fromisoformat(value))
        case str() if kind is FieldType.POINTS:
            return value.replace(".", ",")
        case _:
            return str(value or "")
