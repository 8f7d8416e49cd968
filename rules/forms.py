"""What units are asked for: one definition a form, for workbooks and for checks."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files

from rules.fields import Field, FieldType, Form, read_form
from rules.raw_sheets import EXCEL_ERRORS, NOT_CALCULATED
from rules.text import tidy

__all__ = ["Cell", "CellError", "Field", "FieldType", "Form", "Value"]

YES, NO, NOT_APPLICABLE = "Có", "Không", "Không áp dụng"
#: A number as typed by hand: “1.234”, “12 345”; “1.5” is no such thing.
_THOUSANDS = re.compile(r"[1-9]\d{0,2}([. ])\d{3}(?:\1\d{3})*", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)
#: Excel's days of 1990 to 2100, and the day it counts them from.
_SERIALS, _EPOCH = range(32874, 73051), date(1899, 12, 30)
_SHORT_YEAR = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}", re.ASCII)
EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")

#: What a checked cell holds; dates and points as ISO and decimal text, for JSON.
Value = str | int | bool | None
#: What a workbook's cell may hold.
Cell = str | int | float | bool | date | datetime | None


class CellError(ValueError):
    """A cell holds something else than its field asks for; says what is expected."""


@cache
def forms() -> Mapping[str, Form]:
    """Read every ``rules/forms/<form>.toml``, by key."""
    folder = files("rules").joinpath("forms")
    paths = sorted(folder.iterdir(), key=lambda path: path.name)
    read = (read_form(path.name, path.read_text("utf-8")) for path in paths)
    return {form.key: form for form in read}


@cache
def duties() -> Mapping[str, str]:
    """Return which duty is answered with a form, by its key."""
    return {form.key: form.duty for form in forms().values() if form.duty}


@cache
def by_sheet() -> Mapping[str, Form]:
    return {form.sheet: form for form in forms().values()}


def read_cell(asked: Field, cell: Cell) -> Value:
    """Return the value of a cell as its field asks, or say what was expected."""
    if is_blank(cell):
        if asked.required:
            raise CellError("không được để trống")
        return None
    if cell == NOT_CALCULATED:
        raise CellError(
            "công thức chưa có kết quả; mở tệp bằng Excel, lưu lại, hoặc ghi giá trị"
        )
    if cell in EXCEL_ERRORS:
        raise CellError("công thức trong ô bị lỗi; sửa công thức hoặc ghi giá trị")
    return _READERS.get(asked.type, _read_text)(asked, cell)


def is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not tidy(cell))


def words_of(cell: Cell) -> str:
    """Write down a cell as words; a code typed as a number is its digits."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else tidy(str(cell))


def _read_text(_: Field, cell: Cell) -> str:
    if isinstance(cell, date):
        raise CellError("Excel đã đổi thành ngày; đổi ô sang dạng Văn bản rồi ghi lại")
    return words_of(cell)


def _read_date(_: Field, cell: Cell) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    words = words_of(cell)
    for pattern in ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"):
        try:
            # The time zone of a date typed as text means nothing.
            return datetime.strptime(words, pattern).date().isoformat()  # noqa: DTZ007 - a date only
        except ValueError:
            continue
    if words.isdecimal() and int(words) in _SERIALS:
        return (_EPOCH + timedelta(int(words))).isoformat()
    if _SHORT_YEAR.fullmatch(words):
        raise CellError("ghi đủ bốn chữ số của năm, ví dụ 15/03/2026")
    raise CellError("cần một ngày, dạng ngày/tháng/năm, ví dụ 31/03/2021")


def _read_whole(asked: Field, cell: Cell) -> int:
    text = _number(cell)
    if isinstance(cell, str) and _THOUSANDS.fullmatch(text):
        text = re.sub(r"[. ]", "", text)
    if not _NUMBER.fullmatch(text):
        raise CellError("cần một số nguyên, ví dụ 12")
    number = Decimal(text)
    if 0 < number < 1:
        raise CellError("cần một số đếm được, ví dụ 12; không ghi tỷ lệ phần trăm")
    if number % 1:
        raise CellError("cần một số nguyên; một nghìn hai trăm ghi là 1200")
    return int(_bounded(asked, number))


def _number(cell: Cell) -> str:
    """Write a number down as digits, without an exponent; words stay as they are."""
    if isinstance(cell, str):
        return tidy(cell)
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return ""
    number = Decimal(str(cell))
    return f"{number:f}" if number.is_finite() else ""


def _read_points(asked: Field, cell: Cell) -> str:
    text = _number(cell).replace(",", ".")
    if not _NUMBER.fullmatch(text):
        raise CellError("cần một số điểm, ví dụ 8 hoặc 7,5")
    return str(_bounded(asked, Decimal(text).normalize() + 0))


def _bounded(asked: Field, number: Decimal) -> Decimal:
    low, high = asked.min, asked.max
    if (low is not None and number < low) or (high is not None and number > high):
        raise CellError(f"cần một số {_between(low, high)}")
    return number


def _between(low: int | None, high: int | None) -> str:
    if high is None:
        return f"từ {low} trở lên"
    return f"từ {low} đến {high}" if low is not None else f"không quá {high}"


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
