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


ENCODING_NAMES = {
    Encoding.ENCODED: "theo số liệu",
    Encoding.HUMAN_JUDGEMENT: "người có thẩm quyền xác nhận",
    Encoding.NOT_ENCODED: "chưa đưa vào chương trình",
}


class Shape(StrEnum):
    """The closed set of checks that a criterion may ask for."""

    MUST_HOLD = "must_hold"
    MUST_NOT_OCCUR = "must_not_occur"
    AT_LEAST = "at_least"
    SHARE_AT_LEAST = "share_at_least"
    CHILDREN_SHARE = "children_share"
    HELD_BY = "held_by"
    SERVED_AT_LEAST = "served_at_least"
    RANK_AT_LEAST = "rank_at_least"
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
    Shape.RANK_AT_LEAST: ("fact",),  # its order is under "ranks", its bound "least"
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
_TEXTS = {"id", "text", "check", "by", "counts", "group", "sex", "ranks", "least"}
_FACTS = {"fact", "facts", "part", "pending", "whole"}
_FLAGS = {"may_not_apply", "conclusive", "knockout", "hold", "more_than"}
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
    more_than: bool = False  # a share must be above the bound, not only reach it
    ranks: tuple[str, ...] = ()  # best first
    least: str = ""  # the lowest rank that passes

    @property
    def deadline(self) -> str:
        """Write the day of the year by which: “31/03”; empty, the window's end."""
        return f"{self.by[1]:02}/{self.by[0]:02}" if self.by else ""


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
        more_than=entry.perhaps("more_than", bool) or False,
        ranks=_ranks(entry) if check is Shape.RANK_AT_LEAST else (),
        least=entry.perhaps("least", str) or "",
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


def _ranks(entry: Entry) -> tuple[str, ...]:
    """Read the ranks, best first; the least that passes must be one of them."""
    ranks = entry.words("ranks")
    if len(set(ranks)) < len(ranks):
        raise entry.error("ranks", "có bậc trùng nhau")
    if entry.of("least", str) not in ranks:
        raise entry.error("least", "không có trong `ranks`")
    return ranks


def _month_and_day(entry: Entry) -> tuple[int, int] | None:
    written = entry.perhaps("by", str)
    return month_and_day(entry, "by") if written else None
