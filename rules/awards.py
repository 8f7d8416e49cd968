"""Forms of commendation: who decides, what vote it takes, once per achievement."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.checks import examine
from rules.criteria import criterion
from rules.entries import Entry, load
from rules.errors import LawNotInForceError
from rules.judgement import Fact, Finding, Outcome
from rules.provisions import Provision, provision
from rules.text import tidy
from rules.windows import Days


class AwardForm(StrEnum):
    MEDAL = "medal"
    MINISTRY_DIPLOMA = "ministry_diploma"
    PROVINCE_DIPLOMA = "province_diploma"
    POLICE_CERTIFICATE = "police_certificate"
    DISTRICT_CERTIFICATE = "district_certificate"
    COMMUNE_CERTIFICATE = "commune_certificate"


AWARD_NAMES = {
    AwardForm.MEDAL: "Kỷ niệm chương",
    AwardForm.MINISTRY_DIPLOMA: "Bằng khen Bộ Công an",
    AwardForm.PROVINCE_DIPLOMA: "Bằng khen Ủy ban nhân dân tỉnh",
    AwardForm.POLICE_CERTIFICATE: "Giấy khen Giám đốc Công an tỉnh",
    AwardForm.DISTRICT_CERTIFICATE: "Giấy khen Chủ tịch Ủy ban nhân dân huyện",
    AwardForm.COMMUNE_CERTIFICATE: "Giấy khen Chủ tịch Ủy ban nhân dân xã",
}


class AwardType(StrEnum):
    """On what occasion a commendation is given (Luật 2022, Điều 8)."""

    MERIT = "merit"
    AD_HOC = "ad_hoc"
    THEMATIC = "thematic"
    CONTRIBUTION = "contribution"


TYPE_NAMES = {
    AwardType.MERIT: "Công trạng",
    AwardType.AD_HOC: "Đột xuất",
    AwardType.THEMATIC: "Chuyên đề",
    AwardType.CONTRIBUTION: "Quá trình cống hiến",
}
#: What was rewarded so supports no proposal for merit (NĐ 152/2025/NĐ-CP, Điều 4).
ASIDE_FROM_MERIT = frozenset({AwardType.AD_HOC, AwardType.THEMATIC})
REWARDS = "danh sách khen thưởng đã có"


class Denominator(StrEnum):
    TOTAL = "total"
    PRESENT = "present"


@dataclass(frozen=True, slots=True)
class Award:
    """A form of commendation in force, and who decides on it."""

    form: AwardForm
    title: str
    decided_by: str
    provision: Provision


@dataclass(frozen=True, slots=True)
class Rewarded:
    """An achievement already rewarded: its words, and on what occasion."""

    words: str
    type: AwardType


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballots:
    """How a council voted on one proposal."""

    in_favour: int
    against: int
    seats: int
    present: int

    @property
    def add_up(self) -> bool:
        given = self.in_favour + self.against
        least = min(self.in_favour, self.against)
        return least >= 0 and given <= self.present <= self.seats


def award(form: AwardForm, on: date) -> Award:
    for entry in load("commendations/awards.toml").tables("awards"):
        if entry.name == form and provision(entry).in_force(on):
            title, decided_by = entry.of("title", str), entry.of("decided_by", str)
            return Award(form, title, decided_by, provision(entry))
    raise _not_in_force(f"“{AWARD_NAMES[form]}”", "awards", on)


def passes_vote(ballots: Ballots, form: AwardForm, on: date) -> Finding:
    """Compare the votes in favour with the share the text in force asks for."""
    rule = _vote_rule(form, on)
    asked = criterion(next(rule.tables("criteria")))
    if not ballots.add_up:
        reason = "Số phiếu, số thành viên không khớp; cần xem lại biên bản kiểm phiếu."
        return Finding(asked, Outcome.UNKNOWN, reason)
    total = rule.choice("denominator", Denominator) is Denominator.TOTAL
    whole = ballots.seats if total else ballots.present
    facts = {
        "votes_for": Fact(ballots.in_favour, "biên bản kiểm phiếu", on),
        "votes_whole": Fact(whole, "biên bản kiểm phiếu", on),
    }
    return examine(asked, facts, Days(on, on))


def achievement_facts(
    achievement: str, rewarded: Iterable[Rewarded]
) -> dict[str, Fact]:
    """Count how often the same achievement, in the same words, was rewarded."""
    words = tidy(achievement).casefold()
    types = [each.type for each in rewarded if tidy(each.words).casefold() == words]
    aside = sum(type_ in ASIDE_FROM_MERIT for type_ in types)
    return {
        "same_achievement": Fact(len(types), REWARDS),
        "ad_hoc_achievement": Fact(aside, REWARDS),
    }


def _vote_rule(form: AwardForm, on: date) -> Entry:
    for rule in load("commendations/votes.toml").tables("votes"):
        if form in rule.choices("forms", AwardForm) and provision(rule).in_force(on):
            return rule
    raise _not_in_force(f"tỷ lệ phiếu “{AWARD_NAMES[form]}”", "votes", on)


def _not_in_force(what: str, file: str, on: date) -> LawNotInForceError:
    return LawNotInForceError(
        f"Chưa có quy định về {what} hiệu lực ngày {on:%d/%m/%Y};"
        f" bổ sung trong rules/law/commendations/{file}.toml."
    )
