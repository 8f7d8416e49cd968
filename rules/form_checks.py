"""The checks of a form as its file writes them: what must agree with what, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from rules.entries import Entry
from rules.provisions import Confidence


class CheckKind(StrEnum):
    """The closed set of ways in which figures can be doubted."""

    AT_MOST = "at_most"
    SUM = "sum"
    STOCK = "stock"
    NOT_BEFORE = "not_before"
    COPIED = "copied"
    REPEATED = "repeated"
    JUMP = "jump"
    PEERS = "peers"
    CHILDREN = "children"
    LISTED = "listed"


class Listing(StrEnum):
    """The lists a unit may send beside its totals, or instead of them."""

    HOUSEHOLDS_RESIDING = "households_residing"
    HOUSEHOLDS_PLEDGED = "households_pledged"
    MODELS_ACTIVE = "models_active"


#: The keys that name fields, in the order in which a check holds them.
ROLES: Mapping[CheckKind, tuple[str, ...]] = {
    CheckKind.AT_MOST: ("part", "whole"),
    CheckKind.SUM: ("total", "parts"),
    CheckKind.STOCK: ("total", "last", "added", "closed"),
    CheckKind.NOT_BEFORE: ("later", "earlier"),
    CheckKind.COPIED: ("fields",),
    CheckKind.REPEATED: ("fields",),
    CheckKind.JUMP: ("fields",),
    CheckKind.PEERS: ("fields",),
    CheckKind.CHILDREN: ("fields",),
    CheckKind.LISTED: ("total",),
}
LISTS = frozenset({"parts", "fields"})
#: Our own thresholds, no norm of anybody's: what has one only warns.
THRESHOLDS: Mapping[CheckKind, tuple[str, ...]] = {
    CheckKind.COPIED: ("floor", "least"),
    CheckKind.REPEATED: ("least",),
    CheckKind.JUMP: ("factor", "floor"),
    CheckKind.PEERS: ("factor", "floor", "least"),
}
#: These compare the only row of a unit with those of other units.
OF_UNITS = frozenset({CheckKind.PEERS, CheckKind.CHILDREN})
COMMON = ("kind", "message", "ground", "confidence", "blocks")
DATE, WHOLE = "date", "whole"


@dataclass(frozen=True)
class Check:
    """One check; ``message`` says what to do, ``ground`` why it is asked.

    What the labels of the columns say themselves needs no confidence.
    """

    kind: CheckKind
    fields: tuple[str, ...]
    message: str
    ground: str
    confidence: Confidence | None
    blocks: bool
    factor: int = 0
    floor: int = 0
    least: int = 0
    listing: Listing | None = None


def read_checks(entry: Entry, types: Mapping[str, str]) -> tuple[Check, ...]:
    """Read the checks of a form; ``types`` says what each of its fields holds."""
    # The ground of a form is not the ground of its checks: nothing is inherited.
    alone = replace(entry, values={"checks": entry.values.get("checks", [])})
    checks = tuple(_check(each, types) for each in alone.tables("checks"))
    for check in checks:
        if check.kind in OF_UNITS and entry.values.get("item"):
            raise entry.error("checks", f"“{check.kind}” cần mỗi đơn vị một dòng")
    return checks


def _check(entry: Entry, types: Mapping[str, str]) -> Check:
    kind = entry.choice("kind", CheckKind)
    thresholds = THRESHOLDS.get(kind, ())
    known = {*COMMON, *ROLES[kind], *thresholds}
    if kind is CheckKind.LISTED:
        known.add("listing")
    for key in sorted(entry.values.keys() - known):
        raise entry.error(key, f"khóa lạ với kiểu “{kind}”")
    check = Check(
        kind=kind,
        fields=_fields(entry, kind, types),
        message=entry.of("message", str),
        ground=entry.of("ground", str),
        confidence=entry.choice("confidence", Confidence)
        if "confidence" in entry.values
        else None,
        blocks=entry.of("blocks", bool),
        listing=entry.choice("listing", Listing) if "listing" in known else None,
        **{key: entry.of(key, int) for key in thresholds},
    )
    if thresholds and (check.blocks or check.confidence != Confidence.UNCONFIRMED):
        raise entry.error(
            "blocks", "ngưỡng tự đặt chỉ để nhắc (false), và ghi confidence unconfirmed"
        )
    if check.blocks and check.listing:
        raise entry.error("blocks", "danh sách có thể đến sau: chỉ để nhắc")
    return check


def _fields(entry: Entry, kind: CheckKind, types: Mapping[str, str]) -> tuple[str, ...]:
    wanted = DATE if kind is CheckKind.NOT_BEFORE else WHOLE
    named: list[str] = []
    for role in ROLES[kind]:
        some = entry.words(role) if role in LISTS else (entry.of(role, str),)
        if not some:
            raise entry.error(role, "còn thiếu")
        for key in some:
            if types.get(key) != wanted:
                raise entry.error(role, f"“{key}” không phải là cột kiểu “{wanted}”")
            if key in named:
                raise entry.error(role, f"“{key}” ghi hai lần")
            named.append(key)
    return tuple(named)
