"""Is every criterion written as its check reads it, once, within sensible bounds?"""

from collections.abc import Iterator, Mapping, Sequence

from rules.checking.dates import meet, span
from rules.checking.problems import Problem, problem
from rules.criteria import BOUND_KEYS, FACT_KEYS, Criterion, Shape, criterion
from rules.entries import Entry
from rules.lawbook.files import CRITERIA_SET, EXEMPLAR_SET, ITEM
from rules.lawbook.layouts import Node
from rules.nominees import Sex
from rules.provisions import provision

COUNTED = frozenset({Shape.AT_LEAST, Shape.SHARE_AT_LEAST, Shape.CHILDREN_SHARE})
#: The most a number may sensibly be, by its key; the least is always 1.
MOST = {"percent": 100, "maximum": 100, "years": 60, "minimum": 1_000_000}


def _readers(keys: Mapping[Shape, Sequence[str]]) -> Mapping[str, frozenset[Shape]]:
    """Say which checks read a key, from the keys that each check reads."""
    known = {key for those in keys.values() for key in those}
    return {
        key: frozenset(shape for shape, those in keys.items() if key in those)
        for key in known
    }


#: Keys that only some checks read.
READ_BY: Mapping[str, frozenset[Shape]] = {
    "by": frozenset({Shape.HELD_BY, Shape.MUST_HOLD}),
    "counts": COUNTED,
    "conclusive": frozenset({Shape.MUST_NOT_OCCUR}),
    "facts": frozenset({Shape.MUST_NOT_OCCUR}),
    "knockout": frozenset({Shape.SCORED}),
    "ranks": frozenset({Shape.RANK_AT_LEAST}),
    "least": frozenset({Shape.RANK_AT_LEAST}),
    "more_than": frozenset({Shape.SHARE_AT_LEAST, Shape.CHILDREN_SHARE}),
    **_readers(FACT_KEYS),
    **_readers({shape: (key,) for shape, key in BOUND_KEYS.items()}),
}


def faults(found: Sequence[Node]) -> Iterator[Problem]:
    asked = [node for node in found if node.layout.asks]
    for node in asked:
        one = criterion(node.entry)
        for words in (*_misplaced(node, one), *_unread(node.entry, one), *_odd(one)):
            yield problem(node.entry, words)
        yield from _asked_above(node, asked)


def _misplaced(node: Node, one: Criterion) -> Iterator[str]:
    scored = one.check is Shape.SCORED
    if scored and node.layout is not ITEM:
        yield "check “scored” chỉ dùng trong bảng chấm điểm: chọn check khác"
    if one.check is Shape.SERVED_AT_LEAST and _is_of_units(node):
        yield "check “served_at_least” chỉ dùng để xét cá nhân: chọn check khác"
    if not scored and node.layout is ITEM:
        yield "mục của bảng chấm điểm phải có check “scored” và “maximum”"


def _is_of_units(node: Node) -> bool:
    return node.above is not None and node.above.layout in (CRITERIA_SET, EXEMPLAR_SET)


def _unread(entry: Entry, one: Criterion) -> Iterator[str]:
    for key in sorted(entry.values.keys() & READ_BY.keys()):
        if one.check not in READ_BY[key]:
            check = (
                f"check “{one.check}”" if one.check else "mục chưa đưa vào chương trình"
            )
            yield f"khóa “{key}” không có tác dụng với {check}: bỏ đi, hoặc sửa check"


def _odd(one: Criterion) -> Iterator[str]:
    if one.check in BOUND_KEYS:
        key = BOUND_KEYS[one.check]
        if not 1 <= one.bound <= MOST[key]:
            yield f"khóa “{key}”: {one.bound} không hợp lý, cần từ 1 đến {MOST[key]}"
    if one.check in COUNTED and not one.counts:
        yield "khóa “counts” còn thiếu: ghi đang đếm cái gì, ví dụ “mô hình”"
    if not one.text:
        yield "khóa “text” để trống: ghi yêu cầu bằng lời của mình"
    if one.sex and one.sex not in set(Sex):
        yield f"khóa “sex”: không có “{one.sex}”, chỉ nhận: {', '.join(Sex)}"


def _asked_above(node: Node, asked: Sequence[Node]) -> Iterator[Problem]:
    """Find a criterion that everyone is asked already under the same name."""
    above = node.above.above if node.above else None
    for other in asked if above else ():
        same = other.entry.name == node.entry.name and other.above == above
        if same and meet(provision(other.entry), provision(node.entry)):
            yield problem(
                node.entry,
                f"tiêu chí chung của tệp đã có tên này {span(provision(other.entry))}:"
                " đặt tên khác, hoặc bỏ một mục",
            )
