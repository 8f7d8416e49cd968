"""The year's commendations: nominations, the council, the decisions that followed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rules.forms import Cell
from rules.units import UnitKind
from samples.adhoc import POLICE_FORM, PROVINCE_FORM
from samples.council import Ballots, Council
from samples.fates import fates
from samples.numbering import decision_number
from samples.organisation import Unit
from samples.persons import Proposal, nominee
from samples.prospects import likely_recognised
from samples.sample import DAY, Sample
from samples.sent import Sent
from samples.service import service
from samples.words import words

MINISTRY_FORM = "Bằng khen Bộ Công an"
#: Of ten proposals, in turn, which award they are for.
AWARDS = (
    MINISTRY_FORM,
    *[PROVINCE_FORM] * 4,
    *[POLICE_FORM] * 5,
)
LACKING = ("excluded", "on_hold")


@dataclass(frozen=True)
class Collective:
    """One unit proposed, by the body that manages it."""

    reference: str
    award: str
    unit: Unit
    proposed_on: date
    lacking: str | None = None


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
    collectives, persons = _collectives(sample), _persons(sample)
    for each in collectives:
        yield Sent(each.proposed_on, *_nominated(sample, each))
    for person in persons:
        sender = sample.organisation.committee_of(person.unit)
        yield Sent(person.proposed_on, sender, "nominee", nominee(sample, person))
        for post in service(sample, person):
            yield Sent(person.proposed_on, sender, "service", post)
    proposed: list[Collective | Proposal] = [*collectives, *persons]
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


def _proposed_on(sample: Sample, reference: str) -> date:
    stage, luck = sample.stages["nomination"], sample.dice("proposed", reference)
    return sample.rush(luck, stage.opens, stage.due.day)


def _collectives(sample: Sample) -> Sequence[Collective]:
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
            _proposed_on(sample, reference),
            "not_recognised" if n < poor else None,
        )
        for n, (reference, unit) in enumerate(zip(references, units, strict=True))
    ]


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
        day = _proposed_on(sample, reference)
        listed.append(Proposal(reference, award, unit, day, reason))
    return listed


def _voted_down(
    sample: Sample, eligible: Sequence[Collective | Proposal]
) -> Sequence[Collective | Proposal]:
    number = sample.counts.year_end["voted_down"]
    return sample.dice("voted down").sample(list(eligible), number)


def _nominated(sample: Sample, each: Collective) -> tuple[str, str, dict[str, Cell]]:
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
