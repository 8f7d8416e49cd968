"""Persons proposed for the medal, as their nominations tell of them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.judgement import NotApplicable
from rules.service import Service


class Category(StrEnum):
    LEADER = "leader"
    GRASSROOTS_FORCE = "grassroots_force"
    OTHER = "other"


CATEGORY_NAMES = {
    Category.LEADER: "Lãnh đạo",
    Category.GRASSROOTS_FORCE: "Lực lượng cơ sở",
    Category.OTHER: "Cá nhân khác",
}


class Sex(StrEnum):
    MALE = "male"
    FEMALE = "female"


@dataclass(frozen=True, slots=True, kw_only=True)
class Nominee:
    """A person as the nomination tells of them; None is what was not told."""

    category: Category
    sex: Sex
    proposed_on: date
    service: tuple[Service, ...] = ()
    prior_commendations: int | None = None
    locality_clean: bool | NotApplicable | None = None
    tasks_done: bool | NotApplicable | None = None
    excluded: bool | None = None
    on_hold: bool | None = None
    counting_from: date | None = None
    holds_medal_already: bool | None = None
    standard_accepted: bool | None = None
    origin: str = "hồ sơ đề nghị"
