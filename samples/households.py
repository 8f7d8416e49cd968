"""How many households an area has, and how many still have not pledged by when."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from samples.dice import apportion, apportion_within
from samples.fates import Fates, fates
from samples.organisation import Unit
from samples.sample import Sample

FLAW = "pledges"
COMPLETE_BY_MIDYEAR = 0.4  # share of areas
MOST_UNPLEDGED = 0.6  # share of an area's households


@dataclass(frozen=True)
class Area:
    """The households of one area; “unpledged” counts those residing."""

    unit: Unit
    residing: int
    elsewhere: int
    unpledged_first: int
    unpledged_midyear: int
    unpledged_end: int
    moved_away: int
    moved_in: int


def areas(sample: Sample) -> list[Area]:
    units, counts = sample.organisation.areas, sample.counts.households
    luck, fate = sample.dice("households"), fates(sample)
    residing = apportion(counts["residing"], [luck.uniform(0.5, 1.7) for _ in units])
    midyear = _unpledged_by_midyear(sample, fate, residing)
    evenly = [luck.random() for _ in units]
    elsewhere = apportion(counts["elsewhere"], evenly)
    away = apportion(counts["moved_away"], evenly)
    newcomers = apportion(counts["moved_in"], evenly[::-1])
    return [
        Area(
            unit=unit,
            residing=residing[n],
            elsewhere=elsewhere[n],
            unpledged_first=_first(luck, residing[n], midyear[n]),
            unpledged_midyear=midyear[n],
            unpledged_end=_end(luck, midyear[n], flawed=fate.has(unit, FLAW)),
            moved_away=away[n],
            moved_in=newcomers[n],
        )
        for n, unit in enumerate(units)
    ]


def _unpledged_by_midyear(
    sample: Sample, fate: Fates, residing: Sequence[int]
) -> list[int]:
    units, counts = sample.organisation.areas, sample.counts.households
    luck = sample.dice("unpledged")
    flawed = [fate.has(unit, FLAW) for unit in units]
    least = [2 * flaw for flaw in flawed]
    weights = [
        number * luck.uniform(0.3, 1.0)
        if flaw or luck.random() > COMPLETE_BY_MIDYEAR
        else 0.0
        for number, flaw in zip(residing, flawed, strict=True)
    ]
    limits = [
        int(number * MOST_UNPLEDGED) if weight else 0
        for number, weight in zip(residing, weights, strict=True)
    ]
    rest = counts["residing"] - counts["pledged"] - sum(least)
    more = apportion_within(rest, weights, limits)
    return [a + b for a, b in zip(least, more, strict=True)]


def _first(luck: Random, residing: int, midyear: int) -> int:
    """Count the unpledged of the first list: some follow before the review."""
    return min(residing, midyear + int(residing * luck.uniform(0, 0.12)))


def _end(luck: Random, midyear: int, *, flawed: bool) -> int:
    return max(1, int(midyear * luck.uniform(0, 0.6))) if flawed else 0
