"""From what is recorded to facts of the law, and from findings to rows and lines."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from db.evidence import Evidence
from db.recognition import Finding as StoredFinding
from rules.facts import asked_facts
from rules.forms import NOT_APPLICABLE as ANSWERED_NOT_APPLICABLE
from rules.forms import FieldType, forms
from rules.judgement import NOT_APPLICABLE, Fact, FactValue, Finding
from rules.provisions import Confidence
from rules.remedies import Remedy, remedy
from rules.units import UnitKind
from rules.windows import Days
from templates.facts import FindingLine

DATES = {
    field.key
    for form in forms().values()
    for field in form.fields
    if field.type is FieldType.DATE
} | {"plan_issued_on"}
Facts = Mapping[str, Fact]


def facts(told: Iterable[Evidence]) -> dict[str, Fact]:
    """Make each recorded fact one the law can be asked about."""
    return {
        key: Fact(_value(key, value), each.origin, each.told_on)
        for each in told
        for key, value in each.facts.items()
        if value is not None
    }


def _value(key: str, value: str | int) -> FactValue:
    if key in DATES:
        return date.fromisoformat(str(value))
    return NOT_APPLICABLE if value == ANSWERED_NOT_APPLICABLE else value


def rows(
    findings: Sequence[Finding],
    days: Days | None = None,
    kind: UnitKind | None = None,
) -> list[Mapping[str, object]]:
    """Write findings down, each fact with its origin; told the days, with remedies."""
    return [
        {
            "criterion": finding.criterion_id,
            "text": finding.text,
            "outcome": finding.outcome,
            "reason": finding.reason,
            "citation": finding.criterion.provision.citation,
            "document": finding.document,
            "confidence": finding.confidence,
            "facts": [
                [key, _measured(key, fact), fact.origin] for key, fact in finding.facts
            ],
            "decides": finding.decides,
            **_remedy(remedy(finding, days, kind) if days else None),
        }
        for finding in findings
    ]


def _measured(key: str, fact: Fact) -> str:
    known = asked_facts().get(key)
    return f"{shown(fact.value)} {known.unit if known else ''}".rstrip()


def _remedy(found: Remedy | None) -> Mapping[str, object]:
    return {
        "remedy": found and found.words,
        "remedy_way": found and found.way,
        "remedy_until": found and found.until,
    }


def shown(value: FactValue) -> str:
    """Write a fact's value as a person would."""
    match value:
        case bool():
            return "Có" if value else "Không"
        case date():
            return f"{value:%d/%m/%Y}"
        case Decimal():
            return f"{value.normalize():f}".replace(".", ",")
        case _ if value is NOT_APPLICABLE:
            return ANSWERED_NOT_APPLICABLE
    return str(value)


def lines(stored: Sequence[StoredFinding], on: date) -> list[FindingLine]:
    """Word findings as on a day: what is too late by then can no longer be done."""
    return [
        FindingLine(
            criterion=each.text,
            citation=each.citation,
            outcome=each.outcome,
            reason=each.reason,
            remedy=_shown_remedy(each, on),
            unconfirmed=each.confidence == Confidence.UNCONFIRMED,
            decides=each.decides,
        )
        for each in stored
    ]


def _shown_remedy(stored: StoredFinding, on: date) -> str:
    if not stored.remedy or not stored.remedy_way:
        return ""
    found = Remedy(stored.remedy_way, stored.remedy, stored.remedy_until)
    return f"{found.told(on)}."
