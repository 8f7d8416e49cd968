"""The keys of the law's tables: what each is called, and its value in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from rules.awards import AWARD_NAMES, AwardForm, Denominator
from rules.entries import Choice, Entry
from rules.provisions import month_and_day
from rules.routes import RECIPIENT_NAMES, Recipient
from rules.service import POST_NAMES, Post
from rules.team_standards import LEVEL_NAMES, TeamLevel
from rules.titles import HONOUR_KIND_NAMES, HonourKind
from rules.units import KIND_NAMES, TIER_NAMES, Tier, UnitKind

MANAGING = "managing"
DENOMINATOR_NAMES = {
    Denominator.TOTAL: "tổng số thành viên",
    Denominator.PRESENT: "số thành viên dự họp",
}


@dataclass(frozen=True, slots=True)
class Key:
    """A key's name in words, and how its value is told; a wrong value is refused."""

    name: str
    told: Callable[[Entry], str]


def _text(key: str, entry: Entry) -> str:
    text = entry.of(key, str)
    if not text:
        raise entry.error(key, "để trống")
    return text


def _named(
    key: str, kind: type[Choice], names: Mapping[Choice, str], entry: Entry
) -> str:
    return ", ".join(names[each] for each in entry.choices(key, kind))


def _day_of_the_year(key: str, entry: Entry) -> str:
    month, day = month_and_day(entry, key)
    return f"{day:02}/{month:02}"


def _first_day(entry: Entry) -> str:
    year = "cùng năm" if entry.perhaps("same_year", bool) else "năm trước"
    return f"{_day_of_the_year('first_day', entry)} {year}"


def _day(key: str, entry: Entry) -> str:
    return f"{entry.day(key):%d/%m/%Y}"


def _whole(key: str, least: int, most: int, entry: Entry) -> str:
    number = entry.of(key, int)
    if not least <= number <= most:
        raise entry.error(key, f"{number} không hợp lý, cần từ {least} đến {most}")
    return str(number)


def _answer(key: str, entry: Entry) -> str:
    return "có" if entry.of(key, bool) else "không"


def _level(entry: Entry) -> str:
    if entry.of("level", str) == MANAGING:
        return "cấp quản lý của chính đơn vị"
    return TIER_NAMES[entry.choice("level", Tier)]


def _one(
    key: str, kind: type[Choice], names: Mapping[Choice, str], entry: Entry
) -> str:
    return names[entry.choice(key, kind)]


def _scored_kinds(entry: Entry) -> str:
    tables = entry.table("tables")
    kinds = replace(entry, values={"kinds": list(tables.values)})
    return _named("kinds", UnitKind, KIND_NAMES, kinds)


KEYS: Mapping[str, Key] = {
    "title": Key("Tên", partial(_text, "title")),
    "kinds": Key("Loại đơn vị", partial(_named, "kinds", UnitKind, KIND_NAMES)),
    "doubted_since": Key(
        "CHƯA XÁC NHẬN còn hiệu lực từ ngày", partial(_day, "doubted_since")
    ),
    "first_day": Key("Từ ngày", _first_day),
    "last_day": Key("Đến hết ngày", partial(_day_of_the_year, "last_day")),
    "level": Key("Ủy ban nhân dân quyết định", _level),
    "decided_by": Key("Người quyết định", partial(_text, "decided_by")),
    "forms": Key("Hình thức", partial(_named, "forms", AwardForm, AWARD_NAMES)),
    "denominator": Key(
        "Tỷ lệ tính trên",
        partial(_one, "denominator", Denominator, DENOMINATOR_NAMES),
    ),
    "days_in_a_month": Key(
        "Số ngày lẻ gộp thành một tháng", partial(_whole, "days_in_a_month", 28, 31)
    ),
    "years": Key("Số năm lưu", partial(_whole, "years", 1, 99)),
    "working_days": Key("Số ngày làm việc", partial(_whole, "working_days", 1, 60)),
    "days": Key("Số ngày", partial(_whole, "days", 1, 365)),
    "posts": Key("Chức danh được tính", partial(_named, "posts", Post, POST_NAMES)),
    "special_area_factor": Key(
        "Hệ số thời gian ở địa bàn đặc biệt",
        partial(_whole, "special_area_factor", 1, 9),
    ),
    "default": Key("Dùng chung toàn quốc", partial(_answer, "default")),
    "tables": Key("Chấm cho", _scored_kinds),
    "of": Key("Tính trên mức", partial(_one, "of", TeamLevel, LEVEL_NAMES)),
    "percent": Key("Nhiều nhất (%)", partial(_whole, "percent", 1, 100)),
    "kind": Key("Là", partial(_one, "kind", HonourKind, HONOUR_KIND_NAMES)),
    "recipient": Key("Gửi về", partial(_one, "recipient", Recipient, RECIPIENT_NAMES)),
    "recipients": Key(
        "Địa phương được chọn",
        partial(_named, "recipients", Recipient, RECIPIENT_NAMES),
    ),
    "note": Key("Ghi chú", partial(_text, "note")),
    "minimum": Key("Từ tổng điểm", partial(_whole, "minimum", 0, 100)),
    "needs_recognition": Key(
        "Phải được công nhận", partial(_answer, "needs_recognition")
    ),
}
