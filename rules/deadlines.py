"""Deadlines by named shapes: the last day that counts, and how it was derived."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rules.timetable import Calendar, table_of

#: A deadline as the year's file tells it: ``{ by_end_of = 2026-03-31 }``.
Rule = Mapping[str, object]


@dataclass(frozen=True)
class Deadline:
    """The last day that counts, and how it was derived."""

    day: date
    derivation: str


def deadline(rule: Rule, days: Calendar) -> Deadline:
    """Return the last day that counts. Only one that says so moves off a day off."""
    told = dict(rule)
    shifts = told.pop("shifts", None)
    derive = _SHAPES.get(frozenset(told))
    if derive is None:
        raise ValueError(f"Không hiểu thời hạn {told}: cần một trong {_KNOWN}")
    derived = derive(told, days)
    if shifts is None:
        return derived
    if shifts not in _SHIFTS:
        raise ValueError(
            f"“shifts” chỉ nhận {' hoặc '.join(_SHIFTS)}, không {shifts!r}"
        )
    return _SHIFTS[str(shifts)](derived, days)


def _before(rule: Rule, _: Calendar) -> Deadline:
    day = _day(rule, "before")
    words = f"trước ngày {day:%d/%m/%Y}, không tính ngày này"
    return Deadline(day - timedelta(days=1), words)


def _by_end_of(rule: Rule, _: Calendar) -> Deadline:
    day = _day(rule, "by_end_of")
    return Deadline(day, f"đến hết ngày {day:%d/%m/%Y}")


def _last_working_day_of(rule: Rule, days: Calendar) -> Deadline:
    day = _day(rule, "last_working_day_of")
    words = f"ngày làm việc cuối tính đến {day:%d/%m/%Y}"
    return _counted(Deadline(days.last_working_day_until(day), words), day, days)


def _working_days_before(rule: Rule, days: Calendar) -> Deadline:
    day, number = _day(rule, "of"), _number(rule, "working_days_before")
    words = f"{number:02} ngày làm việc trước ngày {day:%d/%m/%Y}, không tính ngày này"
    return _counted(Deadline(days.days_before(day, number), words), day, days)


def _working_days_after(rule: Rule, days: Calendar) -> Deadline:
    day, number = _day(rule, "of"), _number(rule, "working_days_after")
    words = (
        f"{number:02} ngày làm việc sau ngày {day:%d/%m/%Y}, không tính ngày này"
        " (Bộ luật Dân sự 2015, Điều 147)"
    )
    return _counted(Deadline(days.days_after(day, number), words), day, days)


def _later(fixed: Deadline, days: Calendar) -> Deadline:
    last = days.first_working_day_from(fixed.day)
    words = (
        f"{_falls(fixed)}, lùi đến hết ngày {last:%d/%m/%Y}"
        " (Bộ luật Dân sự 2015, Điều 148 khoản 5)"
    )
    return _shifted(fixed, Deadline(last, words), days)


def _earlier(fixed: Deadline, days: Calendar) -> Deadline:
    last = days.last_working_day_until(fixed.day)
    words = f"{_falls(fixed)}, đưa lên ngày làm việc liền trước là {last:%d/%m/%Y}"
    return _shifted(fixed, Deadline(last, words), days)


def _falls(fixed: Deadline) -> str:
    return f"{fixed.derivation}; ngày {fixed.day:%d/%m/%Y} rơi vào ngày nghỉ"


def _shifted(fixed: Deadline, moved: Deadline, days: Calendar) -> Deadline:
    return _counted(fixed if fixed.day == moved.day else moved, fixed.day, days)


def _counted(derived: Deadline, since: date, days: Calendar) -> Deadline:
    """Mark a date that was counted through a year whose days off are unknown."""
    first, last = sorted((since, derived.day))
    unknown = days.unknown_years(first, last)
    if not unknown:
        return derived
    missing = ", ".join(table_of(year) for year in unknown)
    return replace(
        derived, derivation=f"{derived.derivation}; tạm tính vì chưa có {missing}"
    )


def _day(rule: Rule, key: str) -> date:
    day = rule[key]
    if type(day) is not date:
        raise ValueError(f"“{key}” cần một ngày, ví dụ 2026-06-15, không phải {day!r}")
    return day


def _number(rule: Rule, key: str) -> int:
    number = rule[key]
    if type(number) is not int or number < 1:
        raise ValueError(f"“{key}” cần số ngày từ 1 trở lên, không phải {number!r}")
    return number


_SHAPES: Mapping[frozenset[str], Callable[[Rule, Calendar], Deadline]] = {
    frozenset({"before"}): _before,
    frozenset({"by_end_of"}): _by_end_of,
    frozenset({"last_working_day_of"}): _last_working_day_of,
    frozenset({"working_days_before", "of"}): _working_days_before,
    frozenset({"working_days_after", "of"}): _working_days_after,
}
_KNOWN = (
    "before, by_end_of, last_working_day_of, working_days_before kèm of,"
    " working_days_after kèm of; thêm được shifts"
)
_SHIFTS: Mapping[str, Callable[[Deadline, Calendar], Deadline]] = {
    "later": _later,
    "earlier": _earlier,
}
