"""A fault in the law as written: where, and what to do about it."""

from dataclasses import dataclass

from rules.entries import Entry
from rules.errors import MalformedRuleFileError

WHOLE_FILE = "toàn tệp"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Where something is wrong, and what to do, in words."""

    file: str
    entry: str
    problem: str

    def __str__(self) -> str:
        return f"{self.file}, mục “{self.entry}”: {self.problem}"


def problem(entry: Entry, words: str) -> Problem:
    return Problem(entry.file, entry.name, words)


def refused(entry: Entry, error: MalformedRuleFileError) -> Problem:
    """Tell an error of reading an entry without saying twice where it stands."""
    told = str(error).removeprefix(entry.where).removeprefix(f", mục “{entry.name}”")
    return problem(entry, told.lstrip(",: ").rstrip("."))
