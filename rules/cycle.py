"""One year's cycle: its stages, who owes them, and the life of a stage."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files

from rules.errors import InvalidTransitionError, MalformedRuleFileError
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
    StageStatus.CLOSED: set[StageStatus](),
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
class Ladder:
    """When a unit is reminded: working days before (+) and after (-) its due date."""

    remind: tuple[int, ...]
    overdue: tuple[int, ...]
    escalate: tuple[int, ...]


@dataclass(frozen=True)
class Deadline:
    """The last day that counts, and how it was derived."""

    day: date
    derivation: str


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
    locks: date
    ladder: Ladder
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


def deadline(rule: Mapping[str, date], days: Calendar) -> Deadline:
    """Return the last day that counts: “trước ngày” excludes the day it names."""
    match rule:
        case {"before": day}:
            last = day - timedelta(days=1)
            return Deadline(last, f"trước ngày {day:%d/%m/%Y}, không tính ngày này")
        case {"by_end_of": day}:
            return Deadline(day, f"đến hết ngày {day:%d/%m/%Y}")
        case {"last_working_day_of": day}:
            last = days.last_working_day_until(day)
            return Deadline(last, f"ngày làm việc cuối tính đến {day:%d/%m/%Y}")
    raise ValueError(f"Không hiểu thời hạn: {dict(rule)}")


@cache
def plan(year: int) -> CyclePlan:
    """Read ``rules/cycles/<year>.toml``."""
    path = f"rules/cycles/{year}.toml"
    try:
        text = files("rules").joinpath("cycles", f"{year}.toml").read_text("utf-8")
        entry = tomllib.loads(text)
        ladders = {
            name: Ladder(*(tuple(rungs[part]) for part in Ladder.__annotations__))
            for name, rungs in entry["ladders"].items()
        }
        return CyclePlan(
            year=year,
            grading=entry["grading"],
            tiers=tuple(Tier(tier) for tier in entry["tiers"]),
            stages=tuple(_stage(stage, year, ladders) for stage in entry["stages"]),
        )
    except FileNotFoundError as problem:
        raise MalformedRuleFileError(
            f"Chưa có chu trình năm {year}: cần tạo tệp {path}."
        ) from problem
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise MalformedRuleFileError(f"{path}: {problem}") from problem


def _stage(
    entry: Mapping[str, object], year: int, ladders: Mapping[str, Ladder]
) -> StagePlan:
    typed = {
        "owed_by": tuple(Owner.parse(text) for text in _texts(entry["owed_by"])),
        "due": deadline(_dates(entry["due"]), calendar()),
        "locks": deadline(
            _dates(entry.get("locks", {"by_end_of": date(year, 12, 31)})), calendar()
        ).day,
        "ladder": ladders[str(entry.get("ladder", "unit"))],
        "act": None,
        "how": "",
    }
    return StagePlan(**typed | {k: v for k, v in entry.items() if k not in _DERIVED})  # type: ignore[arg-type] # a wrong key or value is reported with the file's name


_DERIVED = {"owed_by", "due", "locks", "ladder"}


def _texts(value: object) -> list[str]:
    if not isinstance(value, list):
        raise TypeError(f"cần một danh sách, không phải {value!r}")
    return [str(text) for text in value]


def _dates(value: object) -> Mapping[str, date]:
    if not isinstance(value, dict):
        raise TypeError(f"cần một thời hạn, không phải {value!r}")
    return value
