"""What must be done today."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from rules.cycle import StageStatus
from rules.ladder import ESCALATION, LADDER, Ladder, Notice, Rung
from rules.timetable import Calendar


@dataclass(frozen=True)
class Silence:
    """The units of a stage that have not answered and still may, by their due date."""

    due: date
    #: Until its end an answer is in time: those above are not asked before.
    grace: date
    #: The day they were given it; that letter stands for the reminders reached by then.
    opened: date
    #: The last day on which any of them may answer.
    locks: date
    units: int
    #: How many of them a letter can reach.
    reachable: int
    #: The rungs all of them have been told of, and the last day any was.
    told: Mapping[str, date] = field(default_factory=dict)
    #: The same, with what letters told that came back or were refused.
    tried: Mapping[str, date] = field(default_factory=dict)
    #: All of them were given the duty only today, and told so.
    fresh: bool = False

    def counted_from(self, notice: Notice) -> date:
        """Return the day a rung counts from: nobody is late before grace is over."""
        return self.due if notice is Notice.REMINDER else self.grace


@dataclass(frozen=True)
class Stage:
    """A stage as it stands today."""

    id: int
    status: StageStatus
    opens: date
    due: date
    #: After it no answer is taken of a unit that was not given more time.
    locks: date
    ladder: Ladder
    silent: tuple[Silence, ...] = ()


@dataclass(frozen=True)
class OpenStage:
    stage_id: int


@dataclass(frozen=True)
class RemindUnits:
    """Tell of the silent of one due date. The rung says who is told, and what."""

    stage_id: int
    due: date
    rung: Rung
    days_left: int


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
                for rung in due_rungs(stage.ladder, silence, today, days):
                    yield RemindUnits(stage.id, silence.due, rung, left)


def _is_over(stage: Stage, today: date) -> bool:
    return today > stage.due and not stage.silent


def due_rungs(
    ladder: Ladder, silence: Silence, today: date, days: Calendar
) -> Iterator[Rung]:
    """Say which rungs are due: the unit's last one reached, and one step above it."""
    last = {notice: reached(ladder, silence, notice, today, days) for notice in LADDER}
    if silence.reachable:
        for rung in (last[Notice.REMINDER], last[Notice.OVERDUE]):
            if rung and str(rung) not in silence.told:
                yield rung
    yield from _next_step(silence, last, today)


def reached(
    ladder: Ladder, silence: Silence, notice: Notice, today: date, days: Calendar
) -> Rung | None:
    """Return the last rung of a kind that is reached; none reminds once it is due.

    Past marks count too: a day missed is made good the day after.
    """
    if notice is Notice.REMINDER and today > silence.due:
        return None
    until = silence.counted_from(notice)
    left = days.working_days_left(today, until)
    first = days.working_days_left(silence.opened, until)
    rungs = [
        each for each in ladder if each.notice is notice and left <= each.mark < first
    ]
    return min(rungs, key=lambda rung: rung.mark, default=None)


def _next_step(
    silence: Silence, last: Mapping[Notice, Rung | None], today: date
) -> Iterator[Rung]:
    """Ask the next one above, once those below were told on an earlier day.

    One mailbox that refuses every letter keeps nobody from being asked.
    """
    below = (Notice.OVERDUE,) if silence.reachable else ()
    for rung in filter(None, (last[notice] for notice in (*below, *ESCALATION))):
        if rung.notice in ESCALATION and str(rung) not in silence.told:
            yield rung
        tried_on = silence.tried.get(str(rung))
        if tried_on is None or tried_on >= today:
            return
