"""Reasons as a person reads them: what was found, why, and what is left to do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from db.recognition import Finding
from rules.facts import name_of
from rules.judgement import OUTCOME_NAMES
from rules.provisions import CONFIDENCE_NAMES, Confidence
from rules.remedies import WAY_NAMES, Remedy, Way
from templates.paper_facts import Outlook, Step


@dataclass(frozen=True)
class Told:
    """A fact used: its name, its value, and where it came from."""

    name: str
    value: str
    origin: str


@dataclass(frozen=True)
class Reason:
    """One criterion: its words, what was found, why, on what ground, what to do."""

    criterion: str
    text: str
    outcome: str
    outcome_name: str
    reason: str
    citation: str
    confidence: str
    facts: Sequence[Told]
    decides: bool = True
    remedy: str = ""
    way: Way | None = None
    until: date | None = None


def reasons(findings: Iterable[Finding], on: date) -> list[Reason]:
    """Word findings as on a day: what is too late by then can no longer be done."""
    return [_reason(each, on) for each in findings]


def outlooks(found: Sequence[Reason]) -> list[Outlook]:
    """Part what is left to do by whether it can still be done."""
    return [
        Outlook(
            WAY_NAMES[way],
            [Step(r.text, r.remedy) for r in found if r.way is way],
        )
        for way in Way
        if any(reason.way is way for reason in found)
    ]


def conclusion(*, lost: bool) -> str:
    """Say what follows from the steps, promising no more than they do."""
    if lost:
        return "Trong kỳ này không còn cách nào để đạt, trừ khi số liệu ghi sai."
    return "Làm đủ và số liệu gửi về đúng như yêu cầu thì đạt."


def is_lost(found: Sequence[Reason]) -> bool:
    """Say whether something in the way can no longer be changed in the period."""
    return any(reason.way is Way.NEVER for reason in found)


def _reason(found: Finding, on: date) -> Reason:
    way, told = None, ""
    if found.remedy and found.remedy_way:
        least = Remedy(found.remedy_way, found.remedy, found.remedy_until)
        way, told = least.by(on), least.told(on)
    return Reason(
        criterion=found.criterion,
        text=found.text,
        outcome=found.outcome,
        outcome_name=OUTCOME_NAMES[found.outcome],
        reason=found.reason,
        citation=found.citation,
        confidence=CONFIDENCE_NAMES[Confidence(found.confidence)],
        facts=[Told(name_of(key), value, origin) for key, value, origin in found.facts],
        decides=found.decides,
        remedy=told,
        way=way,
        until=found.remedy_until,
    )
