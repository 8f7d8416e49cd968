"""Plans: the province's, then the committees', then everyone else's."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rules.units import UnitKind
from samples.organisation import Unit, committee_code
from samples.sample import DAY, Sample
from samples.sent import Sent

SYMBOLS = {
    UnitKind.RESIDENTIAL_AREA: "KH-BĐH",
    UnitKind.AGENCY: "KH-CQ",
    UnitKind.ENTERPRISE: "KH-CTY",
    UnitKind.SCHOOL: "KH-TH",
    UnitKind.STEERING_COMMITTEE: "KH-BCĐ",
}
PROVINCE_NUMBER = "15/KH-BCĐ"
#: Days between signing a plan and sending its number.
LAG = 4


def rows(sample: Sample) -> Iterator[Sent]:
    signed = committee_plans(sample)
    for code, plan in signed.items():
        yield Sent(plan.sent_on, plan.sender, "plan", plan.values(code))
    yield from _local_rows(sample, signed)


@dataclass(frozen=True)
class Plan:
    issued_on: date
    sent_on: date
    sender: str
    number: str

    def values(self, unit: str) -> dict[str, str | date]:
        return {"unit": unit, "number": self.number, "issued_on": self.issued_on}


def committee_plans(sample: Sample) -> Mapping[str, Plan]:
    """Return each committee's plan; none is older than the plan above it."""
    province, signed = sample.organisation.province, sample.day(1, 20)
    head = committee_code(province.code)
    plans = {head: Plan(signed, signed, head, PROVINCE_NUMBER)}
    for district in sample.organisation.districts:
        code = committee_code(district.code)
        plans[code] = _below(sample, "plan_district", code, code, plans[head])
    for commune in sample.organisation.communes:
        code, above = (
            committee_code(commune.code),
            committee_code(str(commune.territory)),
        )
        sender = above if sample.year.has_districts else code
        plans[code] = _below(sample, "plan_commune", code, sender, plans[above])
    return plans


def _below(sample: Sample, stage: str, code: str, sender: str, above: Plan) -> Plan:
    luck, plan = sample.dice("committee plan", code), sample.stages[stage]
    late = stage == "plan_commune" and luck.random() < late_share(sample)
    first = max(plan.opens, above.sent_on + DAY)
    issued = sample.rush(luck, first, plan.due.day + (12 if late else -1) * DAY)
    sent = sample.rush(luck, issued, max(issued, plan.due.day))
    return Plan(issued, sent, sender, f"{luck.randint(2, 40):02}/KH-BCĐ")


def _local_rows(sample: Sample, committees: Mapping[str, Plan]) -> Iterator[Sent]:
    opens = sample.stages["plan_local"].opens
    for unit, drawn in local_answers(sample):
        luck = sample.dice("local plan", unit.code)
        above = committees[committee_code(str(unit.managing_body))]
        sent_on = max(drawn, sample.first_working_day(above.sent_on + DAY))
        first = max(above.issued_on, opens, sent_on - LAG * DAY)
        issued = sample.date_between(luck, first, sent_on)
        sender = sample.organisation.sender_for(unit)
        number = f"{luck.randint(1, 30):02}/{SYMBOLS[unit.kind]}"
        plan = Plan(issued, sent_on, sender, number)
        yield Sent(sent_on, sender, "plan", plan.values(unit.code))


@lru_cache(maxsize=1)
def local_answers(sample: Sample) -> Sequence[tuple[Unit, date]]:
    """Return who sent a plan, and when: on time, late, after the review, never."""
    organisation, counts = sample.organisation, sample.counts
    groups = (
        (organisation.areas, counts.plans["areas"], counts.never["plan_areas"]),
        (organisation.province_bodies, counts.plans["province_units"], 0),
        (
            organisation.local_bodies,
            counts.plans["local_units"],
            counts.never["plan_units"],
        ),
    )
    return [
        answer
        for units, before_review, never in groups
        for answer in _answers(sample, units, before_review, never)
    ]


def _answers(
    sample: Sample, units: Sequence[Unit], before_review: int, never: int
) -> Iterator[tuple[Unit, date]]:
    order = sample.shuffled(units, "plans")
    answering = order[: len(order) - never]
    for place, unit in enumerate(answering):
        if place < before_review:
            late = place >= before_review * (1 - late_share(sample))
            yield unit, before_midyear(sample, "plan_local", unit, late=late)
        else:
            yield unit, after_midyear(sample, "plan_local", unit)


def after_midyear(sample: Sample, stage: str, unit: Unit) -> date:
    """Draw one of two days in summer on which a sender makes good what was missed."""
    sender = sample.organisation.sender_for(unit)
    own = sample.dice(stage, "summer", sender)
    first, last = sample.year.midyear + 15 * DAY, sample.day(9, 30)
    days = [sample.date_between(own, first, last) for _ in range(2)]
    return sample.dice(stage, "summer", unit.code).choice(days)


def late_share(sample: Sample) -> float:
    return sample.year.late_percent / 100


def before_midyear(sample: Sample, stage: str, unit: Unit, *, late: bool) -> date:
    """Draw one of its sender's answering days, or a later one before the review."""
    sender = sample.organisation.sender_for(unit)
    luck = sample.dice(stage, "batch", unit.code)
    if not late:
        times = 2 if unit.kind is UnitKind.RESIDENTIAL_AREA else 8
        return luck.choice(sample.answer_days(stage, sender, times))
    due = sample.stages[stage].due.day
    late_days = sample.working_days(due + DAY, sample.year.midyear - 3 * DAY)
    own = sample.dice(stage, "late", sender)
    return luck.choice([own.choice(late_days) for _ in range(2)])
