"""The yearly cycle: begin it, issue its plan, live it one day at a time."""

import asyncio
from datetime import date

from prefect import flow

from flows.clock import has_passed, named_by_day, office_day, office_now
from flows.failed_runs import failed_runs
from flows.parameters import Inbox, Today, Year
from flows.showing import show_intake, show_progress
from tasks.catching_up import missed_before, report_missed
from tasks.commendations import judge_retold, proposals_retold
from tasks.contacts import contacts_changed, follow_contacts
from tasks.decisions import record_decisions
from tasks.digests import tell_duties
from tasks.households import counts_due, keep_counts
from tasks.intake import take_in_files
from tasks.mail import carry_letters
from tasks.out_of_scope import owed_out_of_scope, release_duties
from tasks.planning import (
    decisions_wait,
    due_today,
    letters_wait,
    mark_lived,
    news_to_tell,
    start_cycle,
)
from tasks.plans import issue_plan as issue_the_plan
from tasks.replanning import calendar_moved, replan
from tasks.stages import close_stages, open_stages, remind_units
from tasks.weekly import told_since, weekly_due, write_weekly


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
    if has_passed(today):
        return  # The run of this day makes good what that of an earlier one missed.
    day = office_day(today)
    if calendar_moved(day):
        replan(day)
    if counts_due(day):
        keep_counts(day)  # Before lists of the new day come in.
    if inbox is not None:
        await show_intake(take_in_files(inbox, day), day)
    if owed_out_of_scope(day):
        release_duties(day)
    if missed := missed_before(day):
        report_missed(missed, day)
    _move_stages(day)
    _tell(day)
    _take_up(day)
    if weekly_due(day):
        write_weekly(day, await failed_runs(told_since(day), day))
    mark_lived(day)
    await asyncio.gather(show_progress(day), _send_what_waits(day))


def _move_stages(day: date) -> None:
    """Open, remind of and close the stages whose day it is."""
    actions = due_today(day)
    if actions.opening:
        open_stages(actions.opening, day)
    if actions.reminding:
        remind_units(actions.reminding, day)
    if actions.closing:
        close_stages(actions.closing, day)


def _tell(day: date) -> None:
    """Write each mailbox its one letter of the day."""
    if contacts_changed(day):
        follow_contacts(day)
    if news_to_tell(day):
        tell_duties(day)


def _take_up(day: date) -> None:
    """Take up what came in and waits for a decision of ours, or holds one of theirs."""
    if proposals_retold(day):
        judge_retold(day)
    for year in decisions_wait(day):
        record_decisions(year, day)


async def _send_what_waits(day: date) -> None:
    if letters_wait():
        await carry_letters(office_now(day))
