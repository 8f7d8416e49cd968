"""The letter of a mailbox's day: its duties as cards, section by section."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from templates.facts import DutyLine, Told
from templates.writing import count, day, days_left, listed, mark

#: What one letter names; of the rest it says how much there is.
CARDS, LATE_UNITS, UNITS, AWAITED = 50, 100, 20, 10


class Topic(StrEnum):
    """What a section tells, the most urgent first."""

    ASKED = "asked"
    OVERDUE = "overdue"
    REMINDER = "reminder"
    EXTENDED = "extended"
    HANDED_OVER = "handed_over"
    OPENED = "opened"
    RECEIVED = "received"
    WAIVED = "waived"


@dataclass(frozen=True)
class Extended:
    was_due: date
    reason: str
    approved_by: str


@dataclass(frozen=True)
class Received:
    """When a result came, and how many days late; ``late`` is for good."""

    day: date
    days_late: int
    late: bool


@dataclass(frozen=True)
class Waived:
    """On which ground a duty was let go, and who allowed it."""

    ground: str
    by: str


@dataclass(frozen=True)
class Line:
    """One unit's duty and what is told of it besides; ``asked`` of those above it."""

    duty: DutyLine
    asked: str = ""
    told: Sequence[Told] = ()
    awaited: Sequence[str] = ()
    extended: Extended | None = None
    over: Received | Waived | None = None


@dataclass(frozen=True)
class Card:
    """What several units owe alike, said once; ``told``: of which units who was."""

    title: str
    rows: Sequence[tuple[str, str]]
    told: Sequence[tuple[str, str]]
    late: bool


@dataclass(frozen=True)
class Section:
    """What is told under one heading; ``own`` is what the sender itself must do.

    ``tasks`` counts cards and ``duties`` units' duties, the unshown ones too.
    """

    topic: Topic
    own: bool
    cards: Sequence[Card]
    tasks: int
    duties: int
    unshown: int
    first_due: date
    title: str


def section(topic: Topic, lines: Sequence[Line], *, own: bool = False) -> Section:
    """Gather lines, the first due first, under one heading."""
    shown = lines[:LATE_UNITS] if topic is Topic.ASKED else lines
    groups = _by_task(shown)
    cards = [_card(topic, group) for group in groups[:CARDS]]
    titles = {line.duty.title for line in lines}
    return Section(
        topic=topic,
        own=own,
        cards=cards,
        tasks=len(groups),
        duties=len(lines),
        unshown=len(lines) - sum(map(len, groups[:CARDS])),
        first_due=min(line.duty.due for line in lines),
        title=titles.pop() if len(titles) == 1 else "",
    )


def _by_task(lines: Iterable[Line]) -> list[list[Line]]:
    """Put together what several units owe alike."""
    tasks: dict[tuple[object, ...], list[Line]] = {}
    for line in lines:
        task = replace(line.duty, unit="")
        key = (task, line.asked, line.extended, line.over)
        tasks.setdefault(key, []).append(line)
    return list(tasks.values())


def _card(topic: Topic, lines: Sequence[Line]) -> Card:
    first = lines[0]
    rows = [(label, words) for label, words in _rows(topic, lines) if words]
    told = _told_alike(lines) if topic is Topic.ASKED else ()
    late = topic in _LATE or (first.over is None and first.duty.days_left < 0)
    return Card(first.duty.title, rows, told, late)


_LATE = (Topic.ASKED, Topic.OVERDUE)


def _rows(topic: Topic, lines: Sequence[Line]) -> Iterator[tuple[str, str]]:
    """Say of whom, by when, what about it, how and on which basis."""
    first = lines[0]
    duty = first.duty
    until = f"hết ngày {day(duty.due)}"
    if topic is not Topic.ASKED:
        yield "Đơn vị", named([line.duty.unit for line in lines], UNITS)
    if first.over:
        yield "Hạn cuối", until
        yield from _ended(first.over)
        return
    yield from _dates(until + f" ({days_left(duty.days_left)})", first.extended)
    yield "Đang chờ", _awaited([unit for line in lines for unit in line.awaited])
    yield "Nay đề nghị", first.asked
    yield "Cách làm", duty.how
    yield "Căn cứ", duty.source + mark(duty.unconfirmed)


def _dates(until: str, extended: Extended | None) -> Iterator[tuple[str, str]]:
    if extended is None:
        yield "Hạn cuối", until
        return
    yield "Hạn mới", until
    yield "Hạn cũ", f"hết ngày {day(extended.was_due)}"
    yield "Lý do", extended.reason
    yield "Người duyệt", extended.approved_by


def _ended(over: Received | Waived) -> Iterator[tuple[str, str]]:
    match over:
        case Received():
            yield "Đã nhận", _received(over)
        case Waived(ground, by):
            yield "Được miễn", ground
            yield "Người duyệt", by


def _received(received: Received) -> str:
    if received.days_late:
        said = f"chậm {count(received.days_late)} ngày làm việc"
    else:
        said = "trong hạn"
    if received.late is bool(received.days_late):
        return f"ngày {day(received.day)}, {said}"
    grace = "vẫn tính là đúng hạn" if received.days_late else "đã để quá hạn trước đó"
    return f"ngày {day(received.day)}, {said}, {grace}"


def _awaited(units: Sequence[str]) -> str:
    if not units:
        return ""
    return f"{count(len(units))} đơn vị: {named(units, AWAITED)}"


def named(units: Sequence[str], at_most: int) -> str:
    """Name units, and say how many more there are."""
    if len(units) <= at_most:
        return "; ".join(units)
    rest = count(len(units) - at_most)
    return f"{'; '.join(units[:at_most])} và {rest} đơn vị nữa"


def _told_alike(lines: Sequence[Line]) -> list[tuple[str, str]]:
    """Say once of which units the same were told on the same days."""
    alike: dict[str, list[str]] = {}
    for line in lines:
        alike.setdefault(_told(line), []).append(line.duty.unit)
    return [(_counted(units), told) for told, units in alike.items()]


def _counted(units: Sequence[str]) -> str:
    if len(units) == 1:
        return units[0]
    return f"{count(len(units))} đơn vị: {'; '.join(units)}"


def _told(line: Line) -> str:
    """Say who was told on which days, in the order in which they first were."""
    days: dict[str, list[str]] = {}
    for each in line.told:
        days.setdefault(each.who, []).append(day(each.day))
    words = [f"{who} ngày {listed(when)}" for who, when in days.items()]
    return "; ".join(words) or "chưa báo được cho ai"
