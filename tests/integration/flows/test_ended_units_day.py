from datetime import date

import pytest
from sqlalchemy import func, select, update

from db.obligations import OPEN, Obligation
from db.session import transaction
from db.units import Unit
from flows.annual_cycle import run_day


@pytest.mark.usefixtures("prefect_api", "mailbox")
async def test_a_day_lets_go_what_is_owed_by_a_unit_that_ended(year):
    await run_day(today=date(2021, 2, 17))
    its = Obligation.unit_id == year["X1-A1"]
    with transaction() as session:
        session.execute(
            update(Unit)
            .where(Unit.id == year["X1-A1"])
            .values(valid_to=date(2021, 3, 15))
        )

    await run_day(today=date(2021, 3, 16))

    with transaction() as session:
        assert session.scalar(select(func.count()).where(its)) > 0
        assert session.scalar(select(func.count()).where(its, *OPEN)) == 0
