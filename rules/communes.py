"""The communes of the country today, and those of a past year's sample."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rules.errors import MalformedRuleFileError


@dataclass(frozen=True)
class Commune:
    """A xã, phường, thị trấn or đặc khu, and what it lies in."""

    code: str
    name: str
    kind: str
    parent_code: str
    parent: str

    @property
    def full_name(self) -> str:
        return f"{self.kind.capitalize()} {self.name}"


@cache
def communes() -> tuple[Commune, ...]:
    """Return all communes since 01/7/2025; the parent is the province."""
    return tuple(_read("communes.csv"))


def communes_of(province: str) -> tuple[Commune, ...]:
    """Return the communes of a province: its code, or its full name."""
    return tuple(
        each for each in communes() if province in {each.parent_code, each.parent}
    )


@cache
def past_communes(file: str) -> tuple[Commune, ...]:
    """Return the communes of a province before 2025; the parent is the district."""
    return tuple(_read(f"{file}.csv"))


def _read(name: str) -> Iterator[Commune]:
    path = files("rules").joinpath("communes", name)
    try:
        _, *rows = csv.reader(path.read_text("utf-8").splitlines())
        yield from (Commune(*row) for row in rows)
    except (OSError, TypeError, ValueError) as problem:
        raise MalformedRuleFileError(f"rules/communes/{name}: {problem}") from problem
