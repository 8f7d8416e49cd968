"""The kinds of check: in what a row does not agree, in words, and by how much."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from rules.compared import Known, Row, count_of
from rules.form_checks import Check, CheckKind
from rules.text import number

#: Which fields, what they say, how far the first stands above what was expected.
Found = Iterator[tuple[tuple[str, ...], str, int]]


def _at_most(check: Check, row: Row, _: Known) -> Found:
    part, whole = check.fields
    gap = row.count(part) - row.count(whole)
    if row.knows(check.fields) and gap > 0:
        yield check.fields, f"{row.says(part)}, lớn hơn {row.says(whole)}", gap


def _sum(check: Check, row: Row, _: Known) -> Found:
    total, *parts = check.fields
    added = sum(row.count(part) for part in parts)
    if row.knows(check.fields) and row.count(total) != added:
        names = " + ".join(row.label(part) for part in parts)
        clause = f"{row.says(total)}, trong khi {names} = {number(added)}"
        yield check.fields, clause, row.count(total) - added


def _stock(check: Check, row: Row, _: Known) -> Found:
    total, last, new, closed = check.fields
    left = row.count(last) + row.count(new) - row.count(closed)
    if row.knows(check.fields) and row.count(total) != left:
        names = f"{row.label(last)} + {row.label(new)} - {row.label(closed)}"
        clause = f"{row.says(total)}, trong khi {names} = {number(left)}"
        yield check.fields, clause, row.count(total) - left


def _not_before(check: Check, row: Row, _: Known) -> Found:
    if not row.knows(check.fields):
        return
    later, earlier = (date.fromisoformat(str(row.facts[key])) for key in check.fields)
    if later < earlier:
        names = [row.label(key) for key in check.fields]
        clause = f"{names[0]} {later:%d/%m/%Y} trước {names[1]} {earlier:%d/%m/%Y}"
        yield check.fields, clause, 0


def _copied(check: Check, row: Row, _: Known) -> Found:
    alike: dict[int, list[str]] = defaultdict(list)
    for key in check.fields:
        alike[row.count(key)].append(key)
    for same, keys in alike.items():
        if same >= check.floor and len(keys) >= check.least:
            names = ", ".join(row.label(key) for key in keys)
            yield tuple(keys), f"{names} cùng là {number(same)}", 0


def _repeated(check: Check, row: Row, known: Known) -> Found:
    """Find figures told the year before; nothing twice over is nothing to doubt."""
    same = [
        key
        for key in check.fields
        if row.count(key) and row.count(key) == count_of(known.last_year, key)
    ]
    if len(same) >= check.least:
        names = ", ".join(row.label(key) for key in same)
        yield tuple(same), f"{names} ghi đúng các số của năm trước", 0


def _jump(check: Check, row: Row, known: Known) -> Found:
    for key in check.fields:
        if known.last_year.get(key) is not None and row.knows((key,)):
            last = count_of(known.last_year, key)
            if _apart(check, row.count(key), last):
                clause = f"{row.says(key)}, năm trước là {number(last)}"
                yield (key,), clause, row.count(key) - last


def _peers(check: Check, row: Row, known: Known) -> Found:
    for key in check.fields:
        usual = known.peers.get(key)
        if usual is None or usual.units < check.least or not row.knows((key,)):
            continue
        if _apart(check, row.count(key), usual.middle):
            middle = f"mức giữa của {number(usual.units)} đơn vị cùng loại"
            clause = f"{row.says(key)}, {middle} là {number(usual.middle)}"
            yield (key,), clause, row.count(key) - usual.middle


def _children(check: Check, row: Row, known: Known) -> Found:
    """The sum must be theirs; of those who have answered, it is at least theirs."""
    answered = [each for each in known.children if each is not None]
    for key in check.fields if answered else ():
        added = sum(count_of(each, key) for each in answered)
        gap = row.count(key) - added
        if row.knows((key,)) and gap and (gap < 0 or None not in known.children):
            told = f"{number(len(answered))}/{number(len(known.children))}"
            units = f"{told} đơn vị cấp dưới đã gửi"
            yield (key,), f"{row.says(key)}, {units} cộng lại là {number(added)}", gap


def _listed(check: Check, row: Row, known: Known) -> Found:
    listed = known.lists.get(check.listing) if check.listing else None
    if listed and row.knows(check.fields):
        gap = row.count(check.fields[0]) - listed.count
        total = f"{row.says(check.fields[0])} ({listed.origin_of_total})"
        if gap:
            names = f"danh sách đã nhận có {number(listed.count)} ({listed.origin})"
            yield check.fields, f"{total}, {names}", gap


def _apart(check: Check, one: int, other: int) -> bool:
    low, high = sorted((one, other))
    return high - low >= check.floor and high >= check.factor * low


KINDS: Mapping[CheckKind, Callable[[Check, Row, Known], Found]] = {
    CheckKind.AT_MOST: _at_most,
    CheckKind.SUM: _sum,
    CheckKind.STOCK: _stock,
    CheckKind.NOT_BEFORE: _not_before,
    CheckKind.COPIED: _copied,
    CheckKind.REPEATED: _repeated,
    CheckKind.JUMP: _jump,
    CheckKind.PEERS: _peers,
    CheckKind.CHILDREN: _children,
    CheckKind.LISTED: _listed,
}
