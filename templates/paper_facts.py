"""What papers are told: who issues them, and what they report or decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from templates.facts import Reference


@dataclass(frozen=True)
class Ground:
    """One “Căn cứ …” line, without its closing mark."""

    words: str
    unconfirmed: bool = False


@dataclass(frozen=True)
class Signature:
    """Who signs: “TM. …”, “KT. …” line by line, then office held and name.

    ``dated`` is for who signs on another day than the paper's.
    """

    authority: Sequence[str]
    name: str
    office: str = ""
    dated: str = ""


@dataclass(frozen=True)
class Frame:
    """What NĐ 30/2020 puts around a paper's words; a draft has no number or day.

    Names may be broken into lines by hand. ``decided_by`` is for decisions: it
    heads the grounds and “QUYẾT ĐỊNH:” ends them. ``signed_last`` has it signed
    after its appendices, by who has read them.
    """

    parent: str
    issuer: str
    number: int | None
    symbol: str
    place: str
    day: date | None
    year: int
    kind: str
    subject: str
    signature: Signature
    recipients: Sequence[str]
    grounds: Sequence[Ground] = ()
    decided_by: str = ""
    addressed_to: Sequence[str] = ()
    wide_appendices: bool = False
    signed_last: bool = False


@dataclass(frozen=True)
class PlanTask:
    """A stage of the year: what, by whom, from when, by when, on what ground."""

    title: str
    who: str
    opens: date
    due: date
    source: str
    unconfirmed: bool = False


@dataclass(frozen=True)
class Plan:
    year: int
    tasks: Sequence[PlanTask]


@dataclass(frozen=True)
class IndicatorLine:
    """A reported number; where it is a part, of how many."""

    label: str
    numerator: int
    denominator: int | None
    unit: str
    note: str = ""


@dataclass(frozen=True)
class ReviewSection:
    title: str
    lines: Sequence[IndicatorLine]


@dataclass(frozen=True)
class LateLine:
    unit: str
    manager: str
    due: date
    days_late: int


@dataclass(frozen=True)
class LateGroup:
    duty: str
    lines: Sequence[LateLine]


@dataclass(frozen=True)
class Review:
    year: int
    sections: Sequence[ReviewSection]
    strengths: Sequence[str]
    shortcomings: Sequence[str]
    late: Sequence[LateGroup]
    next_tasks: Sequence[str]


@dataclass(frozen=True)
class ListedLine:
    """One row of a decision's list; ``note`` is a grade, a form or an achievement."""

    name: str
    place: str
    note: str = ""


@dataclass(frozen=True)
class ListedGroup:
    """Rows of one kind, or of one form of commendation."""

    title: str
    unit: str
    lines: Sequence[ListedLine]


@dataclass(frozen=True)
class Certificate:
    parent: str
    issuer: str
    number: str
    code: str
    unit: str
    territory: str
    year: int
    decision: Reference
    place: str
    day: date
    signature: Signature


@dataclass(frozen=True)
class ExplainedLine:
    """One clause: what was found, why, from which figures, on what ground."""

    text: str
    outcome: str
    reason: str
    facts: Sequence[str]
    citation: str


@dataclass(frozen=True)
class Step:
    """The least to do about one criterion, with its last day if it has one."""

    criterion: str
    words: str


@dataclass(frozen=True)
class Outlook:
    """What is left to do, of one kind: still possible, only to be told, or too late."""

    title: str
    steps: Sequence[Step]


@dataclass(frozen=True)
class Explained:
    """Why one unit or one proposal stands as it does; ``grade`` may be empty."""

    asked: str
    whom: str
    result: str
    notes: Sequence[str]
    outlooks: Sequence[Outlook]
    conclusion: str
    grade: Sequence[str]
    reasons: Sequence[ExplainedLine]
