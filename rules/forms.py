"""What units are asked for: one definition a form, for workbooks and for checks."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from importlib.resources import files

from rules.errors import MalformedRuleFileError
from rules.text import tidy
from rules.units import UnitKind


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


YES, NO, NOT_APPLICABLE = "Có", "Không", "Không áp dụng"
EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")

#: What a checked cell holds; dates and points as ISO and decimal text, for JSON.
Value = str | int | bool | None
#: What a workbook's cell may hold.
Cell = str | int | float | bool | date | datetime | None


class CellError(ValueError):
    """A cell holds something else than its field asks for; says what is expected."""


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
    help: str = ""


@dataclass(frozen=True)
class Form:
    """A sheet units fill in; a row with a duty fulfils it for its unit."""

    key: str
    title: str
    sheet: str
    fields: tuple[Field, ...]
    duty: str | None = None
    item: tuple[str, ...] = ()
    kinds: tuple[UnitKind, ...] = ()  # whom it is about; none: anyone
    by_label: Mapping[str, Field] = field(repr=False, default_factory=dict)

    def asks(self, key: str) -> Field | None:
        return next((each for each in self.fields if each.key == key), None)

    @property
    def moment(self) -> str | None:
        """The field that says when the thing was done."""
        return next((each.key for each in self.fields if each.moment), None)


@cache
def forms() -> Mapping[str, Form]:
    """Read every ``rules/forms/<form>.toml``, by key."""
    folder = files("rules").joinpath("forms")
    names = sorted(path.name for path in folder.iterdir())
    return {name.removesuffix(".toml"): _form(name) for name in names}


@cache
def by_sheet() -> Mapping[str, Form]:
    return {form.sheet: form for form in forms().values()}


def _form(name: str) -> Form:
    try:
        text = files("rules").joinpath("forms", name).read_text("utf-8")
        entry = tomllib.loads(text)
        fields = tuple(_field(each) for each in entry["fields"])
        return Form(
            key=name.removesuffix(".toml"),
            title=entry["title"],
            sheet=entry["sheet"],
            fields=fields,
            duty=entry.get("duty"),
            item=tuple(entry.get("item", ())),
            kinds=tuple(UnitKind(kind) for kind in entry.get("kinds", ())),
            by_label={each.label: each for each in fields},
        )
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise MalformedRuleFileError(f"rules/forms/{name}: {problem}") from problem


def _field(entry: Mapping[str, object]) -> Field:
    choices = entry.get("choices", ())
    typed = {
        "type": FieldType(str(entry["type"])),
        "choices": tuple(choices) if isinstance(choices, list) else (),
    }
    return Field(**dict(entry) | typed)  # type: ignore[arg-type] # a wrong key or value is reported with the file's name


def read_cell(asked: Field, cell: Cell) -> Value:
    """Return the value of a cell as its field asks, or say what was expected."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        if asked.required:
            raise CellError("không được để trống")
        return None
    return _READERS.get(asked.type, _read_text)(asked, cell)


def _read_text(_: Field, cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return tidy(str(cell))


def _read_date(_: Field, cell: Cell) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    for pattern in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            # The time zone of a date typed as text means nothing.
            return datetime.strptime(str(cell).strip(), pattern).date().isoformat()  # noqa: DTZ007 - a date only
        except ValueError:
            continue
    raise CellError("cần một ngày, dạng ngày/tháng/năm, ví dụ 31/03/2021")


def _read_whole(asked: Field, cell: Cell) -> int:
    text = str(cell).strip().replace(".", "") if isinstance(cell, str) else cell
    try:
        number = float(text)  # type: ignore[arg-type] # a date is refused just below
    except (TypeError, ValueError):
        raise CellError("cần một số nguyên, ví dụ 12") from None
    if not number.is_integer():
        raise CellError("cần một số nguyên, ví dụ 12")
    return int(_bounded(asked, Decimal(int(number))))


def _read_points(asked: Field, cell: Cell) -> str:
    try:
        number = Decimal(str(cell).strip().replace(",", "."))
    except InvalidOperation:
        raise CellError("cần một số điểm, ví dụ 8 hoặc 7,5") from None
    if not number.is_finite():
        raise CellError("cần một số điểm, ví dụ 8 hoặc 7,5")
    return str(_bounded(asked, number.normalize() + 0))


def _bounded(asked: Field, number: Decimal) -> Decimal:
    low, high = asked.min, asked.max
    if (low is not None and number < low) or (high is not None and number > high):
        raise CellError(f"cần một số từ {low} đến {high}")
    return number


def _read_yes_no(asked: Field, cell: Cell) -> Value:
    text = tidy(str(cell))
    answers: dict[str, Value] = {YES.casefold(): True, NO.casefold(): False}
    if asked.type is FieldType.YES_NO_NA:
        answers[NOT_APPLICABLE.casefold()] = NOT_APPLICABLE
    if text.casefold() not in answers:
        words = [YES, NO] + [NOT_APPLICABLE] * (asked.type is FieldType.YES_NO_NA)
        raise CellError(f"cần một trong các từ: {', '.join(words)}")
    return answers[text.casefold()]


def _read_choice(asked: Field, cell: Cell) -> str:
    text = tidy(str(cell))
    for choice in asked.choices:
        if choice.casefold() == text.casefold():
            return choice
    raise CellError(f"cần một trong các giá trị: {'; '.join(asked.choices)}")


def _read_email(_: Field, cell: Cell) -> str:
    text = tidy(str(cell))
    if not EMAIL.fullmatch(text):
        raise CellError("cần một địa chỉ thư điện tử không dấu, ví dụ vp@tinh.example")
    return text.lower()


_READERS: Mapping[FieldType, Callable[[Field, Cell], Value]] = {
    FieldType.DATE: _read_date,
    FieldType.WHOLE: _read_whole,
    FieldType.POINTS: _read_points,
    FieldType.YES_NO: _read_yes_no,
    FieldType.YES_NO_NA: _read_yes_no,
    FieldType.CHOICE: _read_choice,
    FieldType.EMAIL: _read_email,
}
