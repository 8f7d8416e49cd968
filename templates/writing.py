"""How Vietnamese offices write days, numbers, shares and names."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from rules.text import number

NOTHING = "–"
UNCONFIRMED = "(chưa kiểm chứng)"
_OUTCOMES = {"met": "đạt", "unmet": "chưa đạt", "unknown": "chưa đủ dữ liệu"}
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_TENTH = Decimal("0.1")
_HUNDREDTH = Decimal("0.01")
_BLANK = re.compile(r"\s+")
_MARKUP = re.compile(r"[\\`*_\[\]<>&|~#]|^[-+=]|(?<=\d)[.)](?=\s|$)")


def day(value: date) -> str:
    """Write a day as letters and tables do: ``05/03/2026``."""
    return value.strftime("%d/%m/%Y")


def official_day(value: date) -> str:
    """Write a day by NĐ 30/2020: zeros before days under 10, months 1 and 2."""
    month = f"{value.month:02}" if value.month <= 2 else str(value.month)  # noqa: PLR2004 - NĐ 30/2020 says so
    return f"ngày {value.day:02} tháng {month} năm {value.year}"


def moved(value: int) -> str:
    """Say which way a total would go without what is too much: ``giảm 1.188``."""
    return f"{'giảm' if value > 0 else 'tăng'} {number(abs(value))}"


def count(value: int) -> str:
    """Write a small count with its official zero: ``04 tập thể``."""
    return f"{value:02}" if 0 < value < 10 else number(value)  # noqa: PLR2004 - one digit


def share(part: int, whole: int) -> str:
    """Write ``part`` of ``whole`` in percent; only all of them make 100%."""
    if whole <= 0:
        return NOTHING
    if part == whole:
        return "100%"
    exact = Decimal(100 * part) / whole
    percent = exact.quantize(_HUNDREDTH, ROUND_HALF_UP)
    if part < whole and percent >= 100:  # noqa: PLR2004 - percent
        percent -= _HUNDREDTH
    return f"{percent}".replace(".", ",") + "%"


def ratio(part: int, whole: int) -> str:
    """Write numerator and denominator, never the percentage alone."""
    return f"{number(part)}/{number(whole)}"


def file_number(value: int | None, symbol: str) -> str:
    """Write ``Số: 05/KH-BCĐ``; a draft leaves room for the number."""
    return f"Số: {'     ' if value is None else f'{value:02}'}/{symbol}"


def days_left(value: int) -> str:
    """Say how far a deadline is, in working days."""
    if value == 0:
        return "hết hạn hôm nay"
    if value > 0:
        return f"còn {count(value)} ngày làm việc"
    return f"quá hạn {count(-value)} ngày làm việc"


def seconds(milliseconds: int) -> str:
    """Write a span of time: ``12,3 giây``."""
    tenths = Decimal(milliseconds).scaleb(-3).quantize(_TENTH, ROUND_HALF_UP)
    return f"{tenths} giây".replace(".", ",")


def outcome(value: str) -> str:
    """Name an outcome of judging; unknown is neither yes nor no."""
    return _OUTCOMES[value]


def mark(unconfirmed: bool) -> str:  # noqa: FBT001 - a filter's only argument
    """Mark what nobody has checked against the law's own text."""
    return f" {UNCONFIRMED}" if unconfirmed else ""


def roman(value: int) -> str:
    """Number parts and appendices, up to XXXIX."""
    return "X" * (value // 10) + _ROMAN[value % 10]


def listed(names: Sequence[str]) -> str:
    """Join names as a sentence does: ``A, B và C``."""
    if len(names) <= 1:
        return "".join(names)
    return f"{', '.join(names[:-1])} và {names[-1]}"


def capital(words: str) -> str:
    """Begin with a capital and leave the rest alone."""
    return words[:1].upper() + words[1:]


def plain(words: str) -> str:
    """Take away what Markdown would read as markup: facts are never markup."""
    return _MARKUP.sub(r"\\\g<0>", _BLANK.sub(" ", words))
