"""Whose turn it is: the acts of the secretariat, the duties of a unit."""

from dataclasses import dataclass
from datetime import date

from db import cycle, inquiries
from db.cycle import Obligation
from db.session import transaction
from rules.cycle import StageStatus
from rules.timetable import calendar


@dataclass(frozen=True)
class ActLine:
    """An act of the secretariat and how it stands."""

    key: str
    act: str
    title: str
    period: str
    opens: date
    due: date
    state: str
    how: str


def acts(year: int, on: date) -> list[ActLine]:
    """Return the acts of the secretariat of a year, in the order they are due."""
    with transaction() as session:
        done = inquiries.done_on(session, year)
        stages = [each for each in cycle.due_stages(session, year) if each.act]
        return [
            ActLine(
                key=stage.key,
                act=stage.act or "",
                title=stage.title,
                period=stage.period,
                opens=stage.opens,
                due=stage.due,
                state=_state(stage, done.get(stage.id), on),
                how=stage.how,
            )
            for stage in sorted(stages, key=lambda each: (each.due, each.id))
        ]


def _state(stage: cycle.Stage, done: date | None, on: date) -> str:
    if done:
        return f"đã làm {done:%d/%m/%Y}"
    if stage.status is StageStatus.WAITING:
        return f"mở ngày {stage.opens:%d/%m/%Y}"
    left = calendar().working_days_left(on, stage.due)
    if left < 0:
        return f"quá hạn {-left} ngày làm việc"
    return f"còn {left} ngày làm việc" if left else "hạn hôm nay"


def check_turn(year: int, act: str, period: str) -> None:
    """Refuse an act before its day, without waiting for anything to start."""
    with transaction() as session:
        cycle.acts(session, year, act, period)


@dataclass(frozen=True)
class Duty:
    """What one unit owes, and how it stands."""

    title: str
    due: date
    derivation: str
    fulfilled_on: date | None
    state: str
    is_late: bool


def duty(row: Obligation, title: str, on: date) -> Duty:
    return Duty(
        title=title,
        due=row.due,
        derivation=row.derivation,
        fulfilled_on=row.fulfilled_on,
        state=_progress(row, on),
        is_late=row.waived_on is None and (row.fulfilled_on or on) > row.due,
    )


def _progress(row: Obligation, on: date) -> str:
    if row.waived_on:
        return f"được miễn: {row.waived_ground}"
    if row.fulfilled_on:
        late = calendar().working_days_left(row.due, row.fulfilled_on)
        done = f"xong {row.fulfilled_on:%d/%m/%Y}"
        return f"{done}, chậm {late} ngày làm việc" if row.late else done
    left = calendar().working_days_left(on, row.due)
    if on > row.due:
        return f"chưa xong, chậm {-left} ngày làm việc"
    return f"chưa xong, còn {left} ngày làm việc"
