"""A row's figures, and what others say of the same: what a check compares."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median_low

from rules.fields import Form
from rules.form_checks import Listing
from rules.forms import Value
from rules.text import number

Values = Mapping[str, Value]


@dataclass(frozen=True)
class Usual:
    """The figure in the middle of those of so many units."""

    middle: int
    units: int


@dataclass(frozen=True)
class Listed:
    """How many a list holds, where that came from, and where the total did."""

    count: int
    origin: str
    origin_of_total: str


@dataclass(frozen=True)
class Known:
    """What others say of the same figures, as far as it is known."""

    last_year: Values = field(default_factory=dict)
    peers: Mapping[str, Usual] = field(default_factory=dict)
    #: Of each unit below; nothing where it has not answered yet.
    children: Sequence[Values | None] = ()
    lists: Mapping[Listing, Listed] = field(default_factory=dict)


NOBODY = Known()


@dataclass(frozen=True)
class Row:
    form: Form
    facts: Values

    def label(self, key: str) -> str:
        return f"“{self.form.labels[key]}”"

    def says(self, key: str) -> str:
        return f"{self.label(key)} là {number(self.count(key))}"

    def knows(self, keys: Sequence[str]) -> bool:
        return all(self.facts.get(key) is not None for key in keys)

    def count(self, key: str) -> int:
        return count_of(self.facts, key)


def usual(told: Collection[Values]) -> dict[str, Usual]:
    """Find the middle of each whole number the rows of several units tell."""
    counts: dict[str, list[int]] = defaultdict(list)
    for facts in told:
        for key, value in facts.items():
            if type(value) is int:
                counts[key].append(value)
    return {key: Usual(median_low(each), len(each)) for key, each in counts.items()}


def count_of(facts: Values, key: str) -> int:
    """Return a whole number of a row; one that was left out counts nothing."""
    value = facts.get(key)
    return value if isinstance(value, int) else 0


def shown(value: Value) -> str:
    """Write a checked value as the sheet shows it."""
    if isinstance(value, int):
        return number(value)
    return f"{date.fromisoformat(str(value)):%d/%m/%Y}"
