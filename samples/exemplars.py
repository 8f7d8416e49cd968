"""A few communes proposed as exemplars of the movement at the year's end."""

from collections.abc import Iterator

from rules.criteria import Shape
from rules.exemplars import exemplar_set
from rules.forms import YES, Cell
from rules.units import UnitKind
from samples.answering import sender_of
from samples.sample import Sample
from samples.sent import Sent

FIRST, LAST = 10, 24  # December


def rows(sample: Sample) -> Iterator[Sent]:
    proposed = sample.shuffled(sample.organisation.communes, "exemplars")
    for commune in proposed[: sample.year.exemplars]:
        luck = sample.dice("exemplar", commune.code)
        told = sample.rush(luck, sample.day(12, FIRST), sample.day(12, LAST))
        met = sample.date_between(luck, sample.day(12, 1), told)
        values: dict[str, Cell] = {"unit": commune.code, "met_on": met}
        values |= _facts(sample)
        yield Sent(told, sender_of(sample, commune), "exemplar", values)


def _facts(sample: Sample) -> dict[str, Cell]:
    """Answer everything the text asks, each rank just high enough."""
    asked = exemplar_set(UnitKind.COMMUNE, sample.day(12, 31)).criteria
    return {
        fact: each.least if each.check is Shape.RANK_AT_LEAST else YES
        for each in asked
        for fact in each.facts
    }
