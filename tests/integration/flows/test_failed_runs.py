from datetime import datetime, timedelta

import pytest
from prefect import flow
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.clock import OFFICE_TIME
from flows.failed_runs import failed_runs

DAY = timedelta(days=1)


@flow(name="Hỏng cố ý", flow_run_name="Hỏng cố ý")
async def broken() -> None:
    raise ValueError


@flow(name="Xong việc", flow_run_name="Xong việc")
async def sound() -> None:
    return


@pytest.mark.usefixtures("prefect_api")
async def test_runs_that_failed_are_told_by_name_hour_and_end():
    today = datetime.now(OFFICE_TIME).date()
    before = await failed_runs(today, today + DAY)
    await sound()
    with pytest.raises(ValueError, match=r"^$"):
        await broken()

    now = await failed_runs(today, today + DAY)
    earlier = await failed_runs(today - DAY, today)

    assert [run for run in now if run not in before] == [now[0]]
    assert (now[0].name, now[0].state) == ("Hỏng cố ý", "hỏng")
    assert now[0].at.date() == today
    assert earlier == []


async def test_a_server_that_does_not_answer_leaves_it_unknown():
    today = datetime.now(OFFICE_TIME).date()

    with temporary_settings({PREFECT_API_URL: "http://127.0.0.1:9/api"}):
        assert await failed_runs(today - DAY, today) is None
