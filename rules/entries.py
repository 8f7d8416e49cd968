"""The tables of a law file, read by type; a mistake names its file and entry."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from rules.drafts import laid_over
from rules.errors import MalformedRuleFileError

Value = TypeVar("Value", str, int, bool)
Choice = TypeVar("Choice", bound=StrEnum)

#: A value written once for a whole file or table also holds for what is inside.
INHERITED = frozenset({"document", "cite", "since", "until", "confidence", "encoding"})
#: The folder of what is enacted.
LAW = "rules/law"


@dataclass(frozen=True)
class Entry:
    """One table of a law file, and in which folder the file is to be mended."""

    file: str
    name: str
    values: Mapping[str, object]
    folder: str = LAW

    @property
    def where(self) -> str:
        return f"{self.folder}/{self.file}"

    def error(self, key: str, problem: str) -> MalformedRuleFileError:
        return MalformedRuleFileError(
            f"{self.where}, mục “{self.name}”, khóa “{key}”: {problem}."
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
            yield replace(self, name=str(name), values=above | table)

    def table(self, key: str) -> "Entry":
        value = self.values.get(key)
        if not isinstance(value, dict):
            raise self.error(key, "cần một bảng")
        return replace(self, name=f"{self.name}.{key}", values=value)

    def only(self, keys: frozenset[str]) -> None:
        """Refuse a key nobody reads: it is a slip of the pen."""
        for key in self.values.keys() - keys - INHERITED:
            raise self.error(key, "khóa lạ")


_KINDS: Mapping[type, str] = {str: "chữ", int: "số nguyên", bool: "đúng hoặc sai"}


@dataclass(frozen=True)
class Book:
    """The law as enacted; with a draft, the folder that is laid over it."""

    draft: Path | None = None

    def __str__(self) -> str:
        return LAW if self.draft is None else f"dự thảo {self.draft.name}"

    def folder_of(self, file: str) -> str:
        """Name the folder where a file is to be mended: the draft's, if it has it."""
        return str(self) if self.draft and (self.draft / file).exists() else LAW


ENACTED = Book()


@cache
def load(file: str, book: Book = ENACTED) -> Entry:
    """Read ``rules/law/<file>``, with what the book's draft changes in it."""
    where = book.folder_of(file)
    return Entry(file, "toàn tệp", _values(file, book, f"{where}/{file}"), where)


@cache
def folder(name: str, book: Book = ENACTED) -> tuple[str, ...]:
    """Return the files of a folder of the law and of its draft, as ``load`` takes."""
    roots = [Path(str(files("rules").joinpath("law")))]
    roots += [book.draft] if book.draft else []
    found = {
        path.relative_to(root).as_posix()
        for root in roots
        for path in root.joinpath(name).rglob("*.toml")
    }
    return tuple(sorted(found))


def _values(file: str, book: Book, where: str) -> Mapping[str, object]:
    enacted = Path(str(files("rules").joinpath("law", file)))
    if book.draft is None or not (book.draft / file).exists():
        return _read(enacted, f"{LAW}/{file}")
    changed = _read(book.draft / file, where)
    standing = _read(enacted, f"{LAW}/{file}") if enacted.exists() else {}
    return laid_over(standing, changed, where)


def _read(path: Path, where: str) -> dict[str, object]:
    try:
        text = path.read_text("utf-8")
    except (OSError, ValueError) as problem:
        raise MalformedRuleFileError(
            f"{where}: không đọc được ({problem})."
        ) from problem
    return parsed(text, where)


def parsed(text: str, where: str) -> dict[str, object]:
    """Read what a file holds; say where its writing is wrong."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        found = re.search(r"line (\d+), column (\d+)", str(problem))
        place = f"dòng {found[1]}, cột {found[2]}" if found else "cuối tệp"
        raise MalformedRuleFileError(
            f"{where}: không đọc được, sai cú pháp TOML ở {place}."
        ) from problem
