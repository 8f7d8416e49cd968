"""Look for everything that may be wrong with the law as written."""

from collections.abc import Iterator
from dataclasses import dataclass

from rules.checking import coverage, criteria, dates, facts, scoring, structure
from rules.checking.problems import Problem
from rules.entries import ENACTED, Book, folder, load
from rules.errors import MalformedRuleFileError
from rules.lawbook.files import FACTS, law_file
from rules.lawbook.layouts import Node, nodes

TOLD = 5


@dataclass(frozen=True, slots=True)
class Checked:
    """How many rules in how many files were looked at, and what is wrong."""

    rules: int
    files: int
    problems: tuple[Problem, ...]


def check(book: Book = ENACTED) -> Checked:
    """Check the whole law; only when every file can be read, what the rules ask."""
    files = folder("", book)
    laws = [file for file in files if file != FACTS]
    unread = [fault for file in laws for fault in structure.faults(file, book)]
    if unread:
        return Checked(0, len(files), tuple(unread))
    found = [node for file in laws for node in tree(file, book)]
    rules = sum(node.is_rule for node in found)
    return Checked(rules, len(files), tuple(dict.fromkeys(_faults(found, book))))


def refuse_faults(book: Book) -> None:
    """Refuse a draft that has faults, and tell the first of them."""
    found = check(book).problems
    if found:
        told = "\n".join(f"- {book.folder_of(one.file)}/{one}." for one in found[:TOLD])
        raise MalformedRuleFileError(
            f"Chưa thử được {book}: có {len(found)} lỗi. Sửa rồi chạy lại; “antq law"
            f" check --law {book.draft}” kể đủ các lỗi.\n{told}"
        )


def tree(file: str, book: Book) -> Iterator[Node]:
    """Yield every table of a file where it stands; of a file nobody reads, none."""
    known = law_file(file)
    return nodes(load(file, book), known.layout) if known else iter(())


def _faults(found: list[Node], book: Book) -> Iterator[Problem]:
    yield from dates.faults(found)
    yield from coverage.faults(found)
    yield from criteria.faults(found)
    yield from facts.faults(found, book)
    yield from scoring.faults(found)
