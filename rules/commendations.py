"""The medal “Bảo vệ an ninh Tổ quốc”: who may be proposed, and why not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from rules.awards import REWARDS
from rules.checks import examine
from rules.criteria import Criterion, criterion
from rules.entries import ENACTED, Book, Entry, folder, load
from rules.errors import LawNotInForceError
from rules.judgement import Fact, FactValue, Finding, Outcome
from rules.nominees import Category, Nominee
from rules.provisions import provision
from rules.service import Counting, Post, months_served
from rules.windows import Days

#: The folder of the texts on the medal.
MEDAL = "commendations/medal"


class EligibilityOutcome(StrEnum):
    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    HELD = "held"
    UNKNOWN = "unknown"


ELIGIBILITY_NAMES = {
    EligibilityOutcome.ELIGIBLE: "đủ điều kiện đề nghị",
    EligibilityOutcome.INELIGIBLE: "không đủ điều kiện",
    EligibilityOutcome.HELD: "chưa xét, chờ kết luận",
    EligibilityOutcome.UNKNOWN: "chưa đủ căn cứ kết luận",
}


@dataclass(frozen=True, slots=True)
class Eligibility:
    outcome: EligibilityOutcome
    findings: tuple[Finding, ...]
    law: str


@dataclass(frozen=True, slots=True)
class Standard:
    """What the text in force asks of a category of nominees."""

    law: str
    criteria: tuple[Criterion, ...]
    posts: tuple[Post, ...]
    special_area_factor: int
    days_in_a_month: int


def eligibility(nominee: Nominee, book: Book = ENACTED) -> Eligibility:
    """Judge by the text in force on the day of the proposal."""
    standard = standard_for(nominee.category, nominee.proposed_on, book)
    facts = dict(_facts(nominee, standard))
    day = Days(nominee.proposed_on, nominee.proposed_on)
    findings = tuple(
        examine(criterion, facts, day)
        for criterion in standard.criteria
        if criterion.sex in ("", nominee.sex)
    )
    return Eligibility(weigh(findings), findings, standard.law)


def weigh(findings: tuple[Finding, ...]) -> EligibilityOutcome:
    """Refuse before holding, hold before asking, ask before proposing."""
    deciding = [f for f in findings if f.decides]
    unmet = [f.criterion for f in deciding if f.outcome is Outcome.UNMET]
    if any(not criterion.hold for criterion in unmet):
        return EligibilityOutcome.INELIGIBLE
    if unmet:
        return EligibilityOutcome.HELD
    if any(finding.outcome is Outcome.UNKNOWN for finding in deciding):
        return EligibilityOutcome.UNKNOWN
    return EligibilityOutcome.ELIGIBLE


def _facts(nominee: Nominee, standard: Standard) -> Iterator[tuple[str, Fact]]:
    told: dict[str, FactValue | None] = {
        "service_months": _served(nominee, standard),
        "prior_commendations": nominee.prior_commendations,
        "locality_clean": nominee.locality_clean,
        "tasks_done": nominee.tasks_done,
        "excluded": nominee.excluded,
        "on_hold": nominee.on_hold,
        "holds_medal_already": nominee.holds_medal_already,
        "standard_accepted": nominee.standard_accepted,
    }
    for key, value in told.items():
        if value is not None:
            origin = REWARDS if key == "holds_medal_already" else nominee.origin
            yield key, Fact(value, origin, nominee.proposed_on)


def _served(nominee: Nominee, standard: Standard) -> int | str | None:
    if not nominee.service:
        return None
    for service in nominee.service:
        if service.served_to and service.backwards:
            return f"từ {service.served_from:%d/%m/%Y} đến {service.served_to:%d/%m/%Y}"
    counting = Counting(
        until=nominee.proposed_on,
        since=nominee.counting_from,
        special_area_factor=standard.special_area_factor,
        days_in_a_month=standard.days_in_a_month,
    )
    counted = [s for s in nominee.service if s.post in standard.posts]
    return months_served(counted, counting)


@cache
def standard_for(category: Category, on: date, book: Book = ENACTED) -> Standard:
    for file in folder(MEDAL, book):
        entry = load(file, book)
        if provision(entry).in_force(on):
            return _standard(entry, category, on, book)
    raise LawNotInForceError(
        f"Chưa có quy định xét tặng Kỷ niệm chương hiệu lực ngày {on:%d/%m/%Y};"
        f" bổ sung trong rules/law/{MEDAL}."
    )


def _standard(entry: Entry, category: Category, on: date, book: Book) -> Standard:
    table = next(t for t in entry.tables("categories") if t.name == category)
    counting = next(
        c
        for c in load("commendations/service.toml", book).tables("countings")
        if provision(c).in_force(on)
    )
    tables = [*entry.tables("criteria"), *table.tables("criteria")]
    return Standard(
        law=entry.file.removeprefix("commendations/").removesuffix(".toml"),
        criteria=tuple(criterion(table) for table in tables),
        posts=table.choices("posts", Post),
        special_area_factor=table.of("special_area_factor", int),
        days_in_a_month=counting.of("days_in_a_month", int),
    )
