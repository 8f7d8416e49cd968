"""Inspect a quarter."""

from prefect import flow

from flows.clock import office_day
from flows.parameters import Quarter, Today, Year
from flows.showing import show_counts
from tasks import inspections


@flow(name="Kiểm tra quý", flow_run_name="Kiểm tra {quarter} năm {year}")
async def inspect_quarter(year: Year, quarter: Quarter, today: Today = None) -> None:
    """Tổng hợp kết quả kiểm tra của quý và giao việc khắc phục cho từng đơn vị."""
    inspected = inspections.inspect_quarter(year, quarter, office_day(today))
    key = f"kiem-tra-{year}-{quarter.removeprefix('Quý ').lower()}"
    await show_counts(key, f"Kiểm tra {quarter} năm {year}", dict(inspected.results))
