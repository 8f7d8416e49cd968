"""Take in what units sent."""

from prefect import flow
from prefect.artifacts import (
    acreate_progress_artifact,
    acreate_table_artifact,
    aupdate_progress_artifact,
)

from flows.clock import office_day
from flows.parameters import Files, Today
from tasks.intake import Intake, take_in_files


@flow(name="Nhận tệp", flow_run_name="Nhận tệp ngày {today}")
async def take_in(path: Files, today: Today = None) -> Intake:
    """Nhận các tệp đơn vị gửi. Tệp đã nhận thì bỏ qua; dòng sai được báo lại."""
    day = office_day(today)
    progress = await acreate_progress_artifact(
        0, key="nhan-tep", description=f"Nhận tệp ngày {day:%d/%m/%Y}"
    )
    taken = take_in_files(path, day)
    await aupdate_progress_artifact(progress, 100)
    if taken.problems:
        await acreate_table_artifact(
            key="tep-can-sua",
            table=[{"Cần sửa": problem} for problem in taken.problems],
            description=f"{taken.issues} chỗ cần sửa, nhận ngày {day:%d/%m/%Y}",
        )
    return taken
