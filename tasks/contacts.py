"""Let the standing office find a live mailbox for each unit that has none."""

from datetime import date

from prefect import task
from prefect.cache_policies import NO_CACHE

from db import contact_duties, notices, units
from db.session import transaction
from rules.ladder import Notice, Rung
from rules.timetable import calendar

WORKING_DAYS = 5


def contacts_changed(today: date) -> bool:
    """Say whether a unit went out of reach, or came back; looking leaves no trace."""
    if not calendar().is_working_day(today):
        return False
    with transaction() as session:
        stage = contact_duties.stage(session, today)
        return stage is not None and contact_duties.changed(session, stage, today)


@task(task_run_name="Soát đầu mối ngày {today}", cache_policy=NO_CACHE)
def follow_contacts(today: date) -> None:
    """Ask the office for contacts that fail, and tell it; what works again is done."""
    due = calendar().days_after(today, WORKING_DAYS)
    with transaction() as session:
        stage = contact_duties.stage(session, today)
        if stage is None:
            return
        office = units.office(session).id
        contact_duties.fulfil(session, stage, today)
        asked = contact_duties.ask(
            session,
            stage,
            office_id=office,
            due=due,
            derivation=f"{WORKING_DAYS} ngày làm việc kể từ ngày {today:%d/%m/%Y}",
            today=today,
        )
        if asked:
            notices.tell(session, stage, due, Rung(Notice.OPENED), office, today)
