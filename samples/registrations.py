"""Registrations: every commune and area by the review, most of the others."""

from collections.abc import Iterator, Sequence
from datetime import date

from rules.forms import Cell
from rules.units import UnitKind
from samples.organisation import Unit, committee_code
from samples.plans import after_midyear, before_midyear, late_share
from samples.sample import DAY, Sample
from samples.sent import Sent

#: Units that registered without a plan, and as many that planned and did not register.
CROSSED = {"province_units": 2, "local_units": 5}
LAG = 5


def rows(sample: Sample) -> Iterator[Sent]:
    opens = sample.stages["registration"].opens
    for unit, sent_on in _answers(sample):
        luck = sample.dice("registration", unit.code)
        registered = sample.date_between(luck, max(opens, sent_on - LAG * DAY), sent_on)
        sender = (
            committee_code(unit.code)
            if unit.kind is UnitKind.COMMUNE
            else sample.organisation.sender_for(unit)
        )
        values: dict[str, Cell] = {"unit": unit.code, "registered_on": registered}
        yield Sent(sent_on, sender, "registration", values)


def _answers(sample: Sample) -> Iterator[tuple[Unit, date]]:
    organisation, counts = sample.organisation, sample.counts
    for unit in organisation.communes:
        code = committee_code(unit.code)
        luck = sample.dice("commune registration", unit.code)
        yield unit, luck.choice(sample.answer_days("registration", code, 2))
    yield from _group(sample, organisation.areas, len(organisation.areas), 0)
    for key, units, never in (
        ("province_units", organisation.province_bodies, 0),
        ("local_units", organisation.local_bodies, counts.never["registrations"]),
    ):
        order = _crossed(sample, units, key)
        yield from _group(sample, order, counts.registrations[key], never)


def _crossed(sample: Sample, units: Sequence[Unit], key: str) -> list[Unit]:
    """Order units so that those who register are not quite those who plan."""
    order = sample.shuffled(units, "plans")
    planned, registered = sample.counts.plans[key], sample.counts.registrations[key]
    crossed = CROSSED[key] if planned < len(order) else 0
    early = order[: registered - crossed] + order[planned : planned + crossed]
    return early + [unit for unit in order if unit not in set(early)]


def _group(
    sample: Sample, order: Sequence[Unit], before_review: int, never: int
) -> Iterator[tuple[Unit, date]]:
    for unit in order[:before_review]:
        chance = sample.dice("late registration", unit.code).random()
        late = chance < late_share(sample) / 2
        yield unit, before_midyear(sample, "registration", unit, late=late)
    for unit in order[before_review : len(order) - never]:
        yield unit, after_midyear(sample, "registration", unit)
