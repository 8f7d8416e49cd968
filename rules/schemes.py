"""Scoring tables: what is scored out of 100, and what the total is called."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache

from rules.criteria import Criterion, criterion
from rules.entries import ENACTED, Book, Entry, load
from rules.errors import LawNotInForceError, MalformedRuleFileError
from rules.provisions import Provision, provision
from rules.units import KIND_NAMES, UnitKind

FULL_MARKS = Decimal(100)


class MovementGrade(StrEnum):
    EXCELLENT = "excellent"
    GOOD = "good"
    AVERAGE = "average"
    WEAK = "weak"


GRADE_NAMES = {
    MovementGrade.EXCELLENT: "xuất sắc",
    MovementGrade.GOOD: "khá",
    MovementGrade.AVERAGE: "trung bình",
    MovementGrade.WEAK: "yếu",
}


@dataclass(frozen=True, slots=True)
class Band:
    """A grade, from what total, and whether only a recognised unit may have it."""

    grade: MovementGrade
    minimum: Decimal
    needs_recognition: bool
    provision: Provision


@dataclass(frozen=True, slots=True)
class Scheme:
    """One kind of unit's scoring table, with the grades in force, best first."""

    name: str
    title: str
    note: str
    provision: Provision
    items: tuple[Criterion, ...]
    bands: tuple[Band, ...]

    def item(self, code: str) -> Criterion | None:
        return next((item for item in self.items if item.id == code), None)


@cache
def scheme(name: str | None, kind: UnitKind, on: date, book: Book = ENACTED) -> Scheme:
    """Return the named table, or without a name the national one, on a day."""
    for entry in load("grading/schemes.toml", book).tables("schemes"):
        chosen = entry.name == name if name else entry.of("default", bool)
        if chosen and provision(entry).in_force(on):
            return _scheme(entry, kind, on, book)
    asked = f"“{name}”" if name else "chung của toàn quốc"
    raise LawNotInForceError(
        f"Bảng điểm {asked} không có hoặc không có hiệu lực ngày {on:%d/%m/%Y};"
        " kiểm tra rules/law/grading/schemes.toml và `grading` của rules/cycles."
    )


def _scheme(entry: Entry, kind: UnitKind, on: date, book: Book) -> Scheme:
    tables = entry.table("tables")
    if kind not in tables.values:
        raise LawNotInForceError(
            f"Bảng điểm “{entry.name}” không chấm “{KIND_NAMES[kind]}”."
        )
    table = load(f"grading/{tables.of(kind, str)}.toml", book)
    if not provision(table).in_force(on):
        raise LawNotInForceError(
            f"Bảng điểm “{table.of('title', str)}” không có hiệu lực"
            f" ngày {on:%d/%m/%Y}; xem {table.where}."
        )
    return Scheme(
        name=entry.name,
        title=table.of("title", str),
        note=table.perhaps("note", str) or "",
        provision=provision(table),
        items=items_of(table),
        bands=_bands(on, book),
    )


def items_of(table: Entry) -> tuple[Criterion, ...]:
    items = tuple(criterion(entry) for entry in table.tables("items"))
    total = sum(item.bound for item in items)
    if total != FULL_MARKS:
        raise table.error("items", f"tổng điểm chuẩn là {total}, phải là {FULL_MARKS}")
    if len({item.id for item in items}) < len(items):
        raise table.error("items", "có mã mục trùng nhau")
    return items


def _bands(on: date, book: Book) -> tuple[Band, ...]:
    bands = load("grading/bands.toml", book)
    for table in bands.tables("tables"):
        if provision(table).in_force(on):
            return tuple(_band(entry) for entry in table.tables("bands"))
    raise MalformedRuleFileError(
        f"{bands.where}: chưa có mức phân loại ngày {on:%d/%m/%Y}."
    )


def _band(entry: Entry) -> Band:
    return Band(
        grade=entry.choice("id", MovementGrade),
        minimum=entry.points("minimum"),
        needs_recognition=entry.of("needs_recognition", bool),
        provision=provision(entry),
    )
