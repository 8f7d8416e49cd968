"""Number certificates, print them, and send each with its letter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from prefect import task
from prefect.cache_policies import NO_CACHE
from sqlalchemy.orm import Session

from db import certificates, cycle, journal, outbox, units
from db.certificates import Due
from db.commendations import Decision
from db.session import transaction
from db.units import Unit
from rules.timetable import calendar
from tasks import papers
from tasks.decisions import reference
from tasks.letters import Post
from templates.facts import CertificateLine
from templates.letters import Attachment
from templates.paper_facts import Certificate, Signature
from templates.papers import certificate_pdf, certificates_docx

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
        cycle.fulfil_act(session, stage, today)
        told = outbox.occasions(session, f"{year}/certificate/")
        waiting = [
            each.id
            for each in certificates.issued(session, year)
            if each.code not in told
        ]
    return [waiting[start : start + BATCH] for start in range(0, len(waiting), BATCH)]


@task(task_run_name="In và gửi giấy công nhận năm {year}", cache_policy=NO_CACHE)
def send_certificates(year: int, ids: Sequence[int], today: date) -> int:
    """Print a batch, keep it in the folder of papers, and queue the letters."""
    with transaction() as session:
        wanted = set(ids)
        due = [row for row in certificates.issued(session, year) if row.id in wanted]
        units.load(session, [row.unit_id for row in due])
        printed = list(_printed(session, due))
        post = Post(session, year, today)
        reach = units.mailboxes(session, [each.row.unit_id for each in printed], today)
        for each in printed:
            folder = papers.folder(year) / "giay-cong-nhan" / each.issuer
            papers.keep(folder / f"{each.unit}.pdf", each.pdf)
            if each.row.unit_id in reach:
                _write(session, post, each, reach[each.row.unit_id])
        _keep_editable(year, printed)
        return len(post.queue())


@dataclass(frozen=True)
class _Printed:
    row: Due
    unit: str
    issuer: str
    certificate: Certificate
    pdf: bytes


def _printed(session: Session, due: Iterable[Due]) -> Iterable[_Printed]:
    for row in due:
        unit = session.get_one(Unit, row.unit_id)
        decision = session.get_one(Decision, row.decision_id)
        issuer = session.get_one(Unit, decision.issuer_id)
        certificate = _certificate(session, row, unit, decision, issuer)
        pdf = certificate_pdf(certificate)
        yield _Printed(row, unit.code, issuer.code, certificate, pdf)


def _certificate(
    session: Session, row: Due, unit: Unit, decision: Decision, issuer: Unit
) -> Certificate:
    above = session.get(Unit, issuer.managing_body_id or 0)
    territory = session.get(Unit, unit.territory_id or 0)
    return Certificate(
        parent=papers.body_name(above) if above else "",
        issuer=papers.body_name(issuer),
        number=f"{row.number:02}/GCN",
        code=row.code,
        unit=unit.name,
        territory=territory.name if territory else "",
        year=decision.year,
        decision=reference(session, decision),
        place=papers.place(issuer),
        day=decision.signed_on,
        signature=Signature([decision.signer_title.upper()], ""),
    )


def _write(session: Session, post: Post, each: _Printed, to: tuple[str, str]) -> None:
    mailbox, name = to
    decision = session.get_one(Decision, each.row.decision_id)
    one = each.certificate
    post.write(
        "certificate",
        occasion=each.row.code,
        recipient=mailbox,
        to=name,
        facts={
            "decision": reference(session, decision),
            "certificates": [CertificateLine(one.unit, one.number, one.code)],
            "answer_by": calendar().days_after(post.today, WORKING_DAYS_TO_ANSWER),
        },
        attachments=[Attachment(f"Giay-cong-nhan-{each.unit}.pdf", each.pdf)],
    )


def _keep_editable(year: int, printed: Sequence[_Printed]) -> None:
    """Keep one file to edit for each issuer of the batch."""
    issuers = dict.fromkeys(each.issuer for each in printed)
    for issuer in issuers:
        pages = [each.certificate for each in printed if each.issuer == issuer]
        folder = papers.folder(year) / "giay-cong-nhan"
        papers.keep(folder / f"{issuer}.docx", certificates_docx(pages))
