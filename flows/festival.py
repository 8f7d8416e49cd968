"""Hold the festival of 19 August."""

from prefect import flow

from flows.clock import office_day
from flows.parameters import Today, Year
from flows.showing import show_counts
from rules.units import TIER_NAMES, Tier
from tasks.festival import sum_up_festival


@flow(name="Ngày hội", flow_run_name="Ngày hội năm {year}")
async def hold_festival(year: Year, today: Today = None) -> None:
    """Tổng hợp nơi đã tổ chức Ngày hội toàn dân bảo vệ an ninh Tổ quốc."""
    festival = sum_up_festival(year, office_day(today))
    counts = {
        f"{TIER_NAMES[Tier(each.tier)]}: {each.done}/{each.total}": each.done
        for each in festival.held
    }
    await show_counts(f"ngay-hoi-{year}", f"Ngày hội năm {year}", counts)
