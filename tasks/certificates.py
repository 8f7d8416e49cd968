"""Number certificates, print them, and send each with its letter."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE
from sqlalchemy.orm import Session

from db import certificates, contacts, cycle, journal, obligations, outbox
from db.certificates import Granted
from db.session import transaction
from rules.timetable import calendar
from tasks import papers
from tasks.decision_papers import reference
from tasks.letters import Post
from templates.facts import CertificateLine
from templates.letters import Attachment
from templates.paper_facts import Certificate, Signature
from templates.papers import certificates_docx, certificates_pdf

ACT = "issue_certificates"
BATCH = 400
WORKING_DAYS_TO_ANSWER = 10


@task(task_run_name="Đánh số giấy công nhận năm {year}", cache_policy=NO_CACHE)
def number_certificates(year: int, today: date) -> list[Sequence[int]]:
    """Number what is decided; return the certificates not yet sent, in batches."""
    with transaction() as session:
        stage = cycle.acts(session, year, ACT, str(year))
        issued = certificates.issue(session, year, today)
        if issued:
            done = "Cấp giấy công nhận"
            journal.write(session, today, done, stage.source, certificates=issued)
        obligations.fulfil_act(session, stage, today)
        told = outbox.occasions(session, f"{year}/certificate/")
        codes = certificates.codes(session, year)
        waiting = [each for code, each in codes.items() if code not in told]
    return [waiting[start : start + BATCH] for start in range(0, len(waiting), BATCH)]


@task(task_run_name="In và gửi giấy công nhận năm {year}", cache_policy=NO_CACHE)
def send_certificates(year: int, ids: Sequence[int], today: date) -> int:
    """Print a batch, keep it in the folder of papers, and queue the letters."""
    with transaction() as session:
        granted = certificates.granted(session, year, ids)
        pages = [_page(session, each) for each in granted]
        post = Post(session, year, today)
        reach = contacts.mailboxes(session, [each.unit.id for each in granted], today)
        for each, page, pdf in zip(
            granted, pages, certificates_pdf(pages), strict=True
        ):
            papers.keep(_folder(year) / each.issuer.code / f"{each.unit.code}.pdf", pdf)
            if each.unit.id in reach:
                enclosed = Attachment(f"Giay-cong-nhan-{each.unit.code}.pdf", pdf)
                _write(post, page, enclosed, *reach[each.unit.id])
        return len(post.queue())


@task(task_run_name="Giấy công nhận để sửa năm {year}", cache_policy=NO_CACHE)
def keep_editable(year: int) -> None:
    """Keep the year's certificates to edit, one file for each who issues them."""
    by_issuer: dict[str, list[Certificate]] = defaultdict(list)
    with transaction() as session:
        for each in certificates.granted(session, year):
            by_issuer[each.issuer.code].append(_page(session, each))
    for issuer, pages in by_issuer.items():
        papers.keep(_folder(year) / f"{issuer}.docx", certificates_docx(pages))


def _folder(year: int) -> Path:
    return papers.folder(year) / "giay-cong-nhan"


def _page(session: Session, granted: Granted) -> Certificate:
    decision, territory = granted.decision, granted.territory
    return Certificate(
        parent=papers.body_name(granted.above) if granted.above else "",
        issuer=papers.body_name(granted.issuer),
        number=f"{granted.certificate.number:02}/GCN",
        code=granted.certificate.code,
        unit=granted.unit.name,
        territory=territory.name if territory else "",
        year=decision.year,
        decision=reference(session, decision),
        place=papers.place(granted.issuer),
        day=decision.signed_on,
        signature=Signature([decision.signer_title.upper()], ""),
    )


def _write(
    post: Post, page: Certificate, enclosed: Attachment, mailbox: str, name: str
) -> None:
    post.write(
        "certificate",
        occasion=page.code,
        recipient=mailbox,
        to=name,
        facts={
            "decision": page.decision,
            "certificates": [CertificateLine(page.unit, page.number, page.code)],
            "answer_by": calendar().days_after(post.today, WORKING_DAYS_TO_ANSWER),
        },
        attachments=[enclosed],
    )
