"""Find the unit an official means, by code or by name."""

from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches

from db.units import Unit
from rules.errors import UnknownUnitError
from rules.text import tidy

NEAR = 5
#: How alike a mistyped code or name must be to be offered.
ALIKE = 0.6


def found(alive: Sequence[Unit], asked: str, on: date) -> Unit:
    """Return the unit meant; when it is not clear which, name those that are near."""
    key = tidy(asked).casefold()
    meant = [unit for unit in alive if unit.code.casefold() == key]
    meant = meant or [unit for unit in alive if unit.name.casefold() == key]
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise UnknownUnitError(
            f"Có {len(meant)} đơn vị tên “{asked}”; hãy ghi mã: {_listed(meant)}."
        )
    near = _listed(_near(alive, key))
    raise UnknownUnitError(
        f"Không có đơn vị nào mang mã hay tên “{asked}” vào ngày {on:%d/%m/%Y}."
        + (f" Gần giống: {near}." if near else "")
    )


def _near(alive: Sequence[Unit], key: str) -> list[Unit]:
    words: dict[str, Unit] = {}
    for unit in alive:
        words.setdefault(unit.code.casefold(), unit)
        words.setdefault(unit.name.casefold(), unit)
    holding = [unit for word, unit in words.items() if word.startswith(key)]
    alike = [words[word] for word in get_close_matches(key, words, NEAR, ALIKE)]
    return list(dict.fromkeys(holding + alike))


def _listed(units: Sequence[Unit]) -> str:
    shown = [f"{unit.code} ({unit.name})" for unit in units[:NEAR]]
    return "; ".join([*shown, "…"] if len(units) > NEAR else shown)
