"""Working days: days off, days off in lieu, and Saturdays worked for them."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from rules.errors import MalformedRuleFileError

SATURDAY = 5
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """The days that differ from an ordinary week."""

    days_off: frozenset[date] = frozenset()
    makeup_days: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        weekend = day.weekday() >= SATURDAY
        return day in self.makeup_days or not (weekend or day in self.days_off)

    def working_days_left(self, today: date, deadline: date) -> int:
        """Count the working days from ``today`` to ``deadline``, today excluded.

        Negative once the deadline has passed: the working days it is late.
        """
        if deadline < today:
            return -self.working_days_left(deadline, today)
        span = (deadline - today).days
        days = (today + n * DAY for n in range(1, span + 1))
        return sum(self.is_working_day(day) for day in days)

    def last_working_day_until(self, day: date) -> date:
        while not self.is_working_day(day):
            day -= DAY
        return day

    def days_after(self, day: date, working_days: int) -> date:
        """Return the day that is so many working days later, the first excluded."""
        while working_days:
            day += DAY
            working_days -= self.is_working_day(day)
        return day


@cache
def calendar() -> Calendar:
    """Read every ``rules/holidays/<year>.toml``."""
    days: dict[str, set[date]] = {
        "holiday": set(),
        "compensatory_off": set(),
        "makeup_working_day": set(),
    }
    for year in files("rules").joinpath("holidays").iterdir():
        try:
            for entry in tomllib.loads(year.read_text("utf-8"))["days"]:
                days[entry["kind"]].update(entry["on"])
        except (ValueError, KeyError, TypeError) as problem:
            raise MalformedRuleFileError(
                f"rules/holidays/{year.name}: {problem}"
            ) from problem
    off = frozenset(days["holiday"] | days["compensatory_off"])
    return Calendar(off, frozenset(days["makeup_working_day"]))
