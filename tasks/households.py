"""Keep how many households resided and had pledged, as on the days that count."""

from datetime import date

from prefect import task
from prefect.cache_policies import NO_CACHE
from sqlalchemy.orm import Session

from db import households, journal
from db.session import in_turn, transaction
from rules.units import UnitKind
from rules.windows import window


def counts_due(today: date) -> bool:
    """Say whether a day has passed whose count is not kept."""
    with transaction() as session:
        return bool(households.counts_due(session, today, _closes(today.year - 1)))


@task(task_run_name="Chốt số hộ gia đình ngày {today}", cache_policy=NO_CACHE)
def keep_counts(today: date) -> None:
    """Keep the counts that are due; one that is kept stands."""
    with in_turn() as session:
        for due in households.counts_due(session, today, _closes(today.year - 1)):
            households.keep_counts(session, due.year, due.day)
            done = f"Chốt số hộ đến {due.day:%d/%m/%Y}"
            journal.write(session, today, done, due.source, year=due.year)


def keep_judged(session: Session, year: int, today: date) -> None:
    """Keep the counts by which areas are judged now, but for those decided on.

    After the year the lists tell of the next: what is kept by then stands.
    """
    closes = _closes(year)
    if today.year > year and households.are_counted(session, closes):
        return
    households.drop_undecided_counts(session, year, closes)
    households.keep_counts(session, year, closes)


def _closes(year: int) -> date:
    return window(UnitKind.RESIDENTIAL_AREA, year).end
