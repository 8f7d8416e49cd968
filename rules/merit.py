"""Year-end commendation of persons and collectives: what every proposal must meet."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum

from rules.awards import AwardForm
from rules.checks import examine
from rules.commendations import Eligibility, weigh
from rules.criteria import criterion
from rules.entries import Entry, load
from rules.errors import LawNotInForceError
from rules.judgement import Fact
from rules.windows import Days


class Nominated(StrEnum):
    PERSON = "person"
    UNIT = "unit"


def merit(
    subject: Nominated, form: AwardForm, facts: Mapping[str, Fact], on: date
) -> Eligibility:
    """Judge by the texts in force on the day of the proposal."""
    asked = [criterion(entry) for entry in _asked(subject, form)]
    in_force = [each for each in asked if each.provision.in_force(on)]
    if not in_force:
        raise LawNotInForceError(
            "Chưa có quy định về điều kiện khen thưởng hiệu lực ngày"
            f" {on:%d/%m/%Y}; bổ sung trong rules/law/commendations."
        )
    findings = tuple(examine(each, facts, Days(on, on)) for each in in_force)
    return Eligibility(weigh(findings), findings, "merit")


def _asked(subject: Nominated, form: AwardForm) -> Iterator[Entry]:
    """Yield what is asked of the subject, of everyone, of a collective by the form."""
    subjects = load("commendations/merit.toml").tables("subjects")
    for told in subjects:
        if told.name == subject:
            yield from told.tables("criteria")
    yield from load("commendations/achievements.toml").tables("criteria")
    if subject is Nominated.UNIT:
        for ceiling in load("commendations/ceilings.toml").tables("ceilings"):
            if form in ceiling.choices("forms", AwardForm):
                yield from ceiling.tables("criteria")
