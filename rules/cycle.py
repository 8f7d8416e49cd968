"""One year's cycle: its stages, who owes them, and the life of a stage."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files

from rules.deadlines import Deadline, Rule, deadline
from rules.errors import InvalidTransitionError, MalformedRuleFileError
from rules.ladder import Ladder, ladder
from rules.sequence import check_order, check_waits
from rules.timetable import Calendar, calendar
from rules.units import Tier, UnitKind


class StageStatus(StrEnum):
    WAITING = "waiting"
    OPEN = "open"
    CLOSED = "closed"


STATUS_NAMES = {
    StageStatus.WAITING: "chưa mở",
    StageStatus.OPEN: "đang mở",
    StageStatus.CLOSED: "đã khép lại",
}

MAY_BECOME = {
    StageStatus.WAITING: {StageStatus.OPEN},
    StageStatus.OPEN: {StageStatus.CLOSED},
    # A duty put off after its stage was over opens it again.
    StageStatus.CLOSED: {StageStatus.OPEN},
}


def check_transition(now: StageStatus, then: StageStatus) -> None:
    if then not in MAY_BECOME[now]:
        raise InvalidTransitionError(
            f"Giai đoạn {STATUS_NAMES[now]} không thể thành {STATUS_NAMES[then]}."
        )


@dataclass(frozen=True)
class Owner:
    """Who owes a stage: a kind of unit, at one level or at every level."""

    kind: UnitKind
    tier: Tier | None = None

    @classmethod
    def parse(cls, text: str) -> "Owner":
        kind, _, tier = text.partition("/")
        return cls(UnitKind(kind), Tier(tier) if tier else None)

    def __str__(self) -> str:
        return f"{self.kind}/{self.tier}" if self.tier else str(self.kind)


@dataclass(frozen=True)
class StagePlan:
    """A stage as the year's file defines it."""

    key: str
    title: str
    duty: str
    period: str
    owed_by: tuple[Owner, ...]
    opens: date
    due: Deadline
    #: Until the end of this day an answer still counts as in time.
    grace: date
    #: After this day no answer is taken.
    locks: date
    ladder: Ladder
    #: The stages whose duties the units below must do first.
    waits_for: tuple[str, ...]
    act: str | None
    how: str
    source: str
    confidence: str


@dataclass(frozen=True)
class CyclePlan:
    year: int
    grading: str
    tiers: tuple[Tier, ...]
    stages: tuple[StagePlan, ...]


@cache
def plan(year: int, days: Calendar | None = None) -> CyclePlan:
    """Read ``rules/cycles/<year>.toml``, its dates derived by a calendar."""
    path = f"rules/cycles/{year}.toml"
    try:
        text = files("rules").joinpath("cycles", f"{year}.toml").read_text("utf-8")
        return read(text, year, days or calendar())
    except FileNotFoundError as problem:
        raise MalformedRuleFileError(
            f"Chưa có chu trình năm {year}: cần tạo tệp {path}."
        ) from problem
    except KeyError as problem:
        raise MalformedRuleFileError(f"{path}: thiếu mục {problem}.") from problem
    except (OSError, ValueError, TypeError) as problem:
        raise MalformedRuleFileError(f"{path}: {problem}.") from problem


def read(text: str, year: int, days: Calendar) -> CyclePlan:
    """Read a year's file; refuse one whose stages cannot follow each other."""
    entry = tomllib.loads(text)
    ladders = {name: ladder(marks) for name, marks in entry["ladders"].items()}
    stages = tuple(
        _stage(stage, _Year(year, days, ladders)) for stage in entry["stages"]
    )
    check_waits(
        {stage.key: stage.due.day for stage in stages},
        {stage.key: stage.waits_for for stage in stages},
    )
    return CyclePlan(
        year=year,
        grading=entry["grading"],
        tiers=tuple(Tier(tier) for tier in entry["tiers"]),
        stages=stages,
    )


@dataclass(frozen=True)
class _Year:
    """What all stages of a year are read with."""

    year: int
    days: Calendar
    ladders: Mapping[str, Ladder]


def _stage(entry: Mapping[str, object], year: _Year) -> StagePlan:
    name = f"giai đoạn “{entry.get('key')}”"
    try:
        stage = _planned(entry, year)
        check_order(_days_of(stage))
    except KeyError as problem:
        raise ValueError(f"{name}: thiếu mục {problem}") from problem
    except (ValueError, TypeError) as problem:
        raise ValueError(f"{name}: {problem}") from problem
    return stage


def _planned(entry: Mapping[str, object], year: _Year) -> StagePlan:
    if unknown := sorted(entry.keys() - {field.name for field in fields(StagePlan)}):
        raise ValueError(f"không có mục {', '.join(unknown)}")
    due = deadline(_rule(entry["due"]), year.days)
    grace = entry.get("grace")
    locks = entry.get("locks", {"by_end_of": date(year.year, 12, 31)})
    typed = {
        "owed_by": tuple(Owner.parse(text) for text in _texts(entry["owed_by"])),
        "due": due,
        "grace": deadline(_rule(grace), year.days).day if grace else due.day,
        "locks": deadline(_rule(locks), year.days).day,
        "ladder": _ladder(str(entry.get("ladder", "unit")), year.ladders),
        "waits_for": tuple(_texts(entry.get("waits_for", []))),
        "act": None,
        "how": "",
    }
    return StagePlan(**typed | {k: v for k, v in entry.items() if k not in _DERIVED})  # type: ignore[arg-type] # a wrong key or value is reported with the file's name


_DERIVED = {"owed_by", "due", "grace", "locks", "ladder", "waits_for"}


def _days_of(stage: StagePlan) -> Sequence[tuple[str, date]]:
    return (
        ("mở (opens)", stage.opens),
        ("hạn (due)", stage.due.day),
        ("cuối còn tính đúng hạn (grace)", stage.grace),
        ("khóa sổ (locks)", stage.locks),
    )


def _ladder(name: str, ladders: Mapping[str, Ladder]) -> Ladder:
    if name not in ladders:
        known = ", ".join(f"“{each}”" for each in ladders)
        raise ValueError(f"không có thang nhắc (ladder) “{name}”, chỉ có {known}")
    return ladders[name]


def _texts(value: object) -> list[str]:
    if not isinstance(value, list):
        raise TypeError(f"cần một danh sách, không phải {value!r}")
    return [str(text) for text in value]


def _rule(value: object) -> Rule:
    if not isinstance(value, dict):
        raise TypeError(f"cần một thời hạn, không phải {value!r}")
    return value
