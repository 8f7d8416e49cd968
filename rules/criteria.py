"""A criterion: one requirement, and the named check that answers it."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from rules.entries import Entry
from rules.facts import asked_facts
from rules.provisions import Provision, month_and_day, provision


class Encoding(StrEnum):
    """Who answers a criterion: figures, a person, or nobody yet."""

    ENCODED = "encoded"
    HUMAN_JUDGEMENT = "human_judgement"
    NOT_ENCODED = "not_encoded"


class Shape(StrEnum):
    """The closed set of checks that a criterion may ask for."""

    MUST_HOLD = "must_hold"
    MUST_NOT_OCCUR = "must_not_occur"
    AT_LEAST = "at_least"
    SHARE_AT_LEAST = "share_at_least"
    CHILDREN_SHARE = "children_share"
    HELD_BY = "held_by"
    SERVED_AT_LEAST = "served_at_least"
    SCORED = "scored"


#: The keys under which each shape names its facts, in the order checks take them.
FACT_KEYS = {
    Shape.MUST_HOLD: ("fact",),
    Shape.MUST_NOT_OCCUR: (),  # a list, under "facts"
    Shape.AT_LEAST: ("fact",),
    Shape.SHARE_AT_LEAST: ("part", "whole"),
    Shape.CHILDREN_SHARE: ("part", "pending", "whole"),
    Shape.HELD_BY: ("fact",),
    Shape.SERVED_AT_LEAST: ("fact",),
    Shape.SCORED: (),
}
#: The number each shape compares with.
BOUND_KEYS = {
    Shape.AT_LEAST: "minimum",
    Shape.SHARE_AT_LEAST: "percent",
    Shape.CHILDREN_SHARE: "percent",
    Shape.SERVED_AT_LEAST: "years",
    Shape.SCORED: "maximum",
}
_TEXTS = {"id", "text", "check", "by", "counts", "group", "sex"}
_FACTS = {"fact", "facts", "part", "pending", "whole"}
_FLAGS = {"may_not_apply", "conclusive", "knockout", "hold"}
CRITERION_KEYS = frozenset(_TEXTS | _FACTS | _FLAGS | set(BOUND_KEYS.values()))


@dataclass(frozen=True, slots=True)
class Criterion:
    """One requirement, and the named check that answers it."""

    id: str
    text: str
    provision: Provision
    encoding: Encoding
    check: Shape | None
    facts: tuple[str, ...]
    bound: Decimal
    by: tuple[int, int] | None  # month, day of the year judged; else the window's end
    counts: str
    group: str
    sex: str  # whom alone it concerns; empty: everyone
    may_not_apply: bool
    conclusive: bool  # does a count above zero prove the violation?
    knockout: bool
    hold: bool  # unmet: wait, rather than refuse


def criterion(entry: Entry) -> Criterion:
    entry.only(CRITERION_KEYS)
    encoding = entry.choice("encoding", Encoding)
    asked = encoding is not Encoding.NOT_ENCODED
    check = entry.choice("check", Shape) if asked else None
    return Criterion(
        id=entry.of("id", str),
        text=entry.of("text", str),
        provision=provision(entry),
        encoding=encoding,
        check=check,
        facts=_facts(entry, check) if check else (),
        bound=entry.points(BOUND_KEYS[check]) if check in BOUND_KEYS else Decimal(0),
        by=_month_and_day(entry),
        counts=entry.perhaps("counts", str) or "",
        group=entry.perhaps("group", str) or "",
        sex=entry.perhaps("sex", str) or "",
        may_not_apply=entry.perhaps("may_not_apply", bool) or False,
        conclusive=entry.perhaps("conclusive", bool) is not False,
        knockout=entry.perhaps("knockout", bool) or False,
        hold=entry.perhaps("hold", bool) or False,
    )


def _facts(entry: Entry, check: Shape) -> tuple[str, ...]:
    several = check is Shape.MUST_NOT_OCCUR
    keys = tuple(entry.of(key, str) for key in FACT_KEYS[check])
    facts = entry.words("facts") if several else keys
    for unknown in set(facts) - asked_facts().keys():
        raise entry.error("fact", f"“{unknown}” không có trong rules/law/facts.toml")
    if several and not facts:
        raise entry.error("facts", "còn thiếu")
    return facts


def _month_and_day(entry: Entry) -> tuple[int, int] | None:
    written = entry.perhaps("by", str)
    return month_and_day(entry, "by") if written else None
