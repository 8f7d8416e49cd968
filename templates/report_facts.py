"""What the index page of a lived year shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class SummaryLine:
    """One figure, already written for each review: ``["168/195", "190/195"]``."""

    label: str
    unit: str
    values: Sequence[str]


@dataclass(frozen=True)
class Summary:
    """The figures of a year's reviews side by side, by section."""

    periods: Sequence[str]
    sections: Mapping[str, Sequence[SummaryLine]]


@dataclass(frozen=True)
class TierLine:
    tier: str
    done: int
    total: int
    late: int


@dataclass(frozen=True)
class StageLine:
    title: str
    opens: date
    due: date
    tiers: Sequence[TierLine]


@dataclass(frozen=True)
class PaperLink:
    """A paper kept in the folder; ``files`` pairs a format's name and its path."""

    title: str
    files: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class LetterSample:
    """How many letters of a kind went out, and one of them."""

    title: str
    count: int
    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class TimingLine:
    step: str
    milliseconds: int


@dataclass(frozen=True)
class YearPage:
    province: str
    year: int
    summary: Summary
    stages: Sequence[StageLine]
    papers: Sequence[PaperLink]
    letters: Sequence[LetterSample]
    timings: Sequence[TimingLine]
