"""Scores for grading: the unit's own points, and the reviewer's beside them."""

from collections.abc import Iterator
from random import Random

from rules.forms import Cell
from rules.schemes import scheme
from samples.dossiers import dossiers
from samples.fates import fates
from samples.organisation import Unit
from samples.sample import Sample
from samples.sent import Sent

SHIFT = 0.12  # share of items where the reviewer differs
WEAK = 0.02  # share of units far below the others
REASONS = (
    "Hồ sơ minh chứng chưa đầy đủ",
    "Triển khai chậm so với kế hoạch",
    "Tỷ lệ tham gia chưa đạt như báo cáo",
)


def rows(sample: Sample) -> Iterator[Sent]:
    on, flaw = sample.day(10, 31), fates(sample).flaw
    for unit, sent in dossiers(sample):
        luck = sample.dice("scores", unit.code)
        quality = _quality(luck, flawed=unit.code in flaw)
        # An incident costs the points of one item that allows none.
        incident = flaw.get(unit.code, "").startswith("incidents")
        for item in scheme(sample.year.cycle.grading, unit.kind, on).items:
            full = int(item.bound)
            own = _points(luck, full, quality)
            if item.knockout:
                own = 0 if incident else full
                incident = False
            values = _row(luck, unit, item.id, own, sure=item.knockout)
            yield Sent(sent.day, sent.sender, "score", values)


def _quality(luck: Random, *, flawed: bool) -> float:
    """Draw how much of the points a unit earns, roughly."""
    if luck.random() < WEAK:
        return luck.uniform(0.35, 0.6)
    return luck.uniform(0.6, 0.88) if flawed else luck.uniform(0.8, 1.0)


def _points(luck: Random, full: int, quality: float) -> int:
    return max(0, min(full, round(full * (quality + luck.uniform(-0.04, 0.06)))))


def _row(
    luck: Random, unit: Unit, item: str, own: int, *, sure: bool
) -> dict[str, Cell]:
    differs = own > 1 and not sure and luck.random() < SHIFT
    reviewed = own - luck.randint(1, max(1, own // 10)) if differs else own
    return {
        "unit": unit.code,
        "item": item,
        "self_score": own,
        "reviewed_score": reviewed,
        "difference_reason": luck.choice(REASONS) if differs else None,
    }
