"""Working days: days off, days off in lieu, and Saturdays worked for them."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

from rules.errors import MalformedRuleFileError

HOLIDAYS = Path(__file__).with_name("holidays")
SATURDAY = 5
DAY = timedelta(days=1)


class DayKind(StrEnum):
    HOLIDAY = "holiday"
    COMPENSATORY_OFF = "compensatory_off"
    MAKEUP = "makeup_working_day"


@dataclass(frozen=True)
class SpecialDay:
    """A day that differs from an ordinary week, and who says so."""

    on: date
    kind: DayKind
    name: str
    source: str
    confidence: str


@dataclass(frozen=True)
class Calendar:
    """The days that differ from an ordinary week.

    In a year without a table only weekends are off, so that a day in January never
    stands still for want of one; what is counted there is provisional. Whoever derives
    a date or shows the year's standing asks ``unknown_years`` and says so, and no year
    is started without its own table.
    """

    days_off: frozenset[date] = frozenset()
    makeup_days: frozenset[date] = frozenset()
    #: The years that have a table; every year, where none is named.
    years: frozenset[int] | None = None

    @classmethod
    def of(cls, days: Iterable[SpecialDay]) -> "Calendar":
        told = list(days)
        makeup = frozenset(day.on for day in told if day.kind is DayKind.MAKEUP)
        every = frozenset(day.on for day in told)
        return cls(every - makeup, makeup, frozenset(day.year for day in every))

    def is_working_day(self, day: date) -> bool:
        weekend = day.weekday() >= SATURDAY
        return day in self.makeup_days or not (weekend or day in self.days_off)

    def unknown_years(self, first: date, last: date) -> list[int]:
        """Return the years of a span whose days off nobody has told yet."""
        span = range(first.year, last.year + 1)
        return [] if self.years is None else sorted(set(span) - self.years)

    def require(self, year: int) -> None:
        """Refuse a year whose days off nobody has told yet."""
        if self.unknown_years(date(year, 1, 1), date(year, 1, 1)):
            raise MalformedRuleFileError(
                f"Chưa có bảng ngày nghỉ năm {year}: chép bảng của năm trước thành"
                f" {table_of(year)} rồi sửa theo thông báo nghỉ của năm {year}."
            )

    def working_days_left(self, today: date, deadline: date) -> int:
        """Count the working days from ``today`` to ``deadline``, today excluded.

        Negative once the deadline has passed: the working days it is late.
        """
        if deadline < today:
            return -self.working_days_left(deadline, today)
        span = (deadline - today).days
        days = (today + n * DAY for n in range(1, span + 1))
        return sum(self.is_working_day(day) for day in days)

    def working_days_late(self, deadline: date, day: date) -> int:
        """Count the working days a day is late; one at least, be it a day off."""
        if day <= deadline:
            return 0
        return max(1, self.working_days_left(deadline, day))

    def last_working_day_until(self, day: date) -> date:
        while not self.is_working_day(day):
            day -= DAY
        return day

    def first_working_day_from(self, day: date) -> date:
        while not self.is_working_day(day):
            day += DAY
        return day

    def days_after(self, day: date, working_days: int) -> date:
        """Return the day that is so many working days later, the first excluded."""
        while working_days:
            day += DAY
            working_days -= self.is_working_day(day)
        return day

    def days_before(self, day: date, working_days: int) -> date:
        """Return the day that is so many working days earlier, the first excluded."""
        while working_days:
            day -= DAY
            working_days -= self.is_working_day(day)
        return day

    def reached_on(self, due: date, mark: int) -> date:
        """Return the working day on which so many are left, negative once late."""
        if mark < 0:
            return self.days_after(due, -mark)
        return self.days_before(self.last_working_day_until(due), mark)


def table_of(year: int) -> str:
    """Name the file that tells a year's days off."""
    return f"rules/holidays/{year}.toml"


@cache
def calendar(folder: Path = HOLIDAYS) -> Calendar:
    return Calendar.of(special_days(folder))


@cache
def special_days(folder: Path = HOLIDAYS) -> tuple[SpecialDay, ...]:
    """Read every ``<year>.toml`` of a folder, day by day."""
    days = [day for file in sorted(folder.glob("*.toml")) for day in _read(file)]
    return tuple(sorted(days, key=lambda day: day.on))


def _read(file: Path) -> list[SpecialDay]:
    path = f"rules/holidays/{file.name}"
    try:
        entries = tomllib.loads(file.read_text("utf-8"))["days"]
        days = [day for entry in entries for day in _days(entry)]
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise MalformedRuleFileError(f"{path}: {problem}") from problem
    seen = set[date]()
    for day in days:
        if str(day.on.year) != file.stem:
            raise MalformedRuleFileError(
                f"{path}: ngày {day.on:%d/%m/%Y} không thuộc năm {file.stem}."
            )
        if day.on in seen:
            raise MalformedRuleFileError(
                f"{path}: ngày {day.on:%d/%m/%Y} ghi hai lần, giữ lại một."
            )
        seen.add(day.on)
    return days


def _days(entry: Mapping[str, object]) -> Iterator[SpecialDay]:
    told = dict(entry)
    kind, on = DayKind(str(told.pop("kind"))), told.pop("on")
    if not isinstance(on, list) or {type(day) for day in on} != {date}:
        raise ValueError(
            f"“on” cần danh sách ngày, ví dụ [2026-01-01], không phải {on}"
        )
    texts = {key: str(text) for key, text in told.items()}
    return (SpecialDay(day, kind, **texts) for day in on)
