"""The tables of a law file, read by type; a mistake names its file and entry."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TypeVar

from rules.errors import MalformedRuleFileError

Value = TypeVar("Value", str, int, bool)
Choice = TypeVar("Choice", bound=StrEnum)

#: A value written once for a whole file or table also holds for what is inside.
INHERITED = frozenset({"document", "cite", "since", "until", "confidence", "encoding"})


@dataclass(frozen=True)
class Entry:
    """One table of a law file."""

    file: str
    name: str
    values: Mapping[str, object]

    def error(self, key: str, problem: str) -> MalformedRuleFileError:
        return MalformedRuleFileError(
            f"rules/law/{self.file}, mục “{self.name}”, khóa “{key}”: {problem}."
        )

    def perhaps(self, key: str, kind: type[Value]) -> Value | None:
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.error(key, f"giá trị {value!r} sai kiểu, cần {_KINDS[kind]}")
        return value

    def of(self, key: str, kind: type[Value]) -> Value:
        value = self.perhaps(key, kind)
        if value is None:
            raise self.error(key, "còn thiếu")
        return value

    def day(self, key: str) -> date | None:
        value = self.values.get(key)
        if value is None or type(value) is date:
            return value
        raise self.error(key, f"giá trị {value!r} không phải là ngày")

    def points(self, key: str) -> Decimal:
        return Decimal(self.of(key, int))

    def words(self, key: str) -> tuple[str, ...]:
        value = self.values.get(key, [])
        if isinstance(value, list) and all(isinstance(word, str) for word in value):
            return tuple(value)
        raise self.error(key, "cần một danh sách chữ")

    def choice(self, key: str, kind: type[Choice]) -> Choice:
        try:
            return kind(self.of(key, str))
        except ValueError as problem:
            allowed = ", ".join(kind)
            raise self.error(key, f"chỉ nhận: {allowed}") from problem

    def choices(self, key: str, kind: type[Choice]) -> tuple[Choice, ...]:
        try:
            return tuple(kind(word) for word in self.words(key))
        except ValueError as problem:
            allowed = ", ".join(kind)
            raise self.error(key, f"chỉ nhận: {allowed}") from problem

    def tables(self, key: str) -> "Iterator[Entry]":
        """Yield the tables under ``key``, each with what it inherits."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            raise self.error(key, "cần một danh sách bảng")
        above = {k: v for k, v in self.values.items() if k in INHERITED}
        for number, table in enumerate(value, start=1):
            name = table.get("id") or table.get("name") or f"{key} thứ {number}"
            yield Entry(self.file, str(name), above | table)

    def table(self, key: str) -> "Entry":
        value = self.values.get(key)
        if not isinstance(value, dict):
            raise self.error(key, "cần một bảng")
        return Entry(self.file, f"{self.name}.{key}", value)

    def only(self, keys: frozenset[str]) -> None:
        """Refuse a key nobody reads: it is a slip of the pen."""
        for key in self.values.keys() - keys - INHERITED:
            raise self.error(key, "khóa lạ")


_KINDS: Mapping[type, str] = {str: "chữ", int: "số nguyên", bool: "đúng hoặc sai"}


@cache
def load(file: str) -> Entry:
    """Read ``rules/law/<file>``."""
    try:
        text = files("rules").joinpath("law", file).read_text("utf-8")
        return Entry(file, "toàn tệp", tomllib.loads(text))
    except (OSError, ValueError) as problem:
        raise MalformedRuleFileError(
            f"rules/law/{file}: không đọc được ({problem})."
        ) from problem
