"""Whether two rows may be about one person or one household: proposed, never decided.

Names are compared as typed without marks. Two names a letter apart are often those of
two persons (An, Anh): it says something only of one unit and one year of birth.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile

from rules.text import tidy, without_marks

_WORD = re.compile(r"[^\W_]+")


class Likeness(StrEnum):
    """In what two rows are alike, the surest first."""

    SAME = "same"
    MARKS = "marks"
    WORD = "word"
    LETTER = "letter"
    YEAR = "year"
    PLACE = "place"


LIKENESS_NAMES = {
    Likeness.SAME: "cùng họ tên",
    Likeness.MARKS: "họ tên chỉ khác dấu",
    Likeness.WORD: "họ tên thiếu, thừa một chữ",
    Likeness.LETTER: "họ tên khác một chữ cái",
    Likeness.YEAR: "cùng họ tên, khác năm sinh",
    Likeness.PLACE: "cùng họ tên, năm sinh; khác đơn vị",
}
RANK = {likeness: rank for rank, likeness in enumerate(Likeness)}


@dataclass(frozen=True)
class Named:
    """A row by its key, and what tells it from others; no year of a household."""

    key: str
    name: str
    place: str
    birth_year: int | None = None


@dataclass(frozen=True)
class Pair:
    """Two rows that may be about one, and in what they are alike."""

    one: Named
    other: Named
    likeness: Likeness


def likeness(one: Named, other: Named) -> Likeness | None:
    """Say in what two rows are alike, if they are alike at all."""
    first, second = plain_name(one.name), plain_name(other.name)
    if one.place != other.place:
        same = first == second and one.birth_year == other.birth_year
        return Likeness.PLACE if same else None
    if one.birth_year != other.birth_year:
        return Likeness.YEAR if first == second else None
    if first == second:
        written = tidy(one.name).casefold() == tidy(other.name).casefold()
        return Likeness.SAME if written else Likeness.MARKS
    if one.birth_year is None:
        return None
    if _lacks_a_word(first.split(), second.split()):
        return Likeness.WORD
    return Likeness.LETTER if _a_letter_apart(first, second) else None


def plain_name(name: str) -> str:
    """Write a name as it is compared: “ĐẶNG  Văn-Ân” is “dang van an”."""
    return " ".join(_WORD.findall(without_marks(name)))


def _lacks_a_word(one: list[str], other: list[str]) -> bool:
    """Say whether one is the other without a word between the first and the last."""
    short, long = sorted((one, other), key=len)
    return any(short == long[:at] + long[at + 1 :] for at in range(1, len(long) - 1))


def _a_letter_apart(one: str, other: str) -> bool:
    """Say whether one letter was left out, added or mistaken."""
    head = _shared(one, other)
    tail = _shared(one[head:][::-1], other[head:][::-1])
    return max(len(one), len(other)) - head - tail <= 1


def _shared(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
