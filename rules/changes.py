"""What the law asks differently on two days: criteria, numbers, windows."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import TypeVar

from rules.commendations import Standard, standard_for
from rules.differences import Change, Part, between, plain
from rules.entries import ENACTED, Book
from rules.errors import LawNotInForceError
from rules.law import CriteriaSet, criteria_set
from rules.nominees import CATEGORY_NAMES, Category
from rules.schemes import GRADE_NAMES, Band, MovementGrade, Scheme, scheme
from rules.service import POST_NAMES
from rules.units import JUDGED, KIND_NAMES
from rules.windows import window

_Law = TypeVar("_Law")
MEDAL = "Kỷ niệm chương"
FACTOR = "Hệ số thời gian công tác ở địa bàn đặc biệt khó khăn"
ODD_DAYS = "Số ngày lẻ gộp thành một tháng"
POSTS = "Chức danh được tính thời gian"
TEXT = "Văn bản áp dụng"
YES_NO = {True: "có", False: "không"}
ABSENT, PRESENT = "chưa có trong chương trình", "có"
WINDOW = "Số liệu tính từ ngày (năm trước) đến hết ngày"


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
            found += plain(whom, WINDOW, Part.WINDOW, *days)
        tables = [_known(partial(scheme, grading, kind, *each)) for each in asked]
        found += _points(f"Phân loại {whom.lower()}", *tables)
    for category in Category:
        whom = f"{MEDAL}, {CATEGORY_NAMES[category].lower()}"
        old, new = (_known(partial(standard_for, category, *each)) for each in asked)
        found += _compared(whom, old, new)
        if old and new:
            found += _counting(whom, old, new)
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
        return plain(whom, TEXT, Part.TEXT, *known)
    return between(whom, old.criteria, new.criteria)


def _points(whom: str, old: Scheme | None, new: Scheme | None) -> Iterable[Change]:
    """Compare two scoring tables, item by item, and from what total a grade is."""
    if old is None or new is None:
        known = [ABSENT if each is None else PRESENT for each in (old, new)]
        return plain(whom, TEXT, Part.TEXT, *known)
    bands = {band.grade: band for band in old.bands}
    return [
        *between(whom, old.items, new.items),
        *(each for band in new.bands for each in _band(whom, bands, band)),
    ]


def _band(
    whom: str, before: Mapping[MovementGrade, Band], band: Band
) -> Iterator[Change]:
    name, old = GRADE_NAMES[band.grade], before.get(band.grade)
    least = f"{old.minimum:f}" if old else ""
    needs = YES_NO[old.needs_recognition] if old else ""
    now = YES_NO[band.needs_recognition]
    yield from plain(whom, f"Mức {name} từ", Part.NUMBER, least, f"{band.minimum:f}")
    yield from plain(whom, f"Mức {name} phải được công nhận", Part.CHECK, needs, now)


def _counting(whom: str, old: Standard, new: Standard) -> Iterator[Change]:
    """Compare how time served is counted."""
    factors = str(old.special_area_factor), str(new.special_area_factor)
    days = str(old.days_in_a_month), str(new.days_in_a_month)
    posts = ("; ".join(POST_NAMES[p] for p in each.posts) for each in (old, new))
    yield from plain(whom, FACTOR, Part.NUMBER, *factors)
    yield from plain(whom, ODD_DAYS, Part.NUMBER, *days)
    yield from plain(whom, POSTS, Part.CHECK, *posts)
