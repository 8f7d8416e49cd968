"""The yearly cycle: begin it, issue its plan, live it one day at a time."""

from prefect import flow

from flows.clock import office_day
from flows.parameters import Today, Year
from flows.showing import show_progress
from rules.agenda import CloseStage, OpenStage, RemindUnits
from tasks.decisions import record_decisions
from tasks.planning import decisions_wait, mark_lived, plan_day, start_cycle
from tasks.plans import issue_plan as issue_the_plan
from tasks.stages import close_stages, open_stages, remind_units


@flow(name="Bắt đầu năm", flow_run_name="Bắt đầu năm {year}")
async def start_year(year: Year, today: Today = None) -> None:
    """Chốt lịch của năm từ rules/cycles. Chạy lại không thay đổi gì."""
    start_cycle(year, office_day(today))


@flow(name="Ban hành kế hoạch", flow_run_name="Ban hành kế hoạch {year}")
async def issue_plan(year: Year, today: Today = None) -> None:
    """Lập văn bản kế hoạch của tỉnh và gửi các đơn vị. Chạy lại không gửi lần hai."""
    issue_the_plan(year, office_day(today))


@flow(name="Việc trong ngày", flow_run_name="Việc ngày {today}")
async def run_day(today: Today = None) -> None:
    """Làm mọi việc đến hạn hôm nay: mở, nhắc, báo cấp trên, khép, ghi quyết định."""
    day = office_day(today)
    actions = plan_day(day)
    opening = [action for action in actions if isinstance(action, OpenStage)]
    reminding = [action for action in actions if isinstance(action, RemindUnits)]
    closing = [action for action in actions if isinstance(action, CloseStage)]
    if opening:
        open_stages(opening, day)
    if reminding:
        remind_units(reminding, day)
    if closing:
        close_stages(closing, day)
    if decisions_wait(day):
        record_decisions(day.year, day)
    await show_progress(day)
    mark_lived(day)
