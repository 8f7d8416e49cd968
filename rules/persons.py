"""Where personal data is kept, of whom, why, for how long, and what stays after it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from rules.entries import load
from rules.errors import LawNotInForceError, MalformedRuleFileError
from rules.provisions import Provision, provision

FILE = "personal_data.toml"
INVENTORY = "rules/persons.toml"
#: What stands where a person's data was, by why it is there no more.
EXPIRED, ERASED = "(đã xóa theo thời hạn)", "(đã xóa theo yêu cầu)"
_BEGINS = "(đã xóa"
RETENTION_NAMES = {
    "households": "họ tên chủ hộ",
    "nominees": "người được đề nghị mà không được khen",
    "awards": "người được khen thưởng",
    "mistakes": "nội dung ô ghi sai",
    "letters": "nội dung thư",
    "accounts": "tài khoản đã xem",
}


@dataclass(frozen=True)
class Place:
    """Columns of a table, fields of a form, or files, that hold personal data."""

    what: str
    purpose: str
    retention: str
    stays: str
    table: str = ""
    columns: tuple[str, ...] = ()
    form: str = ""
    fields: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        named = self.columns or self.fields
        return f"{self.table or self.form}: {', '.join(named or self.files)}"


@dataclass(frozen=True)
class Inventory:
    """Every place of personal data; and the texts that are said to hold none."""

    places: tuple[Place, ...]
    impersonal_columns: frozenset[tuple[str, str]]
    impersonal_fields: frozenset[tuple[str, str]]

    @property
    def columns(self) -> frozenset[tuple[str, str]]:
        return frozenset((p.table, column) for p in self.places for column in p.columns)

    @property
    def fields(self) -> frozenset[tuple[str, str]]:
        return frozenset((p.form, field) for p in self.places for field in p.fields)

    def of_form(self, form: str) -> tuple[str, ...]:
        return next((p.fields for p in self.places if p.form == form), ())


@dataclass(frozen=True)
class Retention:
    """How many years data is kept after that of its origin; None: it is not purged."""

    key: str
    years: int | None
    provision: Provision

    def kept_from(self, today: date) -> date | None:
        """Return the first day of what is still kept; what is older is over."""
        return None if self.years is None else date(today.year - self.years, 1, 1)


@cache
def inventory() -> Inventory:
    """Read ``rules/persons.toml``."""
    text = files("rules").joinpath("persons.toml").read_text("utf-8")
    try:
        entry = tomllib.loads(text)
        without = entry["impersonal"]
        return Inventory(
            places=tuple(_place(each) for each in entry["places"]),
            impersonal_columns=_pairs(without["tables"]),
            impersonal_fields=_pairs(without["forms"]),
        )
    except (ValueError, KeyError, TypeError) as problem:
        raise MalformedRuleFileError(f"{INVENTORY}: {problem}.") from problem


def _place(entry: Mapping[str, object]) -> Place:
    typed = {k: tuple(v) if isinstance(v, list) else v for k, v in entry.items()}
    return Place(**typed)  # type: ignore[arg-type] # a wrong key is reported with the file's name


def _pairs(lists: Mapping[str, list[str]]) -> frozenset[tuple[str, str]]:
    return frozenset((name, each) for name, listed in lists.items() for each in listed)


@cache
def retention(key: str, today: date) -> Retention:
    """Return how long data of a kind is kept, by the text in force on a day."""
    for entry in load(FILE).tables("retentions"):
        ground = provision(entry)
        if entry.name == key and ground.in_force(today):
            return Retention(key, entry.perhaps("years", int), ground)
    raise LawNotInForceError(
        f"Chưa có thời hạn lưu “{key}” hiệu lực ngày {today:%d/%m/%Y};"
        f" bổ sung trong rules/law/{FILE}."
    )


def is_gone(text: object) -> bool:
    """Say whether a person's data stood here once."""
    return str(text or "").startswith(_BEGINS)
