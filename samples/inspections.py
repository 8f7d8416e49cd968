"""The quarters' inspections by the communes, and what was put right since."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from rules.forms import Cell
from samples.answering import sender_of
from samples.organisation import Unit, committee_code
from samples.sample import DAY, Sample
from samples.sent import Sent
from samples.words import words

QUARTERS = {"Quý I": "q1", "Quý II": "q2", "Quý III": "q3", "Quý IV": "q4"}
ON_COURSE, BEHIND, NOT_BEGUN = "Đúng tiến độ", "Chậm tiến độ", "Chưa thực hiện"
FEWEST, MOST = 2, 4
NEVER, LATE = 0.02, 0.05  # shares of the committees
BEHIND_SHARE, NOT_BEGUN_SHARE = 0.17, 0.03
REMEDY_DAYS, REMEDY_NEVER, REMEDY_LATE = 20, 0.1, 0.15


@dataclass(frozen=True)
class _Visit:
    period: str
    unit: Unit
    day: date
    due: date


def rows(sample: Sample) -> Iterator[Sent]:
    for period, key in QUARTERS.items():
        for commune in sample.organisation.communes:
            luck = sample.dice("inspection", period, commune.code)
            if luck.random() >= NEVER:
                yield from _visits(sample, luck, period, f"inspection_{key}", commune)


def _visits(
    sample: Sample, luck: Random, period: str, stage_key: str, commune: Unit
) -> Iterator[Sent]:
    stage = sample.stages[stage_key]
    late = luck.random() < LATE
    first = stage.due.day + DAY if late else stage.opens + DAY
    sent_on = sample.rush(luck, first, stage.due.day + late * 4 * DAY)
    remedied = sample.posted(stage.due.day + REMEDY_DAYS * DAY)
    remedied = min(remedied, sample.day(12, 24))
    organisation = sample.organisation
    found = organisation.areas_of(commune.code)
    found = found + organisation.local_bodies_in(commune.code)[:3]
    for unit in luck.sample(found, min(len(found), luck.randint(FEWEST, MOST))):
        day = sample.date_between(luck, stage.opens - 14 * DAY, sent_on - DAY)
        yield from _visit(sample, luck, _Visit(period, unit, day, remedied), sent_on)


def _visit(
    sample: Sample, luck: Random, visit: _Visit, sent_on: date
) -> Iterator[Sent]:
    chance = luck.random()
    problem = (
        NOT_BEGUN
        if chance < NOT_BEGUN_SHARE
        else BEHIND
        if chance < BEHIND_SHARE + NOT_BEGUN_SHARE
        else None
    )
    values: dict[str, Cell] = {
        "unit": committee_code(str(visit.unit.territory)),
        "period": visit.period,
        "inspected_unit": visit.unit.code,
        "inspected_on": visit.day,
        "result": problem or ON_COURSE,
    }
    if problem:
        texts = words()["texts"]
        values["finding"] = luck.choice(texts["findings"])
        values["remedy"] = luck.choice(texts["remedies"])
        values["remedy_due"] = visit.due
        yield from _remedy(sample, luck, visit, sent_on)
    yield Sent(sent_on, str(values["unit"]), "inspection", values)


def _remedy(
    sample: Sample, luck: Random, visit: _Visit, sent_on: date
) -> Iterator[Sent]:
    if luck.random() < REMEDY_NEVER:
        return
    late = luck.random() < REMEDY_LATE and visit.due < sample.day(12, 1)
    first, last = (
        (visit.due + DAY, visit.due + 12 * DAY) if late else (sent_on, visit.due)
    )
    done = sample.date_between(luck, first, last)
    told = min(sample.first_working_day(done + DAY), sample.day(12, 28))
    values: dict[str, Cell] = {
        "unit": visit.unit.code,
        "period": visit.period,
        "done_on": done,
        "action": luck.choice(words()["texts"]["actions"]),
    }
    yield Sent(told, sender_of(sample, visit.unit), "remedy", values)
