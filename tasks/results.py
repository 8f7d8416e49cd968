"""Tell each unit its result, with every reason and what to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from db import units
from db.recognition import Finding
from rules.judgement import Outcome
from rules.timetable import calendar
from tasks.findings import lines
from tasks.letters import Post
from templates.facts import UnitResult

WORKING_DAYS_TO_ANSWER = 3
TO_DO = {
    Outcome.MET: "Chờ quyết định của cơ quan có thẩm quyền; không phải gửi thêm gì.",
    Outcome.UNMET: "Xem lý do ở các nội dung chưa đạt; nếu số liệu sai, gửi lại biểu.",
    Outcome.UNKNOWN: "Bổ sung ngay thông tin còn thiếu bằng cách gửi lại biểu hồ sơ.",
}


@dataclass(frozen=True)
class Told:
    """A result to be told: outcome, grade if any, findings, and what makes it new."""

    outcome: Outcome
    grade: str
    findings: Sequence[Finding]
    digest: str


def write_letters(
    session: Session, subject: str, told: Mapping[int, Told], year: int, today: date
) -> None:
    post = Post(session, year, today)
    answer_by = calendar().days_after(today, WORKING_DAYS_TO_ANSWER)
    for unit_id, (mailbox, name) in units.mailboxes(session, list(told), today).items():
        result = told[unit_id]
        post.write(
            "result",
            occasion=result.digest,
            recipient=mailbox,
            to=name,
            facts={
                "subject": subject,
                "results": [
                    UnitResult(
                        unit=name,
                        outcome=result.outcome,
                        grade=result.grade,
                        findings=lines(result.findings),
                        to_do=TO_DO[result.outcome],
                    )
                ],
                "answer_by": answer_by,
            },
        )
    post.queue()
