"""The facts the law may ask about: what each is called, and who offers it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from rules.entries import ENACTED, Book, load
from rules.units import UnitKind

KEYS = frozenset({"name", "forms", "field", "counted", "unit", "asked", "of"})


@dataclass(frozen=True, slots=True)
class AskedFact:
    """A fact's name, the forms that offer it, and what it is counted from, if it is.

    ``asked`` says what asks for it, when no criterion does.
    """

    key: str
    name: str
    forms: tuple[str, ...]
    field: str
    counted: str
    unit: str  # of a number, where its name does not say
    of: UnitKind | None  # whose results are counted: they close with its window
    asked: str


@cache
def asked_facts(book: Book = ENACTED) -> Mapping[str, AskedFact]:
    """Read every fact a criterion may ask about, by key."""
    file = load("facts.toml", book)
    tables = {key: file.table(key) for key in file.values}
    for table in tables.values():
        table.only(KEYS)
    return {
        key: AskedFact(
            key=key,
            name=table.of("name", str),
            forms=table.words("forms"),
            field=table.perhaps("field", str) or key,
            counted=table.perhaps("counted", str) or "",
            unit=table.perhaps("unit", str) or "",
            of=table.choice("of", UnitKind) if "of" in table.values else None,
            asked=table.perhaps("asked", str) or "",
        )
        for key, table in tables.items()
    }


def name_of(key: str) -> str:
    """Name a fact; one the law no longer asks about keeps its key."""
    known = asked_facts().get(key)
    return known.name if known else key
