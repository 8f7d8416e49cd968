"""Issue the province's plan: the paper, and a letter to everyone who follows it."""

from collections.abc import Sequence
from datetime import date

from prefect import task
from prefect.cache_policies import NO_CACHE
from sqlalchemy.orm import Session

from db import contacts, cycle, journal, obligations, outbox, submissions, units
from db.cycle import Stage
from db.session import transaction
from db.submissions import Submission
from rules.cycle import Owner
from rules.errors import OutOfTurnError
from rules.provisions import Confidence
from rules.timetable import calendar
from rules.units import KIND_NAMES, TIER_NAMES
from tasks import papers
from tasks.letters import Post
from templates.facts import DutyLine, Reference
from templates.paper_facts import Ground, Plan, PlanTask
from templates.papers import write

ACT = "issue_plan"
FORM = "plan"


@task(task_run_name="Ban hành kế hoạch năm {year}", cache_policy=NO_CACHE)
def issue_plan(year: int, today: date) -> int:
    """Write the plan's paper and tell every steering committee and unit of it."""
    with transaction() as session:
        stage = cycle.acts(session, year, ACT, str(year))
        recorded = _recorded(session, year, today)
        if recorded is None:
            raise OutOfTurnError(
                f"Chưa nhận số, ngày kế hoạch năm {year} của Ban Chỉ đạo tỉnh:"
                " gửi trang “Kế hoạch” với mã của Ban Chỉ đạo tỉnh rồi chạy lại."
            )
        _keep_paper(session, year, recorded)
        told = _tell(session, year, recorded, today)
        if obligations.fulfil_act(session, stage, today):
            done = "Ban hành kế hoạch"
            number = str(recorded.facts["number"])
            journal.write(session, today, done, stage.source, number=number)
        return told


def _recorded(session: Session, year: int, today: date) -> Submission | None:
    office = units.office(session)
    for row, _ in submissions.of_form(session, year, FORM, today):
        if row.unit_id == office.id:
            return row
    return None


def _keep_paper(session: Session, year: int, recorded: Submission) -> None:
    stages = cycle.due_stages(session, year)
    frame = papers.committee_frame(
        session,
        kind="Kế hoạch",
        number=str(recorded.facts["number"]),
        fallback="KH-BCĐ",
        day=date.fromisoformat(str(recorded.facts["issued_on"])),
        year=year,
        subject="Xây dựng phong trào toàn dân bảo vệ an ninh Tổ quốc và phân loại,"
        f" công nhận “An toàn về an ninh, trật tự” năm {year}",
        grounds=tuple(_grounds(stages)),
    )
    plan = Plan(
        year=year,
        tasks=[_task(stage) for stage in stages if stage.owed_by],
    )
    paper = write("plan", frame=frame, facts={"plan": plan})
    papers.keep_both(papers.folder(year) / "ke-hoach", paper)


def _grounds(stages: Sequence[Stage]) -> list[Ground]:
    """Cite the texts the year's deadlines rest on."""
    documents = dict.fromkeys(
        stage.source.partition(",")[0]
        for stage in stages
        if stage.source.startswith(("Thông tư", "Quyết định"))
    )
    return [Ground(f"Căn cứ {document}") for document in documents]


def _task(stage: Stage) -> PlanTask:
    return PlanTask(
        title=stage.title,
        who="; ".join(_owner(Owner.parse(text)) for text in stage.owed_by),
        opens=stage.opens,
        due=stage.due,
        source=stage.source,
        unconfirmed=stage.confidence == Confidence.UNCONFIRMED,
    )


def _owner(owner: Owner) -> str:
    kind = KIND_NAMES[owner.kind]
    return f"{kind} {TIER_NAMES[owner.tier]}" if owner.tier else kind


def _tell(session: Session, year: int, recorded: Submission, today: date) -> int:
    """Tell each mailbox once, with the duties its units will owe."""
    office = units.office(session)
    plan = Reference(
        kind="Kế hoạch",
        number=str(recorded.facts["number"]),
        day=date.fromisoformat(str(recorded.facts["issued_on"])),
        issuer=office.name,
        subject=f"về phong trào toàn dân bảo vệ an ninh Tổ quốc năm {year}",
    )
    told = outbox.recipients(session, f"{year}/plan_issued/{plan.number}/")
    post = Post(session, year, today)
    for mailbox, (name, stages) in _duties(session, year, today).items():
        if mailbox in told or not stages:
            continue
        facts = {"plan": plan, "duties": [_line(name, each, today) for each in stages]}
        post.write("plan_issued", plan.number, mailbox, name, facts)
    return len(post.queue())


def _duties(
    session: Session, year: int, today: date
) -> dict[str, tuple[str, list[Stage]]]:
    """Gather what each mailbox's units will owe this year, stage by stage."""
    found: dict[str, tuple[str, list[Stage]]] = {}
    for stage in cycle.due_stages(session, year):
        owners = [Owner.parse(text) for text in stage.owed_by]
        if stage.act or not owners:
            continue
        for mailbox, name in contacts.of_owners(session, owners, today):
            found.setdefault(mailbox, (name, []))[1].append(stage)
    return found


def _line(unit: str, stage: Stage, today: date) -> DutyLine:
    return DutyLine(
        unit=unit,
        title=stage.title,
        due=stage.due,
        days_left=calendar().working_days_left(today, stage.due),
        how=stage.how,
        source=stage.source,
        unconfirmed=stage.confidence == Confidence.UNCONFIRMED,
    )
