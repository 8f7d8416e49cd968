"""From the rows a unit sent to a nominee the law can be asked about."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from db import submissions
from db.base import Fact
from db.submissions import Submission
from rules.awards import AWARD_NAMES
from rules.forms import NOT_APPLICABLE as ANSWERED_NOT_APPLICABLE
from rules.judgement import NOT_APPLICABLE, NotApplicable
from rules.nominees import CATEGORY_NAMES, Category, Nominee, Sex
from rules.persons import is_gone
from rules.service import POST_NAMES, Post, Service

SEXES = {"Nam": Sex.MALE, "Nữ": Sex.FEMALE}
AWARDS = {name: form for form, name in AWARD_NAMES.items()}
CATEGORIES = {name: category for category, name in CATEGORY_NAMES.items()}
POSTS = {name: post for post, name in POST_NAMES.items()}


@dataclass(frozen=True)
class Proposed:
    """A row that proposes someone, where it is written, and the service it adds up."""

    row: Submission
    file: str
    service: Sequence[Service]
    last_row_id: int  # of its own row and those of its service

    @property
    def origin(self) -> str:
        return self.row.origin(self.file)

    @property
    def reference(self) -> str:
        return str(self.row.facts["reference"])


def proposed(session: Session, year: int, form: str, on: date) -> list[Proposed]:
    """Return the rows of a year that propose persons, or units.

    What was judged of a person since forgotten stands as it is.
    """
    served: dict[tuple[int, str], list[Submission]] = defaultdict(list)
    for row, _ in submissions.of_form(session, year, "service", on):
        served[_whose(row)].append(row)
    return [
        Proposed(
            row=row,
            file=file,
            service=[_service(each.facts) for each in served[_whose(row)]],
            last_row_id=max([row.id, *(each.id for each in served[_whose(row)])]),
        )
        for row, file in submissions.of_form(session, year, form, on)
        if not is_gone(row.facts.get("full_name"))
    ]


def _whose(row: Submission) -> tuple[int, str]:
    """Tell proposals apart: a reference is its unit's own."""
    return row.unit_id, str(row.facts["reference"])


def nominee(proposal: Proposed, *, holds_medal: bool) -> Nominee:
    told = proposal.row.facts
    counting_from = told.get("counting_from")
    return Nominee(
        category=Category(CATEGORIES[str(told["category"])]),
        sex=SEXES[str(told["sex"])],
        proposed_on=day_of(told),
        service=tuple(proposal.service),
        prior_commendations=_count(told.get("prior_commendations")),
        locality_clean=_answer(told.get("locality_clean")),
        tasks_done=_answer(told.get("tasks_done")),
        excluded=flag(told.get("excluded")),
        on_hold=flag(told.get("on_hold")),
        counting_from=date.fromisoformat(str(counting_from)) if counting_from else None,
        holds_medal_already=holds_medal,
        standard_accepted=flag(told.get("standard_accepted")),
        origin=proposal.origin,
    )


def day_of(told: Mapping[str, Fact]) -> date:
    """Return the day of the proposal: the law of that day is asked."""
    return date.fromisoformat(str(told["proposed_on"]))


def flag(value: Fact) -> bool | None:
    return value if isinstance(value, bool) else None


def _service(told: Mapping[str, Fact]) -> Service:
    until = told.get("served_to")
    return Service(
        post=Post(POSTS[str(told["post"])]),
        served_from=date.fromisoformat(str(told["served_from"])),
        served_to=date.fromisoformat(str(until)) if until else None,
        special_area=told.get("special_area") is True,
    )


def _count(value: Fact) -> int | None:
    return value if isinstance(value, int) else None


def _answer(value: Fact) -> bool | NotApplicable | None:
    return NOT_APPLICABLE if value == ANSWERED_NOT_APPLICABLE else flag(value)
