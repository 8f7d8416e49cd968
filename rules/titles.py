"""The catalogue of honours: forms of commendation, emulation titles, and neither."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.entries import ENACTED, Book, Entry, load
from rules.errors import LawNotInForceError
from rules.provisions import Provision, provision

FILE = "commendations/titles.toml"


class HonourKind(StrEnum):
    FORM = "form"
    TITLE = "title"
    NEITHER = "neither"


HONOUR_KIND_NAMES = {
    HonourKind.FORM: "hình thức khen thưởng",
    HonourKind.TITLE: "danh hiệu thi đua",
    HonourKind.NEITHER: "không phải hình thức khen thưởng, danh hiệu thi đua",
}


@dataclass(frozen=True, slots=True)
class Honour:
    """What may be proposed, or may not; a form's deciders are in ``rules.awards``."""

    key: str
    kind: HonourKind
    title: str
    decided_by: str
    note: str
    provision: Provision


def honours(on: date, book: Book = ENACTED) -> tuple[Honour, ...]:
    """Return the catalogue as it stands on a day, in the order of its file."""
    entries = load(FILE, book).tables("honours")
    return tuple(_honour(entry) for entry in entries if provision(entry).in_force(on))


def honour(key: str, on: date, book: Book = ENACTED) -> Honour:
    for each in honours(on, book):
        if each.key == key:
            return each
    raise LawNotInForceError(
        f"Danh mục không có “{key}” hiệu lực ngày {on:%d/%m/%Y};"
        f" bổ sung trong rules/law/{FILE}."
    )


def _honour(entry: Entry) -> Honour:
    kind = entry.choice("kind", HonourKind)
    named = entry.of if kind is HonourKind.TITLE else entry.perhaps
    return Honour(
        key=entry.of("id", str),
        kind=kind,
        title=entry.of("title", str),
        decided_by=named("decided_by", str) or "",
        note=entry.perhaps("note", str) or "",
        provision=provision(entry),
    )
