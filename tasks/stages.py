"""Move stages along, and write to those concerned: one letter a mailbox and kind."""

from collections.abc import Sequence
from datetime import date

from prefect import task
from prefect.cache_policies import NO_CACHE

from db import cycle, notices, submissions, units
from db.notices import Rung
from db.session import transaction
from rules.agenda import CloseStage, Notice, OpenStage, RemindUnits
from rules.cycle import StageStatus, check_transition
from rules.forms import forms
from tasks.notices import write_letters

DUTIES = {form.key: form.duty for form in forms().values() if form.duty}


@task(task_run_name="Mở giai đoạn ngày {today}", cache_policy=NO_CACHE)
def open_stages(actions: Sequence[OpenStage], today: date) -> None:
    """Give the units their duties and tell them; what came early counts at once."""
    with transaction() as session:
        office = units.office(session)
        for action in actions:
            stage = session.get_one(cycle.Stage, action.stage_id)
            check_transition(stage.status, StageStatus.OPEN)
            stage.status = StageStatus.OPEN
            cycle.create_obligations(session, stage, today)
            submissions.fulfil(session, stage.year, today, DUTIES)
            rung = Rung(stage.id, stage.due, Notice.OPENED)
            notices.tell(session, rung, office.id, today)
        write_letters(session, today)


@task(task_run_name="Nhắc việc ngày {today}", cache_policy=NO_CACHE)
def remind_units(actions: Sequence[RemindUnits], today: date) -> None:
    """Write to the silent, and to those above them once it is late enough."""
    with transaction() as session:
        office = units.office(session)
        stages = cycle.stages_by_id(session, {action.stage_id for action in actions})
        for action in actions:
            ladder = stages[action.stage_id].escalate
            level = _level(action, ladder)
            rung = Rung(action.stage_id, action.due, action.rung, level)
            notices.tell(session, rung, office.id, today)
        write_letters(session, today)


@task(task_run_name="Khép giai đoạn ngày {today}", cache_policy=NO_CACHE)
def close_stages(actions: Sequence[CloseStage], today: date) -> None:
    """Close what is over; ``today`` only names the run."""
    del today
    with transaction() as session:
        for action in actions:
            stage = session.get_one(cycle.Stage, action.stage_id)
            check_transition(stage.status, StageStatus.CLOSED)
            stage.status = StageStatus.CLOSED


def _level(action: RemindUnits, escalate: Sequence[int]) -> int:
    """Ask the superior first, the standing office last."""
    if action.notice is not Notice.ESCALATION:
        return 0
    return 2 if action.mark == min(escalate) and len(escalate) > 1 else 1
