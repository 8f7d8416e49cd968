"""Facts, what a criterion says of them, and the three-valued whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum

from rules.criteria import Criterion, Encoding
from rules.provisions import CONFIDENCE_NAMES, Confidence
from rules.windows import Window


class NotApplicable(Enum):
    """The answer “không áp dụng”."""

    NOT_APPLICABLE = "not_applicable"


NOT_APPLICABLE = NotApplicable.NOT_APPLICABLE
FactValue = int | bool | date | str | Decimal | NotApplicable


@dataclass(frozen=True, slots=True)
class Fact:
    """A value, where it came from in words for a person, and when it was told."""

    value: FactValue
    origin: str
    on: date | None = None


class Outcome(StrEnum):
    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"


OUTCOME_NAMES = {
    Outcome.MET: "đạt",
    Outcome.UNMET: "chưa đạt",
    Outcome.UNKNOWN: "chưa đủ căn cứ kết luận",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What one criterion says of one unit, why, and on what ground."""

    criterion: Criterion
    outcome: Outcome
    reason: str
    facts: tuple[tuple[str, Fact], ...] = ()

    @property
    def criterion_id(self) -> str:
        return self.criterion.id

    @property
    def text(self) -> str:
        return self.criterion.text

    @property
    def document(self) -> str:
        return self.criterion.provision.document

    @property
    def citation(self) -> str:
        """The provision in full, marked when we are not sure of it."""
        provision = self.criterion.provision
        if provision.confidence is Confidence.READ:
            return provision.citation
        return f"{provision.citation} ({CONFIDENCE_NAMES[provision.confidence]})"

    @property
    def confidence(self) -> Confidence:
        return self.criterion.provision.confidence

    @property
    def decides(self) -> bool:
        """Tell whether the whole depends on it: a clause not encoded is only listed."""
        return self.criterion.encoding is not Encoding.NOT_ENCODED


@dataclass(frozen=True, slots=True)
class Judgement:
    """A unit's result under one text, with all its reasons."""

    outcome: Outcome
    findings: tuple[Finding, ...]
    law: str
    window: Window

    @property
    def undecided_clauses(self) -> tuple[Finding, ...]:
        """Requirements of the text that this judgement has not looked at."""
        return tuple(finding for finding in self.findings if not finding.decides)

    @property
    def unmet(self) -> tuple[Finding, ...]:
        return _with(self.findings, Outcome.UNMET)

    @property
    def unknown(self) -> tuple[Finding, ...]:
        return _with(self.findings, Outcome.UNKNOWN)


def overall(findings: Iterable[Finding]) -> Outcome:
    """Weigh the deciding findings: one unmet fails; one unknown leaves it open."""
    outcomes = {finding.outcome for finding in findings if finding.decides}
    if Outcome.UNMET in outcomes:
        return Outcome.UNMET
    return Outcome.MET if outcomes == {Outcome.MET} else Outcome.UNKNOWN


def _with(findings: Iterable[Finding], outcome: Outcome) -> tuple[Finding, ...]:
    return tuple(f for f in findings if f.decides and f.outcome is outcome)
