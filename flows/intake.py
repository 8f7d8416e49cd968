"""Take in what units sent."""

from prefect import flow

from flows.clock import named_by_day, office_day
from flows.parameters import Again, Files, Today
from flows.showing import show_intake
from tasks.intake import Intake, take_in_files


@flow(name="Nhận tệp", flow_run_name=named_by_day("Nhận tệp ngày"))
async def take_in(paths: Files, again: Again = False, today: Today = None) -> Intake:  # noqa: FBT002 - the fields of a form
    """Nhận các tệp đơn vị gửi. Tệp đã nhận thì bỏ qua; dòng sai được báo lại."""
    day = office_day(today)
    taken = take_in_files(paths, day, again=again)
    await show_intake(taken, day)
    return taken
