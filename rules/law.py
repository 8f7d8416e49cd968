"""What the law asks of a kind of unit on a given day."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from rules.criteria import Criterion, Shape, criterion
from rules.entries import ENACTED, Book, Entry, folder, load
from rules.errors import LawNotInForceError
from rules.provisions import Provision, provision
from rules.units import KIND_NAMES, UnitKind


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
    for file in folder("recognition", book):
        entry = load(file, book)
        text = provision(entry)
        if kind in entry.choices("kinds", UnitKind) and text.in_force(on):
            return _criteria_set(entry, text, on)
    raise LawNotInForceError(
        f"Chưa có tiêu chí công nhận nào cho “{KIND_NAMES[kind]}”"
        f" hiệu lực ngày {on:%d/%m/%Y}; bổ sung trong rules/law/recognition."
    )


def _criteria_set(entry: Entry, text: Provision, on: date) -> CriteriaSet:
    criteria = [criterion(table) for table in entry.tables("criteria")]
    if any(c.check is Shape.SCORED for c in criteria):
        raise entry.error("check", "tiêu chí công nhận không chấm điểm")
    return CriteriaSet(
        key=entry.file.removeprefix("recognition/").removesuffix(".toml"),
        title=entry.of("title", str),
        note=entry.perhaps("note", str) or "",
        provision=text,
        criteria=tuple(c for c in criteria if c.provision.in_force(on)),
    )
