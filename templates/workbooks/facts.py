"""What a workbook is written from; deciding it is not done here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from rules.fields import Form
from rules.forms import Cell, Value
from rules.windows import Days


@dataclass(frozen=True)
class Item:
    """A row that is given: what it is about, and the most it may be worth."""

    text: str
    maximum: Decimal


@dataclass(frozen=True)
class FormSheet:
    """One form: rows begun or already told, then empty ones for a form of many rows."""

    form: Form
    rows: Sequence[Mapping[str, Value]]
    #: What each empty row holds from the start; none: no row may be added.
    empty: Sequence[Mapping[str, Value]] = ()
    #: What was told the year before.
    before: Sequence[Mapping[str, Value]] = ()
    #: Of the rows that are given, by the value that names them.
    items: Mapping[str, Item] = field(default_factory=dict)
    #: The days between which what is reported must have happened.
    days: Days | None = None
    #: The units that may be named in a row: code and name.
    units: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Cover:
    """What, by when, to whom."""

    office: str
    address: str
    year: int
    period: str
    title: str
    units: Sequence[tuple[str, str]]
    #: A blank workbook is due on no day, and has no version.
    due: date | None
    locks: date | None
    how: str
    source: str
    unconfirmed: bool
    as_of: date
    version: str


@dataclass(frozen=True)
class Book:
    cover: Cover
    sheets: Sequence[FormSheet]
    #: The cells of the hidden sheet that says which workbook it is; a blank has none.
    mark: Sequence[Sequence[Cell]] = ()
