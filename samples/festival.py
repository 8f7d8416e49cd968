"""The national security day's festival, in nearly every commune and area."""

from collections.abc import Iterator

from rules.forms import Cell
from samples.answering import Manner, answers
from samples.sample import DAY, Sample
from samples.sent import Sent

MANNER = Manner("festival", batches=1, late=0.05, late_days=20)
#: The festival is not held in the first days of its stage.
PREPARATION = 10


def rows(sample: Sample) -> Iterator[Sent]:
    stage = sample.stages["festival"]
    units = sample.organisation.communes + sample.organisation.areas
    silent = sample.counts.never["festivals"]
    holding = sample.shuffled(units, "festival")[silent:]
    for unit, sender, sent_on in answers(sample, holding, MANNER):
        luck = sample.dice("festival", unit.code)
        first = stage.opens + PREPARATION * DAY
        told = max(sent_on, first + DAY)
        held = sample.date_between(luck, first, min(told, stage.due.day))
        values: dict[str, Cell] = {
            "unit": unit.code,
            "held_on": held,
            "attendance": luck.randint(60, 420),
        }
        yield Sent(sample.first_working_day(told), sender, "festival", values)
