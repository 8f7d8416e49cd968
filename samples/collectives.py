"""The units proposed for the year's commendations, a few of them too soon."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rules.forms import Cell
from rules.units import UnitKind
from samples.adhoc import POLICE_FORM, PROVINCE_FORM
from samples.fates import fates
from samples.organisation import Unit
from samples.prospects import likely_recognised
from samples.sample import Sample
from samples.words import words

MINISTRY_FORM = "Bằng khen Bộ Công an"
#: Of ten proposals, in turn, which award they are for.
AWARDS = (
    MINISTRY_FORM,
    *[PROVINCE_FORM] * 4,
    *[POLICE_FORM] * 5,
)


@dataclass(frozen=True)
class Collective:
    """One unit proposed, by the body that manages it."""

    reference: str
    award: str
    unit: Unit
    proposed_on: date
    lacking: str | None = None


def proposed_on(sample: Sample, reference: str) -> date:
    stage, luck = sample.stages["nomination"], sample.dice("proposed", reference)
    return sample.rush(luck, stage.opens, stage.due.day)


def collectives(sample: Sample) -> Sequence[Collective]:
    counts = sample.counts.year_end
    poor = counts["collectives_not_recognised"]
    good = sample.shuffled(likely_recognised(sample), "collectives")
    flawed = [u for u in sample.organisation.areas if u.code in fates(sample).flaw]
    bad = sample.shuffled(flawed, "not recognised")
    units = [*bad[:poor], *good[: counts["collectives"] - poor]]
    references = [f"TK-T{n:03}" for n in range(1, len(units) + 1)]
    return [
        Collective(
            reference,
            AWARDS[n % len(AWARDS)],
            unit,
            proposed_on(sample, reference),
            "not_recognised" if n < poor else None,
        )
        for n, (reference, unit) in enumerate(zip(references, units, strict=True))
    ]


def nominated(sample: Sample, each: Collective) -> tuple[str, str, dict[str, Cell]]:
    luck = sample.dice("collective", each.reference)
    area = each.unit.kind is UnitKind.RESIDENTIAL_AREA
    proposer = str(each.unit.territory if area else each.unit.managing_body)
    sender = sample.organisation.sender_for(each.unit)
    achievement = luck.choice(words()["texts"]["achievements"])
    return (
        sender,
        "nominated_unit",
        {
            "unit": proposer,
            "reference": each.reference,
            "award": each.award,
            "nominated_unit": each.unit.code,
            "proposed_on": each.proposed_on,
            "achievement": achievement.format(year=sample.year.year),
        },
    )
