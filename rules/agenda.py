"""What must be done today."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.cycle import Ladder, StageStatus
from rules.timetable import Calendar


class Notice(StrEnum):
    """What a letter about a duty says."""

    OPENED = "stage_opened"
    REMINDER = "reminder"
    OVERDUE = "overdue"
    ESCALATION = "escalation"


def rung(notice: Notice, mark: int) -> str:
    """Name a rung of the ladder: a duty is told of it once."""
    return f"{notice}:{mark}"


@dataclass(frozen=True)
class Silence:
    """The units of a stage that have not answered, by their due date."""

    due: date
    units: int
    #: The rungs all of them have been told of already.
    told: frozenset[str] = frozenset()
    #: All of them were given the duty only today, and told so.
    fresh: bool = False


@dataclass(frozen=True)
class Stage:
    """A stage as it stands today."""

    id: int
    status: StageStatus
    opens: date
    due: date
    locks: date
    ladder: Ladder
    silent: tuple[Silence, ...] = ()


@dataclass(frozen=True)
class OpenStage:
    stage_id: int


@dataclass(frozen=True)
class RemindUnits:
    """Write to the silent of one due date. The mark says which letter this is."""

    stage_id: int
    due: date
    notice: Notice
    mark: int
    days_left: int

    @property
    def rung(self) -> str:
        return rung(self.notice, self.mark)


@dataclass(frozen=True)
class CloseStage:
    stage_id: int


Action = OpenStage | RemindUnits | CloseStage


def due(stages: Sequence[Stage], today: date, days: Calendar) -> Iterator[Action]:
    """Say what must be done today. Offices rest, and so do we, on days off."""
    if days.is_working_day(today):
        for stage in stages:
            yield from _due_for(stage, today, days)


def _due_for(stage: Stage, today: date, days: Calendar) -> Iterator[Action]:
    match stage.status:
        case StageStatus.WAITING if stage.opens <= today:
            yield OpenStage(stage.id)
        case StageStatus.OPEN if _is_over(stage, today):
            yield CloseStage(stage.id)
        case StageStatus.OPEN:
            for silence in stage.silent:
                if silence.fresh:
                    continue
                left = days.working_days_left(today, silence.due)
                for notice, mark in _reached(stage.ladder, left):
                    if rung(notice, mark) not in silence.told:
                        yield RemindUnits(stage.id, silence.due, notice, mark, left)


def _is_over(stage: Stage, today: date) -> bool:
    return today > stage.locks or (today > stage.due and not stage.silent)


def _reached(ladder: Ladder, left: int) -> Iterator[tuple[Notice, int]]:
    rungs = (
        (Notice.REMINDER, ladder.remind if left >= 0 else ()),
        (Notice.OVERDUE, ladder.overdue),
        (Notice.ESCALATION, ladder.escalate),
    )
    for notice, marks in rungs:
        # Past marks count too: a day missed is made good the day after.
        reached = [mark for mark in marks if left <= mark]
        if reached:
            yield notice, min(reached)
