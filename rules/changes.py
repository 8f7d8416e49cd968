"""What the law asks differently on two days: criteria, numbers, windows."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from typing import TypeVar

from rules.commendations import Standard, standard_for
from rules.criteria import BOUND_KEYS, Criterion, Encoding
from rules.entries import ENACTED, Book
from rules.errors import LawNotInForceError
from rules.law import CriteriaSet, criteria_set
from rules.nominees import CATEGORY_NAMES, Category
from rules.provisions import CONFIDENCE_NAMES
from rules.schemes import GRADE_NAMES, Scheme, scheme
from rules.units import JUDGED, KIND_NAMES
from rules.windows import window

_Law = TypeVar("_Law")
MEDAL = "Kỷ niệm chương"
FACTOR = "Hệ số thời gian công tác ở địa bàn đặc biệt khó khăn"
TEXT = "Văn bản áp dụng"
ABSENT, PRESENT = "chưa có trong chương trình", "có"
WINDOW = "Số liệu tính từ ngày (năm trước) đến hết ngày"


class Part(StrEnum):
    """Which part of a criterion differs."""

    ADDED = "thêm"
    REMOVED = "bỏ"
    WORDS = "nội dung"
    NUMBER = "con số"
    DEADLINE = "hạn"
    ANSWERED_BY = "cách trả lời"
    CITATION = "căn cứ"
    CONFIDENCE = "độ tin cậy"
    WINDOW = "mốc thời gian"
    TEXT = "văn bản"


ENCODING_NAMES = {
    Encoding.ENCODED: "theo số liệu",
    Encoding.HUMAN_JUDGEMENT: "người có thẩm quyền xác nhận",
    Encoding.NOT_ENCODED: "chưa đưa vào chương trình",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is asked of someone otherwise than before."""

    whom: str
    criterion: str
    part: Part
    before: str
    after: str


def changes(
    first: date, second: date, book: Book = ENACTED, *, grading: str | None = None
) -> list[Change]:
    """Say what differs between the law of two days, subject by subject.

    Of the second day, what the book says. Where no text we know was in force on one
    of the days, that alone is said.
    """
    asked = ((first, ENACTED), (second, book))
    found: list[Change] = []
    for kind in JUDGED:
        whom = KIND_NAMES[kind]
        sets = [_known(partial(criteria_set, kind, *each)) for each in asked]
        found += _compared(whom, sets[0], sets[1])
        if all(sets):
            windows = [window(kind, day.year, text) for day, text in asked]
            days = [f"{each.start:%d/%m}–{each.end:%d/%m}" for each in windows]
            found += _plain(whom, WINDOW, Part.WINDOW, *days)
        tables = [_known(partial(scheme, grading, kind, *each)) for each in asked]
        found += _points(f"Phân loại {whom.lower()}", *tables)
    for category in Category:
        whom = f"{MEDAL}, {CATEGORY_NAMES[category].lower()}"
        old, new = (_known(partial(standard_for, category, *each)) for each in asked)
        found += _compared(whom, old, new)
        if old and new:
            factors = str(old.special_area_factor), str(new.special_area_factor)
            found += _plain(whom, FACTOR, Part.NUMBER, *factors)
    return found


def _known(ask: Callable[[], _Law]) -> _Law | None:
    try:
        return ask()
    except LawNotInForceError:
        return None


def _compared(
    whom: str, old: CriteriaSet | Standard | None, new: CriteriaSet | Standard | None
) -> Iterable[Change]:
    if old is None or new is None:
        known = [ABSENT if each is None else PRESENT for each in (old, new)]
        return _plain(whom, TEXT, Part.TEXT, *known)
    return _between(whom, old.criteria, new.criteria)


def _points(whom: str, old: Scheme | None, new: Scheme | None) -> Iterable[Change]:
    """Compare two scoring tables, item by item, and from what total a grade is."""
    if old is None or new is None:
        known = [ABSENT if each is None else PRESENT for each in (old, new)]
        return _plain(whom, TEXT, Part.TEXT, *known)
    bands = [{band.grade: f"{band.minimum:f}" for band in s.bands} for s in (old, new)]
    found = [
        change
        for grade, minimum in bands[1].items()
        for change in _plain(
            whom,
            f"Mức {GRADE_NAMES[grade]} từ",
            Part.NUMBER,
            bands[0].get(grade, ""),
            minimum,
        )
    ]
    return [*_between(whom, old.items, new.items), *found]


def _plain(whom: str, name: str, part: Part, old: str, new: str) -> list[Change]:
    return [Change(whom, name, part, old, new)] if old != new else []


def _between(
    whom: str, old: Iterable[Criterion], new: Sequence[Criterion]
) -> Iterator[Change]:
    before = {(each.id, each.sex): each for each in old}
    for criterion in new:
        known = before.pop((criterion.id, criterion.sex), None)
        if known is None:
            yield Change(whom, criterion.text, Part.ADDED, "", _cited(criterion))
        else:
            yield from _differences(whom, known, criterion)
    for criterion in before.values():
        yield Change(whom, criterion.text, Part.REMOVED, _cited(criterion), "")


def _differences(whom: str, old: Criterion, new: Criterion) -> Iterator[Change]:
    for part, write in _PARTS.items():
        before, after = write(old), write(new)
        if before != after:
            yield Change(whom, new.text, part, before, after)


def _cited(criterion: Criterion) -> str:
    return criterion.provision.citation


def _number(criterion: Criterion) -> str:
    unit = {"percent": "%", "years": " năm"}
    if criterion.check not in BOUND_KEYS:
        return criterion.least
    return f"{criterion.bound:f}{unit.get(BOUND_KEYS[criterion.check], '')}"


_PARTS: dict[Part, Callable[[Criterion], str]] = {
    Part.WORDS: lambda criterion: criterion.text,
    Part.NUMBER: _number,
    Part.DEADLINE: lambda criterion: criterion.deadline,
    Part.ANSWERED_BY: lambda criterion: ENCODING_NAMES[criterion.encoding],
    Part.CITATION: _cited,
    Part.CONFIDENCE: lambda c: CONFIDENCE_NAMES[c.provision.confidence],
}
