"""The year's commendations: nominations, the council, the decisions that followed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rules.forms import Cell
from samples.adhoc import POLICE_FORM, PROVINCE_FORM
from samples.collectives import (
    AWARDS,
    MINISTRY_FORM,
    Collective,
    collectives,
    nominated,
    proposed_on,
)
from samples.council import Ballots, Council
from samples.numbering import decision_number
from samples.persons import Proposal, nominee
from samples.sample import DAY, Sample
from samples.sent import Sent
from samples.service import service

LACKING = ("excluded", "on_hold")


@dataclass(frozen=True)
class _Issuer:
    unit: str
    symbol: str
    title: str
    signed_after: int


ISSUERS = {
    MINISTRY_FORM: _Issuer("BCA", "BCA", "Bộ trưởng Bộ Công an", 2),
    PROVINCE_FORM: _Issuer("", "UBND", "Chủ tịch Ủy ban nhân dân tỉnh", 1),
    POLICE_FORM: _Issuer("CAT", "CAT", "Giám đốc Công an tỉnh", 1),
}


def rows(sample: Sample) -> Iterator[Sent]:
    units, persons = collectives(sample), _persons(sample)
    for each in units:
        yield Sent(each.proposed_on, *nominated(sample, each))
    for person in persons:
        sender = sample.organisation.committee_of(person.unit)
        yield Sent(person.proposed_on, sender, "nominee", nominee(sample, person))
        for post in service(sample, person):
            yield Sent(person.proposed_on, sender, "service", post)
    proposed: list[Collective | Proposal] = [*units, *persons]
    eligible = [each for each in proposed if each.lacking is None]
    down = {each.reference for each in _voted_down(sample, eligible)}
    stage = sample.stages["council"]
    held = sample.first_working_day(stage.opens + DAY)
    items = [Ballots(each.reference, each.reference not in down) for each in eligible]
    yield from Council(stage.period, held).rows(sample, items)
    approved = [each for each in eligible if each.reference not in down]
    for form, issuer in ISSUERS.items():
        granted = [each for each in approved if each.award == form]
        yield from _decision(sample, issuer, granted)


def _persons(sample: Sample) -> Sequence[Proposal]:
    counts, organisation = sample.counts.year_end, sample.organisation
    units = [*organisation.communes, *organisation.province_bodies]
    hosts = sample.shuffled(units, "persons")
    lacking = counts["ineligible_individuals"]
    listed = []
    for n in range(counts["individuals"]):
        reference = f"TK-C{n + 1:03}"
        reason = LACKING[n % len(LACKING)] if n < lacking else None
        award, unit = AWARDS[n % len(AWARDS)], hosts[n % len(hosts)]
        day = proposed_on(sample, reference)
        listed.append(Proposal(reference, award, unit, day, reason))
    return listed


def _voted_down(
    sample: Sample, eligible: Sequence[Collective | Proposal]
) -> Sequence[Collective | Proposal]:
    number = sample.counts.year_end["voted_down"]
    return sample.dice("voted down").sample(list(eligible), number)


def _decision(
    sample: Sample, issuer: _Issuer, granted: Sequence[Collective | Proposal]
) -> Iterator[Sent]:
    stage = sample.stages["certificates"]
    signed = sample.first_working_day(stage.opens + issuer.signed_after * DAY - DAY)
    code = issuer.unit or sample.organisation.province.code
    sender, number = "CAT", decision_number(signed, issuer.symbol)
    values: dict[str, Cell] = {
        "unit": code,
        "number": number,
        "signed_on": signed,
        "kind": "Khen thưởng",
        "signer_title": issuer.title,
    }
    told = sample.first_working_day(signed + DAY)
    if granted:
        yield Sent(told, sender, "decision", values)
    for each in granted:
        award: dict[str, Cell] = {
            "unit": code,
            "number": number,
            "recipient": "Cá nhân" if isinstance(each, Proposal) else "Tập thể",
            "reference": each.reference,
            "awarded_unit": each.unit.code,
            "form": each.award,
            "type": "Công trạng",
        }
        yield Sent(told, sender, "award", award)
