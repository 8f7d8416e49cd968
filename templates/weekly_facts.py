"""What leadership reads once a week: counts and names of units, never of persons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class TierShare:
    """How far one level is with a stage: n of N, and how many were late."""

    tier: str
    done: int
    total: int
    late: int


@dataclass(frozen=True)
class OpenStage:
    title: str
    due: date
    tiers: Sequence[TierShare]


@dataclass(frozen=True)
class LateUnder:
    """How many duties are overdue under one managing body, of how many units."""

    manager: str
    duties: int
    units: int


@dataclass(frozen=True)
class LateDuty:
    """One overdue duty; ``days_left`` in working days, so below nought."""

    unit: str
    manager: str
    title: str
    due: date
    days_left: int


@dataclass(frozen=True)
class Coming:
    """A date ahead, and how many units still owe what is due then."""

    title: str
    due: date
    owing: int
    is_open: bool


@dataclass(frozen=True)
class FailedRun:
    """A run of the schedule that did not end well."""

    name: str
    at: datetime
    state: str


@dataclass(frozen=True)
class Letters:
    """How many letters met one end in the past week, and in the year so far."""

    end: str
    lately: int
    all: int


@dataclass(frozen=True)
class Weekly:
    """A week's digest. ``runs`` is nothing when the schedule could not be asked.

    The week is the year's that has most of it: ``12/2021``.
    """

    week: str
    since: date
    until: date
    stages: Sequence[OpenStage]
    overdue: int
    late_under: Sequence[LateUnder]
    longest_late: Sequence[LateDuty]
    coming: Sequence[Coming]
    runs: Sequence[FailedRun] | None
    letters: Sequence[Letters]
    unreachable: Sequence[str]
