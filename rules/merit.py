"""Year-end commendation of persons and collectives: what every proposal must meet."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from rules.checks import examine
from rules.commendations import Eligibility, weigh
from rules.criteria import criterion
from rules.entries import load
from rules.judgement import Fact
from rules.windows import Days


class Nominated(StrEnum):
    PERSON = "person"
    UNIT = "unit"


def merit(subject: Nominated, facts: Mapping[str, Fact], on: date) -> Eligibility:
    """Judge by the texts in force on the day of the proposal."""
    subjects = load("commendations/merit.toml").tables("subjects")
    told = next(entry for entry in subjects if entry.name == subject)
    everyone = load("commendations/achievements.toml")
    entries = [*told.tables("criteria"), *everyone.tables("criteria")]
    asked = [criterion(entry) for entry in entries]
    findings = tuple(
        examine(each, facts, Days(on, on))
        for each in asked
        if each.provision.in_force(on)
    )
    return Eligibility(weigh(findings), findings, "merit")
