"""Assessment windows: the days whose facts count for a year."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from rules.entries import ENACTED, Book, Entry, load
from rules.errors import LawNotInForceError
from rules.provisions import Provision, month_and_day, provision
from rules.units import KIND_NAMES, UnitKind


@dataclass(frozen=True, slots=True)
class Days:
    """The days between which something dated must lie; by what, if a text says so."""

    first: date
    last: date
    ground: str = ""

    def __str__(self) -> str:
        ground = f" ({self.ground})" if self.ground else ""
        return f"từ {self.first:%d/%m/%Y} đến hết {self.last:%d/%m/%Y}{ground}"


@dataclass(frozen=True, slots=True)
class Window:
    """From a day of the year before to a day of the year, both included."""

    start: date
    end: date
    provision: Provision

    def holds(self, day: date) -> bool:
        return self.start <= day <= self.end

    @property
    def days(self) -> Days:
        return Days(self.start, self.end, self.provision.citation)


@cache
def window(
    kind: UnitKind, year: int, book: Book = ENACTED, listed: str = "windows"
) -> Window:
    """Return the window whose own text is in force when it closes.

    What is judged beside recognition has a list of its own in the file.
    """
    for entry in load("windows.toml", book).tables(listed):
        if kind in entry.choices("kinds", UnitKind):
            found = _window(entry, year)
            if found.provision.in_force(found.end):
                return found
    raise LawNotInForceError(
        f"Chưa có mốc thời gian đánh giá năm {year} cho “{KIND_NAMES[kind]}”;"
        f" bổ sung `{listed}` trong rules/law/windows.toml."
    )


def _window(entry: Entry, year: int) -> Window:
    same_year = entry.perhaps("same_year", bool) or False
    return Window(
        start=date(year - (not same_year), *month_and_day(entry, "first_day")),
        end=date(year, *month_and_day(entry, "last_day")),
        provision=provision(entry),
    )
