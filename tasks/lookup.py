"""Find the unit an official means, by code or by name."""

from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.units import Unit, alive
from rules.errors import UnclearRequestError, UnknownUnitError
from rules.text import tidy
from rules.units import UnitKind

PLACES = (UnitKind.RESIDENTIAL_AREA, UnitKind.COMMUNE)
NEAR = 5
#: How alike a mistyped code or name must be to be offered.
ALIKE = 0.6


def found(
    alive: Sequence[Unit], asked: str, on: date, ended: Sequence[Unit] = ()
) -> Unit:
    """Return the unit meant, of those alive if it can be one of them.

    When it is not clear which, name those that are near.
    """
    key = tidy(asked).casefold()
    meant = _so_called(alive, key) or _so_called(ended, key)
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise UnknownUnitError(
            f"Có {len(meant)} đơn vị tên “{asked}”; hãy ghi mã: {_listed(meant)}."
        )
    near = _listed(_near([*alive, *ended], key))
    raise UnknownUnitError(
        f"Không có đơn vị nào mang mã hay tên “{asked}” vào ngày {on:%d/%m/%Y}."
        + (f" Gần giống: {near}." if near else "")
    )


def place_of_households(session: Session, asked: str, on: date) -> Unit:
    """Return the area or the commune meant."""
    unit = found(session.scalars(select(Unit).where(alive(on))).all(), asked, on)
    if unit.kind not in PLACES:
        raise UnclearRequestError(
            f"“{unit.name}” không phải là khu dân cư hay xã:"
            " danh sách hộ chỉ xem trong một khu dân cư hoặc một xã."
        )
    return unit


def _so_called(units: Sequence[Unit], key: str) -> list[Unit]:
    bearing = [unit for unit in units if unit.code.casefold() == key]
    return bearing or [unit for unit in units if unit.name.casefold() == key]


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
