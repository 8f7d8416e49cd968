"""What may be answered in a cell: the list, the bounds, the hint, the refusal."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from rules.fields import Field, FieldType
from rules.forms import NO, NOT_APPLICABLE, YES, Value
from rules.windows import Days
from templates.workbooks.cells import shown

#: What Excel shows of a heading and of a message.
_HEADING, _MESSAGE = 32, 255
_FIRST, _LAST = date(1930, 1, 1), date(2100, 12, 31)
_MOST = 999_999_999
_YES_NO = {
    FieldType.YES_NO: [YES, NO],
    FieldType.YES_NO_NA: [YES, NO, NOT_APPLICABLE],
}
Validation = dict[str, object]


def validation(
    asked: Field, *, days: Days | None, offered: str, hint: str = ""
) -> Validation:
    """Say what a cell takes; ``offered`` is where its list stands, if it has one."""
    rule = {
        "ignore_blank": True,
        "input_title": _cut(asked.label, _HEADING),
        "input_message": _cut(_message(asked, hint), _MESSAGE),
        "error_title": "Chưa nhận được",
    }
    return rule | _taken(asked, days if asked.moment else None, offered)


def within(rule: Validation, least: int, most: Decimal) -> Validation:
    """Narrow a number down to what one row may hold."""
    bound = shown(str(most), FieldType.POINTS)
    said = f"Cần một số điểm từ {least} đến {bound}; số lẻ ghi như 1,5."
    return rule | {"minimum": least, "maximum": float(most), "error_message": said}


def _taken(asked: Field, days: Days | None, offered: str) -> Validation:
    match asked.type:
        case FieldType.WHOLE | FieldType.POINTS:
            return _number(asked)
        case FieldType.DATE:
            return _date(days)
        case FieldType.YES_NO | FieldType.YES_NO_NA:
            return _list(_YES_NO[asked.type])
        case FieldType.CHOICE:
            return _list(f"={offered}")
        case FieldType.UNIT if offered:
            said = "Mã này không có trong trang “Danh mục đơn vị”. Vẫn ghi mã này?"
            return _list(f"={offered}") | {
                "error_type": "warning",
                "error_message": said,
            }
        case _:
            return {"validate": "any"}


def _list(source: Sequence[str] | str) -> Validation:
    said = "Chọn một giá trị trong danh sách: bấm mũi tên ở bên phải ô."
    return {"validate": "list", "source": source, "error_message": said}


def _number(asked: Field) -> Validation:
    least, most = asked.min or 0, asked.max if asked.max is not None else _MOST
    whole = asked.type is FieldType.WHOLE
    kind, example = ("số nguyên", "12") if whole else ("số điểm", "7,5")
    bounds = f"từ {shown(least)} đến {shown(most)}"
    return {
        "validate": "integer" if whole else "decimal",
        "criteria": "between",
        "minimum": least,
        "maximum": most,
        "error_message": f"Cần một {kind} {bounds}, ví dụ {example}.",
    }


def _date(days: Days | None) -> Validation:
    first, last = (days.first, days.last) if days else (_FIRST, _LAST)
    said = "Cần một ngày, ghi theo dạng ngày/tháng/năm"
    bounds = f", {days}" if days else ""
    return {
        "validate": "date",
        "criteria": "between",
        "minimum": first,
        "maximum": last,
        "error_message": _cut(f"{said}{bounds}.", _MESSAGE),
    }


def _message(asked: Field, hint: str) -> str:
    """Explain a cell: what is meant, in what it counts, whether it must be filled."""
    parts = (
        hint,
        _sentence(asked.help),
        f"Đơn vị tính: {asked.unit}." if asked.unit else "",
        "Bắt buộc." if asked.required else "",
    )
    return "\n".join(part for part in parts if part)


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}." if words else ""


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def before(asked: Field, rows: Sequence[Mapping[str, Value]], year: int) -> str:
    """Say what one unit answered the year before."""
    value = rows[0].get(asked.key) if len(rows) == 1 else None
    if value is None or asked.type is FieldType.UNIT:
        return ""
    unit = f" {asked.unit}" if asked.unit else ""
    return f"Năm {year}: {shown(value, asked.type)}{unit}."


def of_item(rule: Validation, text: str) -> Validation:
    """Say in a hint which item a row is about."""
    said = f"{text}\n{rule['input_message']}"
    return rule | {"input_message": _cut(said, _MESSAGE)}
