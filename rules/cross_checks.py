"""Whether the figures of a row agree: with each other, last year's, other units'."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median_low

from rules.fields import Form
from rules.form_checks import Check, CheckKind, Listing
from rules.forms import Value
from rules.provisions import Confidence

UNCONFIRMED = "chưa kiểm chứng"
Values = Mapping[str, Value]


@dataclass(frozen=True)
class Doubt:
    """What does not agree: which fields, what they say, and what was to be expected.

    ``gap`` is by how much the first field stands above that; 0 where nobody can say.
    """

    check: Check
    fields: tuple[str, ...]
    sentence: str
    gap: int = 0


@dataclass(frozen=True)
class Usual:
    """The figure in the middle of those of so many units."""

    middle: int
    units: int


@dataclass(frozen=True)
class Listed:
    """How many a list holds, where that came from, and where the total did."""

    count: int
    origin: str
    origin_of_total: str


@dataclass(frozen=True)
class Known:
    """What others say of the same figures, as far as it is known."""

    last_year: Values = field(default_factory=dict)
    peers: Mapping[str, Usual] = field(default_factory=dict)
    #: Of each unit below; nothing where it has not answered yet.
    children: Sequence[Values | None] = ()
    lists: Mapping[Listing, Listed] = field(default_factory=dict)


NOBODY = Known()
Found = Iterator[tuple[tuple[str, ...], str, int]]


@dataclass(frozen=True)
class _Row:
    form: Form
    facts: Values

    def label(self, key: str) -> str:
        return f"“{self.form.labels[key]}”"

    def says(self, key: str) -> str:
        return f"{self.label(key)} là {_number(self.count(key))}"

    def knows(self, keys: Sequence[str]) -> bool:
        return all(self.facts.get(key) is not None for key in keys)

    def count(self, key: str) -> int:
        return count_of(self.facts, key)


def doubts(form: Form, facts: Values, known: Known = NOBODY) -> Iterator[Doubt]:
    """Find what does not agree in a row; a figure left out agrees with everything."""
    row = _Row(form, facts)
    for check in form.checks:
        for fields, clause, gap in _KINDS[check.kind](check, row, known):
            sentence = f"{clause}; {check.message} (căn cứ: {_ground(check)})"
            yield Doubt(check, fields, sentence, gap)


def usual(told: Collection[Values]) -> dict[str, Usual]:
    """Find the middle of each whole number the rows of several units tell."""
    counts: dict[str, list[int]] = defaultdict(list)
    for facts in told:
        for key, value in facts.items():
            if type(value) is int:
                counts[key].append(value)
    return {key: Usual(median_low(each), len(each)) for key, each in counts.items()}


def count_of(facts: Values, key: str) -> int:
    """Return a whole number of a row; one that was left out counts nothing."""
    value = facts.get(key)
    return value if isinstance(value, int) else 0


def _ground(check: Check) -> str:
    if check.confidence is Confidence.UNCONFIRMED:
        return f"{check.ground}; {UNCONFIRMED}"
    return check.ground


def _at_most(check: Check, row: _Row, _: Known) -> Found:
    part, whole = check.fields
    gap = row.count(part) - row.count(whole)
    if row.knows(check.fields) and gap > 0:
        yield check.fields, f"{row.says(part)}, lớn hơn {row.says(whole)}", gap


def _sum(check: Check, row: _Row, _: Known) -> Found:
    total, *parts = check.fields
    added = sum(row.count(part) for part in parts)
    if row.knows(check.fields) and row.count(total) != added:
        names = " + ".join(row.label(part) for part in parts)
        clause = f"{row.says(total)}, trong khi {names} = {_number(added)}"
        yield check.fields, clause, row.count(total) - added


def _stock(check: Check, row: _Row, _: Known) -> Found:
    total, last, new, closed = check.fields
    left = row.count(last) + row.count(new) - row.count(closed)
    if row.knows(check.fields) and row.count(total) != left:
        names = f"{row.label(last)} + {row.label(new)} - {row.label(closed)}"
        clause = f"{row.says(total)}, trong khi {names} = {_number(left)}"
        yield check.fields, clause, row.count(total) - left


def _not_before(check: Check, row: _Row, _: Known) -> Found:
    if not row.knows(check.fields):
        return
    later, earlier = (date.fromisoformat(str(row.facts[key])) for key in check.fields)
    if later < earlier:
        names = [row.label(key) for key in check.fields]
        clause = f"{names[0]} {later:%d/%m/%Y} trước {names[1]} {earlier:%d/%m/%Y}"
        yield check.fields, clause, 0


def _copied(check: Check, row: _Row, _: Known) -> Found:
    alike: dict[int, list[str]] = defaultdict(list)
    for key in check.fields:
        alike[row.count(key)].append(key)
    for number, keys in alike.items():
        if number >= check.floor and len(keys) >= check.least:
            names = ", ".join(row.label(key) for key in keys)
            yield tuple(keys), f"{names} cùng là {_number(number)}", 0


def _repeated(check: Check, row: _Row, known: Known) -> Found:
    """Find figures told the year before; nothing twice over is nothing to doubt."""
    same = [
        key
        for key in check.fields
        if row.count(key) and row.count(key) == count_of(known.last_year, key)
    ]
    if len(same) >= check.least:
        names = ", ".join(row.label(key) for key in same)
        yield tuple(same), f"{names} ghi đúng các số của năm trước", 0


def _jump(check: Check, row: _Row, known: Known) -> Found:
    for key in check.fields:
        if known.last_year.get(key) is not None and row.knows((key,)):
            last = count_of(known.last_year, key)
            if _apart(check, row.count(key), last):
                clause = f"{row.says(key)}, năm trước là {_number(last)}"
                yield (key,), clause, row.count(key) - last


def _peers(check: Check, row: _Row, known: Known) -> Found:
    for key in check.fields:
        usual = known.peers.get(key)
        if usual is None or usual.units < check.least or not row.knows((key,)):
            continue
        if _apart(check, row.count(key), usual.middle):
            middle = f"mức giữa của {_number(usual.units)} đơn vị cùng loại"
            clause = f"{row.says(key)}, {middle} là {_number(usual.middle)}"
            yield (key,), clause, row.count(key) - usual.middle


def _children(check: Check, row: _Row, known: Known) -> Found:
    """The sum must be theirs; of those who have answered, it is at least theirs."""
    answered = [each for each in known.children if each is not None]
    for key in check.fields if answered else ():
        added = sum(count_of(each, key) for each in answered)
        gap = row.count(key) - added
        if row.knows((key,)) and gap and (gap < 0 or None not in known.children):
            told = f"{_number(len(answered))}/{_number(len(known.children))}"
            units = f"{told} đơn vị cấp dưới đã gửi"
            yield (key,), f"{row.says(key)}, {units} cộng lại là {_number(added)}", gap


def _listed(check: Check, row: _Row, known: Known) -> Found:
    listed = known.lists.get(check.listing) if check.listing else None
    if listed and row.knows(check.fields):
        gap = row.count(check.fields[0]) - listed.count
        total = f"{row.says(check.fields[0])} ({listed.origin_of_total})"
        if gap:
            names = f"danh sách đã nhận có {_number(listed.count)} ({listed.origin})"
            yield check.fields, f"{total}, {names}", gap


def _apart(check: Check, one: int, other: int) -> bool:
    low, high = sorted((one, other))
    return high - low >= check.floor and high >= check.factor * low


def shown(value: Value) -> str:
    """Write a checked value as the sheet shows it."""
    if isinstance(value, int):
        return _number(value)
    return f"{date.fromisoformat(str(value)):%d/%m/%Y}"


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")


_KINDS: Mapping[CheckKind, Callable[[Check, _Row, Known], Found]] = {
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
