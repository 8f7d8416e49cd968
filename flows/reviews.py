"""Review six months, and the year."""

from prefect import flow

from flows.clock import office_day
from flows.parameters import Period, Today, Year
from flows.showing import show_review
from tasks import reviews


@flow(name="Sơ kết, tổng kết", flow_run_name="Báo cáo {period} năm {year}")
async def review(year: Year, period: Period, today: Today = None) -> None:
    """Đếm các chỉ tiêu từ dữ liệu đã nhận, chốt số và viết báo cáo."""
    made = reviews.review(year, period, office_day(today))
    await show_review(year, period, made.markdown)
