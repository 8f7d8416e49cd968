"""Whose turn it is: the acts of the secretariat, the duties of a unit."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from db import cycle, inquiries, progress
from db.obligations import Obligation
from db.session import transaction
from rules.cycle import StageStatus
from rules.timetable import calendar
from tasks.stage_lookup import numbered


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
        owed = inquiries.acts_owed(session, year)
        stages = numbered([s for s in cycle.due_stages(session, year) if s.act])
        return [
            ActLine(
                key=stage.key,
                act=stage.act or "",
                title=stage.title,
                period=stage.period,
                opens=stage.opens,
                due=owed[stage.id].due if stage.id in owed else stage.due,
                state=_state(stage, owed.get(stage.id), on),
                how=stage.how,
            )
            for stage in stages
        ]


def _state(stage: cycle.Stage, owed: Obligation | None, on: date) -> str:
    if owed and owed.fulfilled_on:
        return f"đã làm {owed.fulfilled_on:%d/%m/%Y}"
    if owed and owed.waived_on:
        return f"được miễn {owed.waived_on:%d/%m/%Y}"
    if stage.status is StageStatus.WAITING:
        return f"mở ngày {stage.opens:%d/%m/%Y}"
    left = calendar().working_days_left(on, owed.due if owed else stage.due)
    if left < 0:
        return f"quá hạn {-left} ngày làm việc"
    return f"còn {left} ngày làm việc" if left else "hạn hôm nay"


@dataclass(frozen=True)
class UnitsLine:
    """A duty of the units, and how many have done it."""

    key: str
    title: str
    period: str
    due: date
    state: str


def of_units(year: int, on: date) -> list[UnitsLine]:
    """Return the duties of the units of a year, in the order they are due."""
    with transaction() as session:
        shares: dict[int, list[progress.Progress]] = defaultdict(list)
        for each in progress.by_tier(session, year, on):
            shares[each.stage_id].append(each)
        return [
            UnitsLine(
                key=stage.key,
                title=stage.title,
                period=stage.period,
                due=stage.due,
                state=_share(stage, shares[stage.id]),
            )
            for stage in numbered(cycle.due_stages(session, year))
            if not stage.act
        ]


def _share(stage: cycle.Stage, shares: Sequence[progress.Progress]) -> str:
    if stage.status is StageStatus.WAITING:
        return f"mở ngày {stage.opens:%d/%m/%Y}"
    done, total = sum(each.done for each in shares), sum(each.total for each in shares)
    return f"{done}/{total} đơn vị đã xong"


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
        is_late=row.was_late_on(on),
    )


def _progress(row: Obligation, on: date) -> str:
    if row.waived_on:
        return f"được miễn: {row.waived_ground}"
    late = calendar().working_days_late(row.deadline, row.fulfilled_on or on)
    if row.fulfilled_on:
        done = f"xong {row.fulfilled_on:%d/%m/%Y}"
        return f"{done}, chậm {late} ngày làm việc" if row.late else done
    if on > row.grace:
        return f"chưa xong, chậm {late} ngày làm việc"
    if on > row.due:
        return f"chưa xong, nộp đến hết {row.grace:%d/%m/%Y} vẫn tính đúng hạn"
    left = calendar().working_days_left(on, row.due)
    lapse = f"đã lỡ hạn {row.missed:%d/%m/%Y}, " if row.missed else ""
    return f"chưa xong, {lapse}còn {left} ngày làm việc"
