"""Is what a rule needs beside it there for as long as it is in force?"""

from collections.abc import Iterator, Sequence
from datetime import date

from rules.checking.problems import Problem, problem
from rules.entries import Entry
from rules.lawbook.files import (
    AWARD,
    CRITERIA_SET,
    DECIDER,
    EXEMPLAR_SET,
    EXEMPLAR_WINDOW,
    VOTE,
    WINDOW,
)
from rules.lawbook.layouts import Layout, Node
from rules.provisions import provision

NEEDS = (
    (CRITERIA_SET, WINDOW),
    (CRITERIA_SET, DECIDER),
    (EXEMPLAR_SET, EXEMPLAR_WINDOW),
    (AWARD, VOTE),
)


def faults(found: Sequence[Node]) -> Iterator[Problem]:
    for needing, needed in NEEDS:
        offered = [node for node in found if node.layout is needed]
        for node in found:
            if node.layout is needing:
                yield from _uncovered(node, needed, offered)


def _uncovered(
    node: Node, needed: Layout, offered: Sequence[Node]
) -> Iterator[Problem]:
    for subject in node.entry.words("kinds") or node.subjects:
        beside = [other.entry for other in offered if subject in other.subjects]
        if not covered(node.entry, beside):
            yield problem(
                node.entry,
                f"{needed.name} cho “{node.names[subject]}” không có đủ cho cả"
                " thời gian hiệu lực của mục này: bổ sung, hoặc sửa “since”, “until”",
            )


def covered(entry: Entry, beside: Sequence[Entry]) -> bool:
    """Tell whether those beside are there from its first day to its last."""
    own, others = provision(entry), [provision(each) for each in beside]
    first = min((other.since for other in others), default=date.max)
    last = max((other.until or date.max for other in others), default=date.min)
    return first <= own.since and (own.until or date.max) <= last
