"""Year-end commendation of persons and collectives: what every proposal must meet."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from rules.checks import examine
from rules.commendations import Eligibility, weigh
from rules.criteria import criterion
from rules.entries import load
from rules.errors import LawNotInForceError
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
    in_force = [each for each in asked if each.provision.in_force(on)]
    if not in_force:
        raise LawNotInForceError(
            "Chưa có quy định về điều kiện khen thưởng hiệu lực ngày"
            f" {on:%d/%m/%Y}; bổ sung trong rules/law/commendations."
        )
    findings = tuple(examine(each, facts, Days(on, on)) for each in in_force)
    return Eligibility(weigh(findings), findings, "merit")
