"""Tell each unit its two results in one letter, with every reason and what to do."""

from collections.abc import Sequence
from datetime import date

from prefect import task
from prefect.cache_policies import NO_CACHE
from sqlalchemy.orm import Session

from db import contacts, outbox, recognition
from db.recognition import Finding, Grade, Recognition
from db.session import transaction
from rules.judgement import Outcome
from rules.schemes import GRADE_NAMES
from rules.timetable import calendar
from tasks.findings import lines
from tasks.letters import Post
from tasks.recognition import SUBJECTS
from templates.facts import FindingLine, UnitResult

SUBJECT = "công nhận “An toàn về an ninh, trật tự” và phân loại phong trào"
WORKING_DAYS_TO_ANSWER = 3
TO_DO = {
    Outcome.MET: "Chờ quyết định của cơ quan có thẩm quyền; không phải gửi thêm gì.",
    Outcome.UNMET: "Xem lý do ở các nội dung chưa đạt; nếu số liệu sai, gửi lại biểu.",
    Outcome.UNKNOWN: "Bổ sung ngay thông tin còn thiếu bằng cách gửi lại biểu hồ sơ.",
}


@task(task_run_name="Báo kết quả {subjects} năm {year}", cache_policy=NO_CACHE)
def tell_results(year: int, subjects: str, today: date) -> int:
    """Write to every unit whose result it has not been told; return how many."""
    with transaction() as session:
        kinds = [kind for group in SUBJECTS[subjects] for kind in group]
        recognised = recognition.of_units(session, Recognition, year, kinds)
        graded = recognition.of_units(session, Grade, year, kinds)
        post = Post(session, year, today)
        told = outbox.occasions(session, f"{year}/result/")
        reach = contacts.mailboxes(session, list(recognised), today)
        due = {
            unit_id: (row, graded.get(unit_id))
            for unit_id, row in recognised.items()
            if unit_id in reach and _occasion(row, graded.get(unit_id)) not in told
        }
        _write(session, post, due, reach)
        return len(post.queue())


def _occasion(row: Recognition, graded: Grade | None) -> str:
    return f"{row.digest[:16]}-{graded.digest[:16] if graded else ''}"


def _write(
    session: Session,
    post: Post,
    due: dict[int, tuple[Recognition, Grade | None]],
    reach: contacts.Mailboxes,
) -> None:
    rows = [row.id for row, _ in due.values()]
    found = recognition.findings_of(session, Finding.recognition_id, rows)
    grades = [row.id for _, row in due.values() if row]
    scored = recognition.findings_of(session, Finding.grade_id, grades)
    answer_by = calendar().days_after(post.today, WORKING_DAYS_TO_ANSWER)
    for unit_id, (row, graded) in due.items():
        mailbox, name = reach[unit_id]
        told = lines(found[row.id], post.today)
        if graded:
            told += _open_items(scored.get(graded.id, ()), post.today)
        result = UnitResult(name, row.outcome, _grade(graded), told, TO_DO[row.outcome])
        post.write(
            "result",
            occasion=_occasion(row, graded),
            recipient=mailbox,
            to=name,
            facts={"subject": SUBJECT, "results": [result], "answer_by": answer_by},
        )


def _open_items(scored: Sequence[Finding], on: date) -> list[FindingLine]:
    """Of the scoring table, show what cost or may still cost the grade."""
    return lines([each for each in scored if each.outcome is not Outcome.MET], on)


def _grade(row: Grade | None) -> str:
    if row is None or row.band is None:
        return ""
    points = f"{row.total:f}".rstrip("0").rstrip(".").replace(".", ",")
    return f"{GRADE_NAMES[row.band]} ({points} điểm)"
