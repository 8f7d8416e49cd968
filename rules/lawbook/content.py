"""The whole law as written, for a jurist to compare with the texts themselves."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from rules.checking.law import tree
from rules.criteria import Encoding
from rules.entries import ENACTED, Book, folder
from rules.lawbook.files import CHAPTERS, FILES, law_file
from rules.lawbook.layouts import Node
from rules.lawbook.rows import Row, RuleTable, about_all, name, order, tables
from rules.provisions import Confidence


@dataclass(frozen=True, slots=True)
class Part:
    """One text on one subject, or one list of rules."""

    title: str
    about: tuple[str, ...]
    tables: tuple[RuleTable, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    title: str
    parts: tuple[Part, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        held = (table.rows for part in self.parts for table in part.tables)
        return tuple(row for rows in held for row in rows)


@dataclass(frozen=True, slots=True)
class Count:
    """How many rules, in force on a day, how known to us, and who answers them."""

    title: str
    rules: int
    in_force: int
    confidence: dict[Confidence, int]
    encoding: dict[Encoding, int]


def law_book(on: date, book: Book = ENACTED) -> tuple[Chapter, ...]:
    """Return every rule there is or was, by subject, then by date.

    How well each is known to us is told as of the day.
    """
    chapters = (Chapter(title, tuple(_parts(title, on, book))) for title in CHAPTERS)
    return tuple(chapter for chapter in chapters if chapter.parts)


def count(title: str, rows: Iterable[Row], on: date) -> Count:
    those = list(rows)
    return Count(
        title=title,
        rules=len(those),
        in_force=sum(row.provision.in_force(on) for row in those),
        confidence=dict(Counter(row.provision.confidence for row in those)),
        encoding=dict(Counter(row.encoding for row in those if row.encoding)),
    )


def _parts(chapter: str, on: date, book: Book) -> Iterator[Part]:
    for law in FILES:
        files = [file for file in folder("", book) if law_file(file) is law]
        if law.chapter == chapter:
            trees = [list(tree(file, book)) for file in files]
            for found in sorted(trees, key=lambda found: order(found[0])):
                yield _part(found, on)


def _part(found: list[Node], on: date) -> Part:
    file = found[0]
    told = tuple(tables(file, found, on))
    if file.layout.dated:
        return Part(name(file), about_all(file, on), told)
    titles = ", ".join(inner.name for inner in file.layout.inside)
    return Part(f"{titles[:1].upper()}{titles[1:]}", (), told)
