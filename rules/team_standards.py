"""Security teams: the levels they are placed at, and what the text in force asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from rules.criteria import Criterion, criterion
from rules.entries import ENACTED, Book, Entry, folder, load
from rules.errors import LawNotInForceError
from rules.provisions import Provision, provision

#: The folder of the texts on security teams.
SECURITY_TEAM = "security_team"


class TeamLevel(StrEnum):
    """The levels, best first."""

    EXCELLENT = "excellent"
    GOOD = "good"
    COMPLETED = "completed"
    NOT_COMPLETED = "not_completed"


LEVEL_NAMES = {
    TeamLevel.EXCELLENT: "Hoàn thành xuất sắc nhiệm vụ",
    TeamLevel.GOOD: "Hoàn thành tốt nhiệm vụ",
    TeamLevel.COMPLETED: "Hoàn thành nhiệm vụ",
    TeamLevel.NOT_COMPLETED: "Không hoàn thành nhiệm vụ",
}
LEVEL_BY_NAME: Mapping[object, TeamLevel] = {
    name: level for level, name in LEVEL_NAMES.items()
}


@dataclass(frozen=True, slots=True)
class Cap:
    """How many in a hundred of those at ``base`` may be at ``level``, rounded down."""

    level: TeamLevel
    base: TeamLevel
    percent: int
    provision: Provision

    def allowed(self, level: int, base: int) -> int:
        """Count how many may stay at the level, the others going down to the base."""
        fits = (
            n for n in range(level + 1) if n * 100 <= self.percent * (base + level - n)
        )
        return max(fits)


@dataclass(frozen=True, slots=True)
class TeamStandard:
    """All that one text asks of a team: to be graded at all, and of each level."""

    law: str
    title: str
    note: str
    decided_by: str
    provision: Provision
    gates: tuple[Criterion, ...]
    levels: Mapping[TeamLevel, tuple[Criterion, ...]]
    cap: Cap
    leader: Provision


@cache
def team_standard(on: date, book: Book = ENACTED) -> TeamStandard:
    for file in folder(SECURITY_TEAM, book):
        entry = load(file, book)
        if provision(entry).in_force(on):
            return _standard(entry, on)
    raise LawNotInForceError(
        "Chưa có quy định xếp loại Tổ bảo vệ an ninh, trật tự hiệu lực ngày"
        f" {on:%d/%m/%Y}; bổ sung trong rules/law/{SECURITY_TEAM}."
    )


def _standard(entry: Entry, on: date) -> TeamStandard:
    return TeamStandard(
        law=entry.file.partition("/")[2].removesuffix(".toml"),
        title=entry.of("title", str),
        note=entry.perhaps("note", str) or "",
        decided_by=entry.of("decided_by", str),
        provision=provision(entry),
        gates=_criteria(entry, on),
        levels={
            level.choice("id", TeamLevel): _criteria(level, on)
            for level in entry.tables("levels")
        },
        cap=_cap(_in_force(entry, "caps", on)),
        leader=provision(_in_force(entry, "leaders", on)),
    )


def _criteria(entry: Entry, on: date) -> tuple[Criterion, ...]:
    asked = (criterion(table) for table in entry.tables("criteria"))
    return tuple(each for each in asked if each.provision.in_force(on))


def _in_force(entry: Entry, key: str, on: date) -> Entry:
    for table in entry.tables(key):
        if provision(table).in_force(on):
            return table
    raise entry.error(key, f"không có mục nào hiệu lực ngày {on:%d/%m/%Y}")


def _cap(entry: Entry) -> Cap:
    return Cap(
        level=entry.choice("id", TeamLevel),
        base=entry.choice("of", TeamLevel),
        percent=entry.of("percent", int),
        provision=provision(entry),
    )
