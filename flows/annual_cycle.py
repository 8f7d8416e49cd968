"""The yearly cycle: begin it, issue its plan, live it one day at a time."""

import asyncio

from prefect import flow

from flows.clock import named_by_day, office_day
from flows.parameters import Inbox, Today, Year
from flows.showing import show_intake, show_progress
from tasks.commendations import judge_retold, proposals_retold
from tasks.decisions import record_decisions
from tasks.intake import take_in_files
from tasks.mail import carry_letters
from tasks.planning import (
    decisions_wait,
    due_today,
    letters_wait,
    mark_lived,
    start_cycle,
)
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


@flow(name="Việc trong ngày", flow_run_name=named_by_day("Việc ngày"))
async def run_day(today: Today = None, inbox: Inbox = None) -> None:
    """Làm mọi việc đến hạn hôm nay: nhận tệp, mở, nhắc, báo cấp trên, khép, gửi thư."""
    day = office_day(today)
    if inbox is not None:
        await show_intake(take_in_files(inbox, day), day)
    actions = due_today(day)
    if actions.opening:
        open_stages(actions.opening, day)
    if actions.reminding:
        remind_units(actions.reminding, day)
    if actions.closing:
        close_stages(actions.closing, day)
    if proposals_retold(day):
        judge_retold(day)
    if decisions_wait(day):
        record_decisions(day.year, day)
    mark_lived(day)
    await asyncio.gather(show_progress(day), _send_what_waits())


async def _send_what_waits() -> None:
    if letters_wait():
        await carry_letters()
