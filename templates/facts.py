"""What letters and papers are told: plain facts, already decided elsewhere."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime


@dataclass(frozen=True)
class DutyLine:
    """What one unit owes; ``days_left`` in working days, negative once overdue."""

    unit: str
    title: str
    due: date
    days_left: int
    how: str
    source: str
    unconfirmed: bool = False


@dataclass(frozen=True)
class Told:
    who: str
    day: date


@dataclass(frozen=True)
class FindingLine:
    """One criterion; ``outcome`` is met, unmet or unknown, as the rules say.

    One that does not decide is only listed, for people to hold against the text.
    """

    criterion: str
    citation: str
    outcome: str
    reason: str
    remedy: str = ""
    unconfirmed: bool = False
    decides: bool = True


@dataclass(frozen=True)
class UnitResult:
    """What was judged of one unit; ``grade`` is empty where none is given."""

    unit: str
    outcome: str
    grade: str
    findings: Sequence[FindingLine]
    to_do: str


@dataclass(frozen=True)
class ErrorLine:
    """One thing to put right, or to look at again, in a file a unit sent."""

    file: str
    sheet: str
    cell: str
    wrong: str
    expected: str
    #: By how much the province's figure stands above what it would be.
    effect: int = 0


@dataclass(frozen=True)
class Reference:
    """A paper referred to: ``15/KH-BCĐ`` of a day and an issuer, on a subject."""

    kind: str
    number: str
    day: date
    issuer: str
    subject: str


@dataclass(frozen=True)
class MissedLine:
    """What an outage let pass: of which stage, planned when, and what becomes of it."""

    title: str
    what: str
    planned: date
    units: int
    made_good: bool
    policy: str


@dataclass(frozen=True)
class CertificateLine:
    unit: str
    number: str
    code: str


@dataclass(frozen=True)
class AlarmLine:
    """What a watchman found wrong, since when, and what to do about it."""

    what: str
    since: datetime
    to_do: str


def by_task(duties: Iterable[DutyLine]) -> list[tuple[DutyLine, list[str]]]:
    """Say once what several units owe alike; each task with its units."""
    tasks: dict[DutyLine, list[str]] = {}
    for duty in duties:
        tasks.setdefault(replace(duty, unit=""), []).append(duty.unit)
    return list(tasks.items())
