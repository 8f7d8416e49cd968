"""Nominees: made-up persons whose service does or does not suffice."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from rules.forms import NO, YES, Cell
from rules.units import UnitKind
from samples.naming import lower_first
from samples.organisation import Unit
from samples.sample import Sample
from samples.words import full_name, words

LEADER, FORCE = "Lãnh đạo", "Lực lượng cơ sở"
MEDAL = "Kỷ niệm chương"
WOMEN, LEADERS = 0.35, 0.6  # shares of the nominees
A_YEAR = timedelta(days=366)


@dataclass(frozen=True)
class Proposal:
    """One person proposed; ``lacking`` names why it must not go through."""

    reference: str
    award: str
    unit: Unit
    proposed_on: date
    lacking: str | None = None


@dataclass(frozen=True)
class Person:
    name: str
    woman: bool
    leader: bool


def person(sample: Sample, proposal: Proposal) -> Person:
    luck = sample.dice("person", proposal.reference)
    woman, leader = luck.random() < WOMEN, luck.random() < LEADERS
    # Where service counts double the force is who gains by it.
    leader = leader and not proposal.unit.special_area
    match proposal.lacking:
        case "short_leader" | "unknown":
            leader = True
        case "restarted":
            leader = False
    return Person(full_name(luck, woman=woman), woman, leader)


def nominee(sample: Sample, proposal: Proposal) -> dict[str, Cell]:
    """Return the person's row of the list of nominees."""
    luck, who = sample.dice("nominee", proposal.reference), person(sample, proposal)
    lacking = proposal.lacking
    return {
        "unit": proposal.unit.code,
        "reference": proposal.reference,
        "award": proposal.award,
        "full_name": who.name,
        "birth_year": proposal.proposed_on.year - luck.randint(44, 59),
        "sex": "Nữ" if who.woman else "Nam",
        "position": _position(luck, proposal.unit, leader=who.leader),
        "category": LEADER if who.leader else FORCE,
        "proposed_on": proposal.proposed_on,
        "achievement": _achievement(luck, proposal),
        "prior_commendations": None if lacking == "unknown" else luck.randint(1, 6),
        "locality_clean": YES,
        "tasks_done": YES,
        "excluded": YES if lacking == "excluded" else NO,
        "on_hold": YES if lacking == "on_hold" else NO,
        "counting_from": proposal.proposed_on - 2 * A_YEAR
        if lacking == "restarted"
        else None,
    }


def _achievement(luck: Random, proposal: Proposal) -> str:
    texts = words()["texts"]
    stock = texts["medal" if proposal.award == MEDAL else "achievements"]
    return luck.choice(stock).format(year=proposal.proposed_on.year)


def _position(luck: Random, unit: Unit, *, leader: bool) -> str:
    place = unit.short_name or unit.name
    if leader:
        posts = ("Chủ tịch", "Phó Chủ tịch", "Trưởng phòng", "Phó Trưởng phòng")
        return f"{luck.choice(posts[:2] if _governs(unit) else posts[2:])}, {place}"
    return f"Thành viên lực lượng bảo vệ an ninh, trật tự, {lower_first(unit.name)}"


def _governs(unit: Unit) -> bool:
    return unit.kind in {UnitKind.DISTRICT, UnitKind.COMMUNE, UnitKind.PROVINCE}
