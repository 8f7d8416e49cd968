"""Forget persons once their data has been kept long enough."""

from prefect import flow

from flows.clock import office_day
from flows.parameters import Today, Year
from flows.showing import show_counts
from tasks import purge


@flow(
    name="Xóa dữ liệu cá nhân hết thời hạn",
    flow_run_name="Xóa dữ liệu cá nhân hết thời hạn {year}",
)
async def purge_persons(year: Year, today: Today = None) -> None:
    """Xóa tên người hết thời hạn lưu, giữ số đếm và kết quả; xem trước: antq purge."""
    counts = purge.purge_persons(year, office_day(today))
    key = f"xoa-du-lieu-ca-nhan-{year}"
    await show_counts(key, "Đã xóa theo thời hạn lưu", dict(counts))
