"""What an outage let pass, and what becomes of it today."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rules.agenda import Silence, Stage, due_rungs
from rules.cycle import StageStatus
from rules.ladder import CATCH_UP, ESCALATION, CatchUp, Ladder, Notice, Rung
from rules.timetable import Calendar

DAY = timedelta(days=1)
OPENING = Rung(Notice.OPENED)


@dataclass(frozen=True)
class Missed:
    """A rung, or an opening, whose day passed while nothing was done."""

    stage_id: int
    due: date
    rung: Rung
    planned: date
    units: int
    #: It is made good, today or one step a day; else it is dropped on purpose.
    made_good: bool
    #: It is dropped because no answer is taken any more when its turn would come.
    too_late: bool = False


def missed(
    stages: Sequence[Stage], since: date, today: date, days: Calendar
) -> list[Missed]:
    """Say what fell on the working days between the last one lived and today.

    On a day off the next working day makes it good.
    """
    gap = days_missed(since, today, days)
    then = days.first_working_day_from(today)
    return [each for stage in stages for each in _of_stage(stage, gap, then, days)]


def days_missed(since: date, today: date, days: Calendar) -> list[date]:
    """Return the working days between the last one lived and today."""
    span = range(1, (today - since).days)
    return [day for n in span if days.is_working_day(day := since + n * DAY)]


def _of_stage(
    stage: Stage, gap: Sequence[date], today: date, days: Calendar
) -> Iterator[Missed]:
    if stage.status is StageStatus.WAITING and gap and stage.opens <= gap[-1]:
        planned = next(day for day in gap if stage.opens <= day)
        good = today <= stage.locks
        yield Missed(stage.id, stage.due, OPENING, planned, 0, good, not good)
    if stage.status is StageStatus.OPEN:
        for silence in stage.silent:
            yield from _of_silence(stage, silence, gap, today, days)


def _of_silence(
    stage: Stage, silence: Silence, gap: Sequence[date], today: date, days: Calendar
) -> Iterator[Missed]:
    still = _still_told(stage, silence, today, days)
    for rung in _asked(stage.ladder, silence):
        planned = _planned(rung, silence, gap, days)
        if planned and str(rung) not in silence.told:
            good = rung in still
            late = not good and _is_too_late(silence, rung, today)
            yield Missed(
                stage.id, silence.due, rung, planned, silence.units, good, late
            )


def _asked(ladder: Ladder, silence: Silence) -> Ladder:
    """Leave out what is told to units themselves where no letter reaches one."""
    if silence.reachable:
        return ladder
    return tuple(rung for rung in ladder if rung.notice in ESCALATION)


def _planned(
    rung: Rung, silence: Silence, gap: Sequence[date], days: Calendar
) -> date | None:
    """Return the day of the gap that was the rung's own: each mark has only one.

    It had none before the duty was given, and has none once it is locked.
    """
    since = silence.counted_from(rung.notice)
    own = (
        day
        for day in gap
        if silence.opened < day <= silence.locks
        and days.working_days_left(day, since) == rung.mark
    )
    return next(own, None)


def _still_told(
    stage: Stage, silence: Silence, today: date, days: Calendar
) -> set[Rung]:
    """Climb on in thought, a step a day, and return the rungs told before the lock."""
    found = set[Rung]()
    day = today
    for _ in stage.ladder:
        if day <= silence.locks:
            rungs = list(due_rungs(stage.ladder, silence, day, days))
            told = {str(rung): day for rung in rungs}
            silence = replace(
                silence, told={**silence.told, **told}, tried={**silence.tried, **told}
            )
            found.update(rungs)
        day = days.days_after(day, 1)
    return found


def _is_too_late(silence: Silence, rung: Rung, today: date) -> bool:
    """Say whether it is the lock that leaves a rung no turn."""
    return silence.locks < today or CATCH_UP[rung.notice] is CatchUp.EACH
