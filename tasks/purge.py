"""The office's yearly act: take away the personal data that is over."""

from collections.abc import Mapping
from datetime import date

from prefect import task
from prefect.cache_policies import NO_CACHE

from db import cycle, obligations
from db.journal import OFFICE
from db.session import transaction
from tasks.purging import purged

DO = "purge_persons"


@task(
    task_run_name="Xóa dữ liệu cá nhân hết thời hạn năm {year}", cache_policy=NO_CACHE
)
def purge_persons(year: int, today: date) -> Mapping[str, int]:
    """Purge what is over, and do the office's duty; done again, nothing is left."""
    with transaction() as session:
        stage = cycle.acts(session, year, DO, str(year))
        found = purged(session, today, OFFICE)
        obligations.fulfil_act(session, stage, today)
        return {each.name: each.rows for each in found}
