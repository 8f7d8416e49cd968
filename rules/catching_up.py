"""What an outage let pass, and what becomes of it today."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rules.agenda import Silence, Stage, reached
from rules.cycle import StageStatus
from rules.ladder import CATCH_UP, ESCALATION, CatchUp, Ladder, Notice, Rung
from rules.timetable import Calendar

DAY = timedelta(days=1)


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


def missed(
    stages: Sequence[Stage], since: date, today: date, days: Calendar
) -> list[Missed]:
    """Say what fell on the working days between the last one lived and today."""
    gap = days_missed(since, today, days)
    return [each for stage in stages for each in _of_stage(stage, gap, today, days)]


def days_missed(since: date, today: date, days: Calendar) -> list[date]:
    """Return the working days between the last one lived and today."""
    span = range(1, (today - since).days)
    return [day for n in span if days.is_working_day(day := since + n * DAY)]


def _of_stage(
    stage: Stage, gap: Sequence[date], today: date, days: Calendar
) -> Iterator[Missed]:
    if stage.status is StageStatus.WAITING and gap and stage.opens <= gap[-1]:
        planned = next(day for day in gap if stage.opens <= day)
        opening = Rung(Notice.OPENED)
        yield Missed(stage.id, stage.due, opening, planned, 0, made_good=True)
    if stage.status is StageStatus.OPEN:
        for silence in stage.silent:
            for rung in _asked(stage.ladder, silence):
                planned_on = _planned(rung, silence, gap, days)
                if planned_on and str(rung) not in silence.told:
                    good = _is_made_good(stage, silence, rung, today, days)
                    yield Missed(
                        stage.id, silence.due, rung, planned_on, silence.units, good
                    )


def _asked(ladder: Ladder, silence: Silence) -> Ladder:
    """Leave out what is told to units themselves where no letter reaches one."""
    if silence.reachable:
        return ladder
    return tuple(rung for rung in ladder if rung.notice in ESCALATION)


def _planned(
    rung: Rung, silence: Silence, gap: Sequence[date], days: Calendar
) -> date | None:
    """Return the day of the gap that was the rung's own: each mark has only one."""
    since = silence.counted_from(rung.notice)
    own = (day for day in gap if days.working_days_left(day, since) == rung.mark)
    return next(own, None)


def _is_made_good(
    stage: Stage, silence: Silence, rung: Rung, today: date, days: Calendar
) -> bool:
    match CATCH_UP[rung.notice]:
        case CatchUp.NONE:
            return False
        case CatchUp.LATEST:
            last = reached(stage.ladder, silence, rung.notice, today, days)
            return last == rung
        case CatchUp.EACH:
            return True
