"""Who answers a stage on which day: in the sender's batches, late, or never."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rules.units import UnitKind
from samples.organisation import Unit, committee_code
from samples.sample import DAY, Sample


@dataclass(frozen=True)
class Manner:
    """How a stage is answered: batches of a sender, share that is late, by how much."""

    stage: str
    batches: int = 2
    late: float = 0.03
    late_days: int = 6


def sender_of(sample: Sample, unit: Unit) -> str:
    """Return whose file a unit's rows come in: a commune's own, else its manager's."""
    if unit.kind is UnitKind.COMMUNE:
        return committee_code(unit.code)
    return sample.organisation.sender_for(unit)


def answers(
    sample: Sample, units: Sequence[Unit], manner: Manner
) -> Iterator[tuple[Unit, str, date]]:
    """Yield each unit with its sender and the day its row comes."""
    for unit in units:
        sender = sender_of(sample, unit)
        luck = sample.dice("answer", manner.stage, unit.code)
        if luck.random() < manner.late:
            due = sample.stages[manner.stage].due.day
            late = sample.rush(luck, due + DAY, due + manner.late_days * DAY)
            yield unit, sender, late
        else:
            many = 1 if sender.startswith(f"{sample.year.code}-X") else 3
            days = sample.answer_days(manner.stage, sender, manner.batches * many)
            yield unit, sender, luck.choice(days)
