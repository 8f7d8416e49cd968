"""Do the versions of each rule follow one another, without gap or overlap?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from rules.checking.problems import Problem, problem
from rules.entries import Entry
from rules.lawbook.layouts import Node
from rules.provisions import Provision, provision

A_DAY = timedelta(days=1)


def faults(found: Sequence[Node]) -> Iterator[Problem]:
    """Find rules that are never in force, and days without a rule, or with two."""
    dated = [node for node in found if node.layout.dated]
    for node in dated:
        yield from _never_in_force(node)
    for called, versions in _versions(dated):
        yield from successive(called, versions)


def _never_in_force(node: Node) -> Iterator[Problem]:
    own, around = provision(node.entry), node.around
    if own.until and own.until < own.since:
        if around and _hands_down(provision(around.entry), own):
            return
        yield problem(
            node.entry,
            f"“until” {own.until:%d/%m/%Y} trước “since” {own.since:%d/%m/%Y}:"
            " sửa lại một trong hai ngày",
        )
    elif around and not meet(own, provision(around.entry)):
        yield problem(
            node.entry,
            f"có hiệu lực {span(own)}, ngoài thời gian của “{around.entry.name}”"
            f" ({span(provision(around.entry))}) nên không bao giờ được dùng:"
            " sửa “since”, “until”, hoặc bỏ mục này",
        )


def _hands_down(around: Provision, own: Provision) -> bool:
    """Tell a fault of the table around it, told there already, from its own."""
    until = around.until
    return until is not None and until == own.until and until < around.since


def _versions(dated: Iterable[Node]) -> Iterator[tuple[str, list[Entry]]]:
    """Put together the tables that are versions of one thing, each with its name."""
    found: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
    names = {}
    for node in dated:
        for subject in node.subjects:
            thing = (*node.place, node.layout.name, subject, node.sex)
            found[thing].append(node.entry)
            names[thing] = node.called(subject)
    return ((names[thing], entries) for thing, entries in found.items())


def successive(called: str, versions: Iterable[Entry]) -> Iterator[Problem]:
    """Find where a version does not begin on the day after the one before it ended."""
    in_order = sorted(versions, key=lambda entry: provision(entry).since)
    for before, after in pairwise(in_order):
        ended, begun = provision(before).until, provision(after).since
        if ended is None or begun <= ended:
            yield problem(after, _overlap(called, begun, before))
        elif begun > ended + A_DAY:
            yield problem(after, _gap(called, ended + A_DAY, begun - A_DAY, before))


def _overlap(called: str, begun: date, before: Entry) -> str:
    return (
        f"{called} trùng hiệu lực từ {begun:%d/%m/%Y} với {_where(before)}:"
        " ghi “until” cho mục trước, sửa “since” của mục sau, hoặc bỏ một mục"
    )


def _gap(called: str, first: date, last: date, before: Entry) -> str:
    return (
        f"{called} bỏ trống từ {first:%d/%m/%Y} đến {last:%d/%m/%Y},"
        f" sau {_where(before)}: sửa “until” của mục trước hoặc “since” của mục sau"
    )


def _where(entry: Entry) -> str:
    return f"mục “{entry.name}” của {entry.file}"


def span(one: Provision) -> str:
    until = f" đến {one.until:%d/%m/%Y}" if one.until else ""
    return f"từ {one.since:%d/%m/%Y}{until}"


def meet(one: Provision, other: Provision) -> bool:
    return one.in_force(max(one.since, other.since)) and other.in_force(
        max(one.since, other.since)
    )
