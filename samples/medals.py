"""The medal: nominees in spring, the council in May, the Minister in June."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from rules.forms import Cell
from samples.council import Ballots, Council
from samples.numbering import decision_number
from samples.persons import MEDAL, Proposal, nominee
from samples.sample import DAY, Sample
from samples.sent import Sent
from samples.service import service

#: Why those do not get it who do not get it, one each.
LACKING = ("short_leader", "restarted", "excluded", "on_hold", "unknown")
SESSION_DAYS_AFTER_OPENING = 3


def rows(sample: Sample) -> Iterator[Sent]:
    listed = proposals(sample)
    for proposal in listed:
        sent_on = sample.first_working_day(proposal.proposed_on + DAY)
        sender = sample.organisation.committee_of(proposal.unit)
        yield Sent(sent_on, sender, "nominee", nominee(sample, proposal))
        for post in service(sample, proposal):
            yield Sent(sent_on, sender, "service", post)
    eligible = [each for each in listed if each.lacking is None]
    opens = sample.stages["knc_council"].opens
    held = sample.first_working_day(opens + SESSION_DAYS_AFTER_OPENING * DAY)
    council = Council(sample.stages["knc_council"].period, held)
    yield from council.rows(
        sample, [Ballots(each.reference, passes=True) for each in eligible]
    )
    yield from _decision(sample, eligible)


@lru_cache(maxsize=1)
def proposals(sample: Sample) -> Sequence[Proposal]:
    stage = sample.stages["knc_nomination"]
    number = sample.counts.medals["awarded"] + len(LACKING)
    reasons = [*LACKING, *[None] * (number - len(LACKING))]
    sample.dice("medal reasons").shuffle(reasons)
    units = [*sample.organisation.districts, *sample.organisation.communes]
    hosts = sorted(
        sample.shuffled(units, "medal units"), key=lambda unit: not unit.special_area
    )
    listed = []
    for n, lacking in enumerate(reasons, 1):
        luck = sample.dice("medal", str(n))
        last = stage.due.day - 2 * DAY
        proposed = sample.date_between(luck, stage.opens + 2 * DAY, last)
        unit = hosts[(n - 1) % len(hosts)]
        listed.append(Proposal(f"KNC-{n:03}", MEDAL, unit, proposed, lacking))
    return listed


def _decision(sample: Sample, eligible: Sequence[Proposal]) -> Iterator[Sent]:
    signed = sample.first_working_day(sample.day(6, 2))
    told = sample.first_working_day(signed + 4 * DAY)
    number = decision_number(signed, "BCA")
    values: dict[str, Cell] = {
        "unit": "BCA",
        "number": number,
        "signed_on": signed,
        "kind": MEDAL,
        "signer_title": "Bộ trưởng Bộ Công an",
    }
    yield Sent(told, "CAT", "decision", values)
    for each in eligible:
        award: dict[str, Cell] = {
            "unit": "BCA",
            "number": number,
            "recipient": "Cá nhân",
            "reference": each.reference,
            "awarded_unit": each.unit.code,
            "form": MEDAL,
            "type": "Quá trình cống hiến",
            "achievement": nominee(sample, each)["achievement"],
        }
        yield Sent(told, "CAT", "award", award)
