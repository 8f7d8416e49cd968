"""Tell the office what an outage let pass: done late, or dropped on purpose."""

from collections.abc import Sequence
from datetime import date

from prefect import task
from prefect.cache_policies import NO_CACHE

from db import agenda, contacts, cycle, journal, notices, units
from db.cycle import Stage
from db.session import transaction
from rules.catching_up import Missed, days_missed, missed
from rules.ladder import CATCH_UP, CATCH_UP_NAMES
from rules.timetable import calendar
from tasks.letters import Post
from templates.facts import MissedLine

TOO_LATE = "đến lượt thì đã hết thời gian nhận kết quả"
KIND, ACT = "catch_up", "Làm bù sau gián đoạn"


def missed_before(today: date) -> Sequence[Missed]:
    """Say what fell due since the last day lived and was not done; write nothing."""
    with transaction() as session:
        since = cycle.last_lived(session)
        if since is None or not days_missed(since, today, calendar()):
            return []
        stages = agenda.stages_missed(session, since, today)
        return missed(stages, since, today, calendar())


@task(task_run_name="Làm bù đến ngày {today}", cache_policy=NO_CACHE)
def report_missed(missed: Sequence[Missed], today: date) -> None:
    """Write to the office once what passed; the day's other tasks make it good."""
    with transaction() as session:
        notices.take_turns(session)
        since = cycle.last_lived(session)
        if journal.has(session, today, ACT):
            return
        office = units.office(session)
        post = Post(session, today.year, today)
        mailbox = contacts.mailbox(session, office.id, today)
        stages = cycle.stages_by_id(session, {each.stage_id for each in missed})
        lines = [_line(each, stages[each.stage_id]) for each in missed]
        if mailbox:
            facts = {"missed": lines, "since": since}
            post.write(KIND, f"{since}/{today}", mailbox, post.sender.office, facts)
            post.queue()
        good = sum(each.made_good for each in missed)
        journal.write(
            session,
            today,
            ACT,
            f"không ngày nào được thực hiện từ sau {since:%d/%m/%Y}",
            made_good=good,
            dropped=len(missed) - good,
        )


def _line(each: Missed, stage: Stage) -> MissedLine:
    notice = each.rung.notice
    return MissedLine(
        title=stage.title,
        what=each.rung.said,
        planned=each.planned,
        units=each.units,
        made_good=each.made_good,
        policy=TOO_LATE if each.too_late else CATCH_UP_NAMES[CATCH_UP[notice]],
    )
