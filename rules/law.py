"""What the law asks of a kind of unit on a given day."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from rules.criteria import Criterion, Shape, criterion
from rules.entries import ENACTED, Book, Entry, folder, load
from rules.errors import LawNotInForceError
from rules.provisions import Confidence, Provision, provision
from rules.units import KIND_NAMES, UnitKind

#: The folder of the texts on recognition.
RECOGNITION = "recognition"
#: Checks of other things than whether a unit meets a criterion.
NOT_OF_UNITS = frozenset({Shape.SCORED, Shape.SERVED_AT_LEAST})


@dataclass(frozen=True, slots=True)
class CriteriaSet:
    """All that one text asks of one kind of unit on one day."""

    key: str
    title: str
    note: str
    provision: Provision
    criteria: tuple[Criterion, ...]


@cache
def criteria_set(kind: UnitKind, on: date, book: Book = ENACTED) -> CriteriaSet:
    """Return what the text in force on a day asks of a kind of unit."""
    found = next(texts(RECOGNITION, kind, on, book), None)
    if found:
        return found
    raise LawNotInForceError(
        f"Chưa có tiêu chí công nhận nào cho “{KIND_NAMES[kind]}”"
        f" hiệu lực ngày {on:%d/%m/%Y}; bổ sung trong rules/law/recognition."
    )


def texts(
    kept_in: str, kind: UnitKind, on: date, book: Book = ENACTED
) -> Iterator[CriteriaSet]:
    """Yield every text of a folder that asks something of a kind of unit on a day."""
    for file in folder(kept_in, book):
        entry = load(file, book)
        if kind in entry.choices("kinds", UnitKind) and provision(entry).in_force(on):
            yield _criteria_set(entry, on)


def _criteria_set(entry: Entry, on: date) -> CriteriaSet:
    criteria = [criterion(table) for table in entry.tables("criteria")]
    for check in (each.check for each in criteria if each.check in NOT_OF_UNITS):
        raise entry.error("check", f"“{check}” không dùng để xét đơn vị đạt, chưa đạt")
    return CriteriaSet(
        key=entry.file.partition("/")[2].removesuffix(".toml"),
        title=entry.of("title", str),
        note=entry.perhaps("note", str) or "",
        provision=known_on(provision(entry), entry, on),
        criteria=tuple(
            replace(each, provision=known_on(each.provision, entry, on))
            for each in criteria
            if each.provision.in_force(on)
        ),
    )


def known_on(ground: Provision, text: Entry, on: date) -> Provision:
    """Confirm nothing of a text any longer, once a later one may have ended it."""
    doubted = text.day("doubted_since")
    if doubted is None or on < doubted:
        return ground
    return replace(ground, confidence=Confidence.UNCONFIRMED)
