"""The yearly grading of security teams: a few excellent, one too young, one blank."""

from collections.abc import Iterator
from datetime import date
from random import Random

from rules.forms import NO, YES, Cell
from rules.team_standards import LEVEL_NAMES, TeamLevel
from rules.units import UnitKind
from rules.windows import window
from samples.organisation import Unit
from samples.sample import DAY, Sample
from samples.sent import Sent

CONDUCT = (
    "team_assignments",
    "team_meetings",
    "team_discipline",
    "team_coordination",
)
EXCELLENT, YOUNG, BLANK = 0.12, 0.05, 0.05  # shares of the teams


def rows(sample: Sample) -> Iterator[Sent]:
    kind = UnitKind.SECURITY_TEAM
    teams = [unit for unit in sample.organisation.units if unit.kind is kind]
    for team in teams:
        luck = sample.dice("security team", team.code)
        closes = window(kind, sample.year.year).end
        told = sample.rush(luck, closes + DAY, closes + 12 * DAY)
        met = sample.date_between(luck, closes + DAY, told)
        sender = sample.organisation.sender_for(team)
        values = _team(luck, team, closes) | {"met_on": met}
        yield Sent(told, sender, "security_team", values)


def _team(luck: Random, team: Unit, closes: date) -> dict[str, Cell]:
    level = TeamLevel.EXCELLENT if luck.random() < EXCELLENT else TeamLevel.GOOD
    young = luck.random() < YOUNG
    assigned = luck.randint(20, 60)
    blank = luck.random() < BLANK
    return {
        "unit": team.code,
        "established_on": closes - 120 * DAY if young else team.valid_from,
        "under_complaint": NO,
        **dict.fromkeys(CONDUCT, YES),
        "team_violations": 0,
        "team_tasks_assigned": assigned,
        "team_tasks_done": None if blank else assigned - luck.randint(0, 1),
        "proposed_level": LEVEL_NAMES[level],
        "leader_level": LEVEL_NAMES[TeamLevel.GOOD],
        "leader_transferred": NO,
    }
