"""What the index page of a lived year shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class SummaryLine:
    """One headline figure, already written: ``("Đã nộp kế hoạch", "168/195")``."""

    label: str
    value: str


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
    summary: Sequence[SummaryLine]
    stages: Sequence[StageLine]
    papers: Sequence[PaperLink]
    letters: Sequence[LetterSample]
    timings: Sequence[TimingLine]
