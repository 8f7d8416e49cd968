"""Move stages along, and note who must be told of it: the day's letter says it."""

from collections.abc import Sequence
from datetime import date

from prefect import task
from prefect.cache_policies import NO_CACHE

from db import cycle, households, notices, obligations, submissions, units
from db.session import in_turn, transaction
from rules.agenda import CloseStage, OpenStage, RemindUnits
from rules.cycle import StageStatus, check_transition
from rules.forms import duties
from rules.ladder import Notice, Rung


@task(task_run_name="Mở giai đoạn ngày {today}", cache_policy=NO_CACHE)
def open_stages(actions: Sequence[OpenStage], today: date) -> None:
    """Give the units their duties; what came early counts at once."""
    with in_turn() as session:
        office = units.office(session)
        for action in actions:
            stage = cycle.hold(session, action.stage_id)
            if not _move(stage, StageStatus.OPEN):
                continue
            obligations.create(session, stage, today)
            submissions.fulfil(session, stage.year, today, duties())
            households.fulfil_early(session, stage.id, today)
            opened = Rung(Notice.OPENED)
            notices.tell(session, stage.id, stage.due, opened, office.id, today)


@task(task_run_name="Nhắc việc ngày {today}", cache_policy=NO_CACHE)
def remind_units(actions: Sequence[RemindUnits], today: date) -> None:
    """Note who is told of the silent: themselves, and those above once it is late."""
    with transaction() as session:
        office = units.office(session)
        for each in actions:
            notices.tell(session, each.stage_id, each.due, each.rung, office.id, today)


@task(task_run_name="Khép giai đoạn ngày {today}", cache_policy=NO_CACHE)
def close_stages(actions: Sequence[CloseStage], today: date) -> None:
    """Close what is over; what was opened or put off since the look lives on."""
    with transaction() as session:
        for action in actions:
            stage = cycle.hold(session, action.stage_id)
            if not obligations.is_awaited(session, stage.id, today):
                _move(stage, StageStatus.CLOSED)


def _move(stage: cycle.Stage, then: StageStatus) -> bool:
    """Move a stage along; say no if another run just did."""
    if stage.status is then:
        return False
    check_transition(stage.status, then)
    stage.status = then
    return True
