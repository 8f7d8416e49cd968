"""What the secretariat enters on a form goes through the same door as a file."""

from datetime import date
from hashlib import sha256

from prefect import task
from prefect.cache_policies import NO_CACHE

from db import documents, submissions, units
from db.session import in_turn
from db.submissions import Row

FORM_NAME = "biểu nhập trên Prefect"
SHEET = "Quyết định"


@task(task_run_name="Nhập quyết định {number}", cache_policy=NO_CACHE)
def enter_decision(  # noqa: PLR0913, PLR0917 - the fields of the form
    issuer: str,
    number: str,
    signed_on: date,
    kind: str,
    signer_title: str,
    today: date,
) -> None:
    """Record a decision as if its row had come in a workbook."""
    facts = {
        "number": number,
        "signed_on": signed_on.isoformat(),
        "kind": kind,
        "signer_title": signer_title,
    }
    digest = sha256(repr((issuer, sorted(facts.items()))).encode()).hexdigest()
    with in_turn() as session:
        unit = units.by_code(session, issuer, today)
        new = documents.register(session, [(digest, FORM_NAME)], today)
        if digest in new:
            row = Row(
                "decision",
                unit.id,
                str(signed_on.year),
                number,
                facts,
                new[digest],
                SHEET,
                1,
            )
            submissions.record(session, signed_on.year, today, [row])
