"""Issue certificates."""

from prefect import flow

from flows.clock import office_day
from flows.parameters import Today, Year
from tasks.certificates import (
    keep_editable,
    number_certificates,
    send_certificates,
)


@flow(name="Cấp giấy công nhận", flow_run_name="Cấp giấy công nhận năm {year}")
async def issue_certificates(year: Year, today: Today = None) -> None:
    """Đánh số, in và gửi giấy cho các đơn vị đã có quyết định. Mỗi đơn vị một giấy."""
    day = office_day(today)
    for batch in number_certificates(year, day):
        send_certificates(year, batch, day)
    keep_editable(year)
