"""Review six months or the year: count from rows, freeze, write the paper."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from prefect import task
from prefect.cache_policies import NO_CACHE
from sqlalchemy.orm import Session

from db import cycle, journal, measures, obligations, progress, reviews
from db.reviews import Indicator
from db.session import in_turn, transaction
from rules.errors import OutOfTurnError
from rules.forms import forms
from rules.reporting import Report, reports
from rules.timetable import calendar
from tasks import papers
from templates.paper_facts import (
    IndicatorLine,
    LateGroup,
    LateLine,
    Review,
    ReviewSection,
)
from templates.papers import write
from templates.reports import review_markdown

ACT = "review"


@dataclass(frozen=True)
class Reviewed:
    """A review as leadership sees it: when it was made, and its text."""

    period: str
    made_on: date
    markdown: str


@task(task_run_name="Báo cáo {period} năm {year}", cache_policy=NO_CACHE)
def review(year: int, period: str, today: date) -> Reviewed:
    """Make the review of a period once; made again, it says the same."""
    with in_turn() as session:
        stage = cycle.acts(session, year, ACT, period)
        made = reviews.of_period(session, year, period)
        if made is None:
            made = reviews.make(session, year, period, today)
            _count(session, made, reports()[period])
            done = reports()[period].title
            journal.write(session, today, done, stage.source, year=year)
        obligations.fulfil_act(session, stage, today)
        told = told_by(session, made)
        _keep_paper(session, made, told)
        return Reviewed(period, made.made_on, review_markdown(told))


def _count(session: Session, made: reviews.Review, report: Report) -> None:
    rows = [
        {
            "section": section.title,
            "code": line.code,
            "label": counted.label,
            "numerator": counted.numerator,
            "denominator": counted.denominator,
            "unit": line.unit,
            "note": "",
        }
        for section in report.sections
        for line in section.lines
        for counted in measures.count(session, line, made.year, made.made_on)
    ]
    reviews.freeze(session, made, rows)


def told_by(session: Session, made: reviews.Review) -> Review:
    """Return what a review says, from the rows it froze."""
    report = reports()[made.period]
    lines: dict[str, list[IndicatorLine]] = defaultdict(list)
    for row in reviews.indicators(session, made.id):
        lines[row.section].append(_line(row))
    return Review(
        year=made.year,
        sections=[ReviewSection(title, found) for title, found in lines.items()],
        strengths=report.strengths,
        shortcomings=report.shortcomings,
        late=_late(session, made, report),
        next_tasks=report.next_tasks,
    )


def _line(row: Indicator) -> IndicatorLine:
    return IndicatorLine(row.label, row.numerator, row.denominator, row.unit, row.note)


def _late(session: Session, made: reviews.Review, report: Report) -> list[LateGroup]:
    titles = {form.duty: form.title for form in forms().values()}
    groups: dict[str, list[LateLine]] = defaultdict(list)
    for each in progress.late_on(session, made.year, report.late_duties, made.made_on):
        days = calendar().working_days_late(each.due, made.made_on)
        groups[titles[each.duty]].append(
            LateLine(each.unit, each.manager, each.due, days)
        )
    return [LateGroup(title, lines) for title, lines in groups.items()]


def _keep_paper(session: Session, made: reviews.Review, told: Review) -> None:
    report = reports()[made.period]
    frame = papers.committee_frame(
        session,
        kind="Báo cáo",
        number=None,
        fallback="BC-BCĐ",
        day=None,
        year=made.year,
        subject=f"{report.subject} {made.year}",
        grounds=(),
    )
    paper = write(report.paper, frame=frame, facts={"review": told})
    papers.keep_both(papers.folder(made.year) / report.name, paper)


def found(year: int, period: str) -> Review:
    """Return a review that was made; refuse when it was not."""
    with transaction() as session:
        made = reviews.of_period(session, year, period)
        if made is None:
            raise OutOfTurnError(
                f"Chưa có báo cáo kỳ “{period}” năm {year}: chạy “Sơ kết, tổng kết”."
            )
        return told_by(session, made)
