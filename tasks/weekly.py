"""Tell leadership once a week where the year stands."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from prefect import task
from prefect.cache_policies import NO_CACHE
from sqlalchemy.orm import Session

from db import contacts, cycle, inquiries, outbox, progress, units
from db.contacts import LEADERSHIP_ROLE
from db.outbox import LetterStatus, Tally
from db.session import transaction
from rules.cycle import StageStatus
from rules.timetable import calendar
from rules.units import TIER_NAMES, Tier
from rules.weekly import AHEAD, told_since, week_told, year_of
from tasks.letters import Post
from templates.weekly_facts import (
    Coming,
    FailedRun,
    LateDuty,
    LateUnder,
    Letters,
    OpenStage,
    TierShare,
    Weekly,
)

__all__ = ["FailedRun", "told_since", "weekly_due", "write_weekly"]

KIND = "weekly"
DAY = timedelta(days=1)
#: So many of the longest late, and of the managing bodies with most of them, are named.
LONGEST, MANAGERS = 10, 15
_ENDS = {
    LetterStatus.SENT: "đã gửi",
    LetterStatus.REFUSED: "bị máy chủ thư từ chối",
    LetterStatus.BOUNCED: "bị trả lại",
    LetterStatus.EXPIRED: "quá ngày nên không gửi",
}


def weekly_due(today: date) -> bool:
    """Say whether this week has not been told of yet, and may be."""
    week = week_told(today, calendar())
    if week is None:
        return False
    with transaction() as session:
        begun = cycle.years_lived(session, today.year, today.year)
        return bool(begun) and not outbox.occasions(session, _occasion(week))


def _occasion(week: str) -> str:
    """Say how the occasions of a week begin, be it lived in two years."""
    return f"{year_of(week)}/{KIND}/{week}/"


@task(task_run_name="Báo cáo tuần", cache_policy=NO_CACHE)
def write_weekly(today: date, runs: Sequence[FailedRun] | None) -> None:
    """Write the week's letter to leadership and the office, unless it is written.

    ``runs`` are those that failed since :func:`told_since`; nothing when the schedule
    could not be asked.
    """
    week = week_told(today, calendar())
    if week is None:
        return
    with transaction() as session:
        post = Post(session, year_of(week), today)
        facts = {"weekly": _weekly(session, today, runs), "year": today.year}
        for recipient, to in _readers(session, post, today).items():
            post.write(KIND, week, recipient, to, facts)
        post.queue()


def _readers(session: Session, post: Post, today: date) -> dict[str, str]:
    """Return who reads it, by mailbox: the office, and leadership where it has one."""
    office = units.office(session)
    bodies = [each for each in (office.id, office.territory_id) if each]
    leaders = (
        contacts.mailbox(session, body, today, LEADERSHIP_ROLE) for body in bodies
    )
    readers = {
        contacts.mailbox(session, office.id, today): post.sender.office,
        **dict.fromkeys(leaders, f"Lãnh đạo {office.name}"),
    }
    return {mailbox: to for mailbox, to in readers.items() if mailbox}


def _weekly(session: Session, today: date, runs: Sequence[FailedRun] | None) -> Weekly:
    years = _years(session, today)
    overdue, owed = inquiries.overdue(session, years, today, LONGEST)
    coming = inquiries.due_between(session, years, today, today + AHEAD)
    return Weekly(
        week="{1}/{0}".format(*today.isocalendar()),
        since=told_since(today),
        until=today - DAY,
        stages=_stages(session, years, today),
        overdue=overdue,
        late_under=_late_under(session, years, today),
        longest_late=[_late(each, today) for each in owed],
        coming=[Coming(**vars(each)) for each in coming],
        runs=runs,
        letters=_letters(session, today),
        unreachable=[
            f"{unit.name} ({unit.code})" for unit in contacts.without(session, today)
        ],
    )


def _years(session: Session, today: date) -> Sequence[int]:
    """Return the years told of: each that was lived of late, or has dates ahead."""
    last = (today + AHEAD).year
    return cycle.years_lived(session, told_since(today).year, last)


def _stages(session: Session, years: Sequence[int], today: date) -> list[OpenStage]:
    shares: dict[int, list[TierShare]] = defaultdict(list)
    for each in _progress(session, years, today):
        tier = TIER_NAMES[Tier(each.tier)]
        share = TierShare(tier, each.done, each.total, each.late)
        shares[each.stage_id].append(share)
    return [
        OpenStage(stage.title, stage.due, shares[stage.id])
        for year in years
        for stage in cycle.due_stages(session, year)
        # What nobody owes until something happens is no stage to report on.
        if stage.status is StageStatus.OPEN and (stage.owed_by or shares[stage.id])
    ]


def _progress(
    session: Session, years: Sequence[int], today: date
) -> Iterator[progress.Progress]:
    for year in years:
        yield from progress.by_tier(session, year, today)


def _late(owed: inquiries.Owed, today: date) -> LateDuty:
    left = calendar().working_days_left(today, owed.due)
    return LateDuty(owed.unit, owed.manager, owed.title, owed.due, left)


def _late_under(session: Session, years: Sequence[int], today: date) -> list[LateUnder]:
    """Name the managing bodies with most that is late, and sum up the others."""
    counted = inquiries.overdue_by_manager(session, years, today)
    found = [LateUnder(**vars(each)) for each in counted]
    rest = found[MANAGERS:]
    if not rest:
        return found
    others = LateUnder(
        f"{len(rest)} nơi khác",
        sum(each.duties for each in rest),
        sum(each.units for each in rest),
    )
    return [*found[:MANAGERS], others]


def _letters(session: Session, today: date) -> list[Letters]:
    counted = outbox.tally(session, told_since(today), today)
    found = {each.status: each for each in counted}
    nought = Tally(LetterStatus.SENT, 0, 0)
    ends = {end: found.get(end, nought) for end in _ENDS}
    return [Letters(_ENDS[end], n.lately, n.all) for end, n in ends.items()]
