import asyncio
from datetime import date

import pytest

from db.pledge_copies import Step
from db.pledge_staging import HEADER
from flows.intake import take_in
from tasks.intake_steps import tell, watched_by


def test_steps_are_told_to_whoever_looks_on_and_else_to_nobody():
    told: list[Step] = []
    step = Step("Ghi", 1, 2)

    with watched_by(told.append):
        tell(step)
    tell(step)

    assert told == [step]


@pytest.mark.usefixtures("prefect_api", "province")
def test_an_intake_run_by_a_flow_is_watched_from_outside(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(f"{','.join(HEADER)}\n1,Lê Văn Mẫu,X1-A1,1,\n", "utf-8")
    told: list[Step] = []

    with watched_by(told.append):
        asyncio.run(take_in([path], today=date(2021, 3, 1)))

    assert {step.name for step in told} == {"Đọc", "Kiểm tra", "Ghi", "Ghi dòng sai"}
