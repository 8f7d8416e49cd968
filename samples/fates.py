"""Which units will fail, and why: decided first, so that all their facts agree."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rules.units import UnitKind
from samples.organisation import Unit
from samples.sample import Sample
from samples.settlement import LARGEST
from samples.years import Numbers

NO_DOSSIER = "no_dossier"
FEW_AREAS = "few_areas"
NO_MODEL = "no_model"


@dataclass(frozen=True)
class Fates:
    """The flaw of each unit that has one, by code; the flaw is often a form's field."""

    flaw: Mapping[str, str]

    def has(self, unit: Unit, flaw: str) -> bool:
        return self.flaw.get(unit.code) == flaw


@lru_cache(maxsize=1)
def fates(sample: Sample) -> Fates:
    few = _communes_with_few_areas(sample)
    flaws = dict.fromkeys(few, FEW_AREAS)
    flaws |= _of_communes(sample, few)
    flaws |= dict(zip(_failing_areas(sample, few), _area_flaws(sample), strict=True))
    flaws |= _of_bodies(sample)
    return Fates(flaws)


def _communes_with_few_areas(sample: Sample) -> list[str]:
    """Choose the communes that lack passing areas: the first of 25, and small ones."""
    wanted = sample.counts.commune_flaws[FEW_AREAS]
    large = _largest(sample)[:1]
    others = [
        unit.code
        for unit in sample.shuffled(sample.organisation.communes, "few areas")
        if _size(sample, unit.code) < LARGEST
    ]
    return large + others[: wanted - len(large)]


def _largest(sample: Sample) -> list[str]:
    codes = [unit.code for unit in sample.organisation.communes]
    return [code for code in codes if _size(sample, code) == LARGEST]


def _size(sample: Sample, commune: str) -> int:
    return len(sample.organisation.areas_of(commune))


def _may_fail(sample: Sample, commune: str) -> int:
    """Return how many areas may fail before the commune does."""
    size = _size(sample, commune)
    if sample.year.share_counts_bodies:
        size += sum(unit.territory == commune for unit in sample.organisation.bodies)
    return size - -(-size * sample.year.areas_share // 100)


def _failing_areas(sample: Sample, few: Sequence[str]) -> list[str]:
    """Place the failing areas: too many in some communes, a tolerable few elsewhere."""
    left = sum(sample.counts.area_flaws.values()) + sample.counts.never["dossier_areas"]
    quota = Counter({code: _may_fail(sample, code) + 1 for code in few})
    quota |= Counter({code: _may_fail(sample, code) for code in _largest(sample)[1:]})
    left -= quota.total()
    order = sample.shuffled(sample.organisation.communes, "failing areas")
    while left > 0:
        room = [u.code for u in order if quota[u.code] < _may_fail(sample, u.code)]
        quota.update(room[:left])
        left -= len(room[:left])
    return [area for commune, n in quota.items() for area in _draw(sample, commune, n)]


def _draw(sample: Sample, commune: str, number: int) -> list[str]:
    areas = sample.shuffled(sample.organisation.areas_of(commune), "flawed", commune)
    return [area.code for area in areas[:number]]


def _area_flaws(sample: Sample) -> list[str]:
    listed = [*_listed(sample.counts.area_flaws)]
    listed += [NO_DOSSIER] * sample.counts.never["dossier_areas"]
    sample.dice("area flaws").shuffle(listed)
    return listed


def _of_communes(sample: Sample, few: Sequence[str]) -> dict[str, str]:
    flaws = [f for f in _listed(sample.counts.commune_flaws) if f != FEW_AREAS]
    flaws += [NO_MODEL] * sample.counts.models["communes_without"]
    order = sample.shuffled(sample.organisation.communes, "commune flaws")
    spared = {*few, *_largest(sample)}
    codes = [unit.code for unit in order if unit.code not in spared]
    return dict(zip(codes, flaws, strict=False))


def _of_bodies(sample: Sample) -> dict[str, str]:
    counts, never = sample.counts, sample.counts.never["dossier_units"]
    order = sample.shuffled(sample.organisation.bodies, "body flaws")
    schools = [unit.code for unit in order if unit.kind is UnitKind.SCHOOL]
    others = [unit.code for unit in order if unit.kind is not UnitKind.SCHOOL]
    flaws = dict(zip(schools, _listed(counts.school_flaws), strict=False))
    unit_flaws = [*_listed(counts.unit_flaws), *[NO_DOSSIER] * never]
    return flaws | dict(zip(others, unit_flaws, strict=False))


def _listed(numbers: Numbers) -> Iterator[str]:
    for flaw, number in numbers.items():
        yield from [flaw] * number
