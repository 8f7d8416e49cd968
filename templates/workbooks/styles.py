"""How the sheets of a workbook look: few colours, each with one meaning."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from rules.fields import Field, FieldType

A4 = 9
LINE = 17
#: A bold letter against a plain one; words that break early count in.
BOLD = 1.35
MOST_OF_A_HEADING, GIVEN_WIDTH = 17, 16
_WIDTHS = {
    FieldType.TEXT: 34,
    FieldType.PERSON: 26,
    FieldType.EMAIL: 28,
    FieldType.DATE: 14,
    FieldType.UNIT: 16,
    FieldType.CODE: 14,
}
INK, RULE = "#1F2A37", "#9AA5B1"
HEAD, GIVEN, MISSING, PAPER = "#DCE6F1", "#EDEFF2", "#FFE699", "#FFFFFF"
_FONT = {"font_name": "Times New Roman", "font_size": 12, "font_color": INK}
_CELL = {"border": 1, "border_color": RULE, "valign": "vcenter", "text_wrap": True}
TEXT, DAY, COUNT, NUMBER, POINTS = "@", "dd/mm/yyyy", "#,##0", "0", "General"
_ALIGNED: Mapping[str, Mapping[str, object]] = {
    TEXT: {"indent": 1},
    DAY: {"align": "center"},
    COUNT: {"align": "right", "indent": 1},
    NUMBER: {"align": "right", "indent": 1},
    POINTS: {"align": "right", "indent": 1},
}


@dataclass(frozen=True)
class Styles:
    """The formats of one workbook: a cell's by how its value is written."""

    head: Format
    missing: Format
    given: Mapping[str, Format]
    asked: Mapping[str, Format]
    cover: Mapping[str, Format]


def styles(book: Workbook) -> Styles:
    book.formats[0].set_font_name(_FONT["font_name"])
    book.formats[0].set_font_size(_FONT["font_size"])
    head = {**_CELL, "bold": True, "bg_color": HEAD, "align": "center"}
    return Styles(
        head=_format(book, head),
        missing=book.add_format({"bg_color": MISSING}),
        given={kind: _cell(book, kind, locked=True) for kind in _ALIGNED},
        asked={kind: _cell(book, kind, locked=False) for kind in _ALIGNED},
        cover={name: _format(book, each) for name, each in _COVER.items()},
    )


_TOP = {"text_wrap": True, "valign": "top"}
_COVER: Mapping[str, Mapping[str, object]] = {
    "office": {"bold": True, "align": "center", "text_wrap": True},
    "title": {"bold": True, "font_size": 16, "align": "center", "text_wrap": True},
    "subtitle": {"italic": True, "align": "center", "valign": "top"},
    "label": {**_CELL, "bold": True, "bg_color": HEAD, "indent": 1},
    "value": {**_CELL, "indent": 1},
    "unit": {**_CELL, "bold": True, "indent": 1},
    "strong": {**_CELL, "bold": True, "indent": 1},
    "heading": {"bold": True, "font_size": 13},
    "text": _TOP,
    "beside": {**_TOP, "align": "left", "indent": 1},
    "link": {**_TOP, "bold": True, "underline": 1, "font_color": "#1F4E9E"},
    "fine": {**_TOP, "italic": True, "font_size": 10},
    "missing": {**_CELL, "bg_color": MISSING},
    "empty": {**_CELL, "bg_color": PAPER},
    "given": {**_CELL, "bg_color": GIVEN},
}


def _cell(book: Workbook, written: str, *, locked: bool) -> Format:
    look = {**_CELL, **_ALIGNED[written], "locked": locked, "num_format": written}
    return _format(book, look | ({"bg_color": GIVEN} if locked else {}))


def _format(book: Workbook, look: Mapping[str, object]) -> Format:
    return book.add_format({**_FONT, **look})


def written(asked: Field) -> str:
    """Say how a field's values are written: a year is no count."""
    match asked.type:
        case FieldType.DATE:
            return DAY
        case FieldType.WHOLE:
            return COUNT if asked.unit else NUMBER
        case FieldType.POINTS:
            return POINTS
        case _:
            # What looks like a date or a number is left as it was typed.
            return TEXT


def width(asked: Field, *, given: bool = False) -> int:
    """Make a column wide enough for its answers, its heading in a few lines."""
    if given:
        return GIVEN_WIDTH
    longest = max((len(choice) for choice in asked.choices), default=0)
    heading = min(MOST_OF_A_HEADING, len(asked.label) // 2)
    return max(11, heading, _WIDTHS.get(asked.type, 0), min(34, longest + 4))


def height(labels: Iterable[tuple[str, float]]) -> int:
    """Make a heading row high enough: labels in bold, each in its column's width."""
    lines = (ceil(len(label) * BOLD / (wide - 1)) for label, wide in labels)
    return LINE * max(lines) + 8


def room(fields: Iterable[Field]) -> int:
    """Make a row high enough to write in: words take two lines."""
    return LINE * (2 if any(each.type is FieldType.TEXT for each in fields) else 1) + 8
