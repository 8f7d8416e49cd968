"""Self-management models: most bodies have one, the communes share the rest."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from random import Random

from rules.forms import Cell
from rules.units import UnitKind
from samples.answering import sender_of
from samples.fates import NO_MODEL, fates
from samples.organisation import Unit
from samples.sample import DAY, Sample
from samples.sent import Sent
from samples.words import words

KEPT, NEW, REPLICATED = "Duy trì", "Mới", "Nhân rộng"
NEW_SHARE, REPLICATED_SHARE = 0.08, 0.12
OLDEST = 9  # years


def rows(sample: Sample) -> Iterator[Sent]:
    counts = sample.counts.models
    active = _owners(sample)
    closed = sample.shuffled(sample.organisation.communes, "closed models")
    for n, unit in enumerate(active):
        yield _model(sample, unit, n)
    for n in range(counts["closed"]):
        unit = closed[n % len(closed)]
        yield _model(sample, unit, len(active) + n, closed=True)


@cache
def _names(kind: UnitKind) -> Sequence[tuple[str, str]]:
    """Return pairs of group and name, the groups taking turns."""
    groups = words()[f"models_{kind}"]
    most = max(len(names) for names in groups.values())
    return [
        (group, names[turn])
        for turn in range(most)
        for group, names in groups.items()
        if turn < len(names)
    ]


def _owners(sample: Sample) -> list[Unit]:
    """Return whose each active model is; a commune may have several."""
    counts, organisation = sample.counts.models, sample.organisation
    fate = fates(sample)
    bodies = sample.shuffled(organisation.bodies, "bodies with a model")
    owners = bodies[: len(bodies) - counts["units_without"]]
    communes = [u for u in organisation.communes if not fate.has(u, NO_MODEL)]
    rest = counts["active"] - len(owners)
    return [*(communes[n % len(communes)] for n in range(rest)), *owners]


def _model(sample: Sample, unit: Unit, n: int, *, closed: bool = False) -> Sent:
    luck = sample.dice("model", str(n), unit.code)
    names = _names(unit.kind)
    group, name = names[n % len(names)]
    status = _status(luck)
    sender = sender_of(sample, unit)
    sent_on = _sent_on(sample, sender, unit)
    values: dict[str, Cell] = {
        "unit": unit.code,
        "name": f"{name} số {1 + n % 40}",
        "group": group,
        "started_on": _started(sample, luck, sent_on, new=status == NEW),
        "status": status,
        "members": luck.randint(8, 120),
    }
    if closed:
        values |= {
            "started_on": date(sample.year.year - OLDEST - 1, 8, 19),
            "closed_on": date(sample.year.year - 1, 12, luck.randint(1, 31)),
            "status": KEPT,
        }
    return Sent(sent_on, sender, "model", values)


def _status(luck: Random) -> str:
    chance = luck.random()
    if chance < NEW_SHARE:
        return NEW
    return REPLICATED if chance < NEW_SHARE + REPLICATED_SHARE else KEPT


def _started(sample: Sample, luck: Random, sent_on: date, *, new: bool) -> date:
    if new:
        return sample.date_between(luck, sample.day(1, 4), sent_on)
    year = sample.year.year - luck.randint(1, OLDEST)
    return date(year, luck.randint(1, 12), luck.randint(1, 28))


def _sent_on(sample: Sample, sender: str, unit: Unit) -> date:
    """Draw a day in spring: one of two of its sender's."""
    own = sample.dice("models sent", sender)
    last = sample.year.midyear - 9 * DAY
    days = [sample.date_between(own, sample.day(4, 13), last) for _ in range(2)]
    return sample.dice("model sent", unit.code).choice(days)
