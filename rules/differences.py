"""What two criteria of one name ask differently, part by part."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from rules.criteria import BOUND_KEYS, ENCODING_NAMES, Criterion
from rules.lawbook.clauses import check_in_words, facts_in_words
from rules.provisions import CONFIDENCE_NAMES


class Part(StrEnum):
    """Which part of a criterion differs."""

    ADDED = "thêm"
    REMOVED = "bỏ"
    WORDS = "nội dung"
    NUMBER = "con số"
    DEADLINE = "hạn"
    ANSWERED_BY = "cách trả lời"
    CHECK = "cách kiểm tra"
    FACTS = "số liệu"
    CITATION = "căn cứ"
    CONFIDENCE = "độ tin cậy"
    WINDOW = "mốc thời gian"
    TEXT = "văn bản"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is asked of someone otherwise than before."""

    whom: str
    criterion: str
    part: Part
    before: str
    after: str


def plain(whom: str, name: str, part: Part, old: str, new: str) -> list[Change]:
    return [Change(whom, name, part, old, new)] if old != new else []


def between(
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
        if part is not Part.CHECK or _is_checked_otherwise(old, new):
            yield from plain(whom, new.text, part, before, after)


def _is_checked_otherwise(old: Criterion, new: Criterion) -> bool:
    """Look for more than the number and the deadline, which are told by themselves."""
    bare = [replace(each, bound=Decimal(0), by=None, least="") for each in (old, new)]
    return check_in_words(bare[0]) != check_in_words(bare[1])


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
    Part.CHECK: check_in_words,
    Part.FACTS: facts_in_words,
    Part.CITATION: _cited,
    Part.CONFIDENCE: lambda c: CONFIDENCE_NAMES[c.provision.confidence],
}
