"""Write the workbooks in which units answer what they owe."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from sqlalchemy.orm import Session

from db import access, concerned, cycle, outbox
from db import forms as owing
from db.access import Kind, Reading
from db.forms import Owed
from db.session import transaction
from rules.errors import OutOfTurnError, UnknownUnitError
from rules.forms import duties
from rules.text import plain
from tasks import letters, papers
from tasks.form_facts import book, forms_of, identity_of, known, words
from tasks.steering import given
from templates.letters import Sender
from templates.workbooks.press import Press

DUTIES = set(duties().values())
BATCH = 200
SHOWN = Reading("antq forms", "ghi sẵn danh sách hộ vào biểu của khu dân cư")


@dataclass(frozen=True)
class Written:
    """How many workbooks were written for how many units, and for nobody of whom."""

    folder: Path
    workbooks: int
    units: int
    owing_nothing: Sequence[str]


def write_forms(
    folder: Path, year: int, duty: str | None, codes: Sequence[str], today: date
) -> Written:
    """Write a workbook for each open duty, or for each of the duty named."""
    papers.check_folder(folder)
    with transaction() as session:
        owed = _owed(session, year, duty, codes, today)
        sender = letters.sender(session, today)
        written = []
        for each, content in workbooks(session, owed, sender, today, named=True):
            papers.keep(folder / name_of(each), content)
            written.append(each.code.casefold())
    nothing = [code for code in codes if code not in written]
    return Written(folder, len(written), len(set(written)), nothing)


def workbooks(
    session: Session,
    owed: Sequence[Owed],
    sender: Sender,
    today: date,
    *,
    named: bool = False,
) -> Iterator[tuple[Owed, bytes]]:
    """Yield the bytes of the workbook of each duty, in batches.

    Persons are ``named`` in what is handed over, not in what a letter carries.
    """
    key = outbox.workbook_key(session)
    owed = [each for each in owed if forms_of(each)]
    for start in range(0, len(owed), BATCH):
        batch = owed[start : start + BATCH]
        facts = known(session, batch, today, named=named)
        if named and (shown := facts.households):
            access.note(session, SHOWN, Kind.HOUSEHOLD, shown)
        presses: dict[bytes, Press] = {}
        for each in batch:
            laid_out = book(each, facts, sender)
            alike = sha256(repr(laid_out).encode()).digest()
            if alike not in presses:
                presses[alike] = Press(laid_out)
            mark = identity_of(each, laid_out, alike)
            yield each, presses[alike].print(words(each, mark, key))


def name_of(each: Owed) -> str:
    """Name a workbook by its unit, its first sheet and its part of the year."""
    parts = [each.code.replace("/", "-"), plain(forms_of(each)[0].sheet)]
    if each.period != str(each.year):
        parts.append(plain(each.period))
    return f"{'-'.join(parts)}.xlsx"


def _owed(
    session: Session, year: int, duty: str | None, codes: Sequence[str], today: date
) -> list[Owed]:
    cycle.cycle_of(session, year)
    stage = given(session, year, duty) if duty else None
    if stage and (stage.act or stage.duty not in DUTIES):
        raise OutOfTurnError(
            f"“{stage.title}” không có biểu để đơn vị điền. {stage.how}"
        )
    strangers = set(codes) - concerned.named(session, codes).keys()
    if strangers:
        listed = ", ".join(f"“{code}”" for code in sorted(strangers))
        raise UnknownUnitError(f"Không có đơn vị nào mang mã {listed}.")
    stage_id = stage.id if stage else None
    return owing.owed(
        session, year, sorted(DUTIES), today, stage_id=stage_id, codes=codes
    )
