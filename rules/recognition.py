"""Recognition as “An toàn về an ninh, trật tự”: met or not, why, and who decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from rules.checks import examine
from rules.entries import ENACTED, Book, load
from rules.errors import LawNotInForceError
from rules.judgement import Fact, Judgement, overall
from rules.law import CriteriaSet, criteria_set
from rules.provisions import Provision, provision
from rules.units import KIND_NAMES, TIER_NAMES, Tier, UnitKind
from rules.windows import Window, window


@dataclass(frozen=True, slots=True)
class Decider:
    """The level whose People's Committee decides, and on what ground."""

    tier: Tier
    provision: Provision

    @property
    def title(self) -> str:
        return f"Ủy ban nhân dân {TIER_NAMES[self.tier]}"


def judge(
    kind: UnitKind, year: int, facts: Mapping[str, Fact], book: Book = ENACTED
) -> Judgement:
    """Judge by the text in force when the assessment window closes."""
    return judged(*law_of(kind, year, book), facts)


def judged(law: CriteriaSet, when: Window, facts: Mapping[str, Fact]) -> Judgement:
    """Ask a text every one of its criteria of what was told for a window."""
    days = when.days
    findings = tuple(examine(each, facts, days) for each in law.criteria)
    return Judgement(overall(findings), findings, law.key, when)


@cache
def law_of(
    kind: UnitKind, year: int, book: Book = ENACTED
) -> tuple[CriteriaSet, Window]:
    """Return what is asked of a kind of unit in a year, and of which days."""
    when = window(kind, year, book)
    return criteria_set(kind, when.end, book), when


@cache
def decider(kind: UnitKind, managed_by: Tier, on: date) -> Decider:
    """Say which level recognises a unit of this kind, managed at this level."""
    for entry in load("deciders.toml").tables("deciders"):
        ground = provision(entry)
        if kind in entry.choices("kinds", UnitKind) and ground.in_force(on):
            level = entry.of("level", str)
            tier = managed_by if level == "managing" else entry.choice("level", Tier)
            return Decider(tier, ground)
    raise LawNotInForceError(
        f"Chưa có quy định về thẩm quyền công nhận “{KIND_NAMES[kind]}”"
        f" hiệu lực ngày {on:%d/%m/%Y}; bổ sung trong rules/law/deciders.toml."
    )
