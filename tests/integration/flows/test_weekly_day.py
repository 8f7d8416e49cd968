from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from db.outbox import Letter
from db.session import transaction
from flows.annual_cycle import run_day

MONDAY = date(2021, 3, 22)
DAY = timedelta(days=1)


def weekly_letters() -> int:
    with transaction() as session:
        return session.scalar(select(func.count()).where(Letter.kind == "weekly"))


@pytest.mark.usefixtures("prefect_api", "mailbox", "year")
async def test_the_first_day_lived_of_a_week_tells_leadership_and_no_other_does():
    told = []
    for day in (MONDAY - DAY, MONDAY + DAY, MONDAY + DAY, MONDAY + 2 * DAY):
        await run_day(today=day)
        told.append(weekly_letters())
    await run_day(today=MONDAY + 7 * DAY)

    assert told == [0, 1, 1, 1]
    assert weekly_letters() == 2
