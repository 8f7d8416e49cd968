from datetime import date

import pytest
from sqlalchemy import select

from db.households import PledgeCount
from db.session import transaction
from flows.annual_cycle import run_day

HEADER = "ma_ho,chu_ho,ma_khu_dan_cu,dang_cu_tru,ngay_cam_ket"


@pytest.mark.usefixtures("prefect_api", "mailbox", "year")
async def test_the_day_after_registration_counts_what_came_before_it(tmp_path):
    for day in (date(2021, 3, 30), date(2021, 4, 1)):
        row = f"H{day.month},Nguyễn Văn A,X1-A1,1,2021-03-01"
        (tmp_path / f"{day}.csv").write_text(f"{HEADER}\n{row}\n", "utf-8")
        await run_day(today=day, inbox=tmp_path)

    with transaction() as session:
        [kept] = session.scalars(select(PledgeCount))
        assert (kept.taken_on, kept.residing) == (date(2021, 3, 31), 1)
