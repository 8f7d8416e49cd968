"""A form as its file defines it: a sheet, its columns, what is asked in each."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum

from rules.entries import Entry, parsed
from rules.form_checks import Check, read_checks
from rules.provisions import Confidence
from rules.text import label
from rules.units import UnitKind

FOLDER = "rules/forms"


class FieldType(StrEnum):
    TEXT = "text"
    CODE = "code"
    UNIT = "unit"
    PERSON = "person"
    EMAIL = "email"
    WHOLE = "whole"
    POINTS = "points"
    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes_no"
    YES_NO_NA = "yes_no_na"


@dataclass(frozen=True)
class Field:
    key: str
    label: str
    type: FieldType
    required: bool = False
    moment: bool = False
    assessed: bool = False
    min: int | None = None
    max: int | None = None
    choices: tuple[str, ...] = ()
    unit: str = ""  # what is counted, as written after the number
    help: str = ""


class Rows(StrEnum):
    """Where the rows come from that a workbook brings along."""

    GRADING = "grading"


@dataclass(frozen=True)
class Form:
    """A sheet units fill in; a row with a duty fulfils it for its unit."""

    key: str
    title: str
    sheet: str
    fields: tuple[Field, ...]
    duty: str | None = None
    beside: str | None = None  # the duty in whose workbook it goes along
    book: str | None = None  # the blank workbook it stands in, if it answers no duty
    rows: Rows | None = None
    item: tuple[str, ...] = ()
    kinds: tuple[UnitKind, ...] = ()  # whom it is about; none: anyone
    room: int = 20  # a form of many rows has room for so many more
    note: str = ""
    citation: str = ""
    confidence: Confidence = Confidence.UNCONFIRMED
    by_label: Mapping[str, Field] = field(repr=False, default_factory=dict)
    checks: tuple[Check, ...] = ()

    def asks(self, key: str) -> Field | None:
        return next((each for each in self.fields if each.key == key), None)

    @property
    def labels(self) -> Mapping[str, str]:
        return {each.key: each.label for each in self.fields}

    @property
    def moment(self) -> str | None:
        """The field that says when the thing was done."""
        return next((each.key for each in self.fields if each.moment), None)

    @property
    def given(self) -> frozenset[str]:
        """The fields a workbook brings filled: alone, they answer nothing."""
        if not (self.duty or self.beside):
            return frozenset()
        return frozenset({"unit", "period", *(self.item if self.rows else ())})

    def goes_with(self, duty: str, kind: UnitKind) -> bool:
        """Say whether a unit of this kind answers a duty with this form."""
        return duty in (self.duty, self.beside) and kind in (self.kinds or UnitKind)


_FORM_KEYS = {each.name for each in fields(Form)} - {"key", "by_label"}
_FIELD_KEYS = frozenset(each.name for each in fields(Field))


def read_form(name: str, text: str) -> Form:
    """Read a form as its file writes it; a key nobody reads is refused."""
    entry = Entry(name, "toàn tệp", parsed(text, f"{FOLDER}/{name}"), FOLDER)
    for key in sorted(entry.values.keys() - _FORM_KEYS):
        raise entry.error(key, "khóa lạ")
    asked = tuple(_field(each) for each in entry.tables("fields"))
    by_label = {label(each.label): each for each in asked}
    if len(by_label) < len(asked):
        raise entry.error("fields", "có hai cột cùng nhãn")
    return Form(
        key=name.removesuffix(".toml"),
        title=entry.of("title", str),
        sheet=entry.of("sheet", str),
        fields=asked,
        duty=entry.perhaps("duty", str),
        beside=entry.perhaps("beside", str),
        book=entry.perhaps("book", str),
        rows=entry.choice("rows", Rows) if "rows" in entry.values else None,
        item=entry.words("item"),
        kinds=entry.choices("kinds", UnitKind),
        room=entry.perhaps("room", int) or Form.room,
        note=entry.perhaps("note", str) or "",
        citation=entry.perhaps("citation", str) or "",
        confidence=entry.choice("confidence", Confidence)
        if "citation" in entry.values
        else Confidence.UNCONFIRMED,
        by_label=by_label,
        checks=read_checks(entry, {each.key: each.type for each in asked}),
    )


def _field(entry: Entry) -> Field:
    entry = replace(entry, name=entry.of("key", str))
    entry.only(_FIELD_KEYS)
    asked = Field(
        key=entry.name,
        label=entry.of("label", str),
        type=entry.choice("type", FieldType),
        required=entry.perhaps("required", bool) or False,
        moment=entry.perhaps("moment", bool) or False,
        assessed=entry.perhaps("assessed", bool) or False,
        min=entry.perhaps("min", int),
        max=entry.perhaps("max", int),
        choices=entry.words("choices"),
        unit=entry.perhaps("unit", str) or "",
        help=entry.perhaps("help", str) or "",
    )
    if (asked.type is FieldType.CHOICE) is not bool(asked.choices):
        raise entry.error("choices", "kiểu “choice”, và chỉ kiểu ấy, có các giá trị")
    return asked
