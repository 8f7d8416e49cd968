"""A small province, its files and its year, for those who need only a little of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session
from xlsxwriter import Workbook

from db import documents, organisation
from db.contacts import MOVEMENT_ROLE
from db.cycle import Stage
from db.obligations import Obligation
from db.outbox import Draft
from db.session import transaction
from db.units import Unit
from rules.cycle import StageStatus
from rules.forms import Cell, forms
from tasks.planning import start_cycle

BEGAN = date(2020, 3, 1)
YEAR = 2021
#: Code, name, kind, territory, managing body.
PROVINCE = (
    ("T", "Tỉnh Mẫu", "province", None, None),
    ("T-BCD", "Ban Chỉ đạo tỉnh", "steering_committee", "T", "T"),
    ("H1", "Huyện Đông", "district", "T", "T"),
    ("H1-BCD", "Ban Chỉ đạo huyện Đông", "steering_committee", "H1", "H1"),
    ("X1", "Xã Ấp Bắc", "commune", "H1", "H1"),
    ("X1-BCD", "Ban Chỉ đạo xã Ấp Bắc", "steering_committee", "X1", "X1"),
    ("X1-A1", "Thôn Một", "residential_area", "X1", "X1"),
    ("X1-A2", "Thôn Hai", "residential_area", "X1", "X1"),
    ("CQ1", "Sở Mẫu", "agency", "T", "T"),
)
WITHOUT_CONTACT = {"T"}


def address(code: str) -> str:
    return f"{code.lower()}@mau.example"


def found_province(without_contact: Iterable[str] = ()) -> dict[str, int]:
    """Take in the small province; return its units' ids by code."""
    silent = WITHOUT_CONTACT | set(without_contact)
    with transaction() as session:
        keys = ("code", "name", "kind", "territory", "managing_body")
        organisation.take_in_units(
            session,
            [
                {**dict(zip(keys, row, strict=True)), "valid_from": BEGAN.isoformat()}
                for row in PROVINCE
            ],
        )
        organisation.take_in_contacts(
            session,
            [
                {
                    "unit": code,
                    "role": MOVEMENT_ROLE,
                    "email": address(code),
                    "since": BEGAN.isoformat(),
                }
                for code, *_ in PROVINCE
                if code not in silent
            ],
        )
        return dict(session.execute(select(Unit.code, Unit.id)).all())


def start_year(today: date = date(YEAR, 1, 4)) -> None:
    start_cycle.fn(YEAR, today)


def open_stage(key: str, **columns: object) -> int:
    """Open a stage whatever the day; return its id."""
    with transaction() as session:
        stage = session.scalars(select(Stage).filter_by(year=YEAR, key=key)).one()
        stage.status = StageStatus.OPEN
        for column, value in columns.items():
            setattr(stage, column, value)
        return stage.id


def owe(session: Session, key: str, unit_id: int) -> Obligation:
    """Let a unit owe what a stage asks for."""
    stage = session.scalars(select(Stage).filter_by(year=YEAR, key=key)).one()
    owed = Obligation(
        year=YEAR,
        stage_id=stage.id,
        unit_id=unit_id,
        duty=stage.duty,
        period=stage.period,
        opened_on=stage.opens,
        first_due=stage.due,
        due=stage.due,
        grace=stage.grace,
        locks=stage.locks,
        derivation=stage.derivation,
    )
    session.add(owed)
    session.flush()
    return owed


def document(session: Session, name: str = "tep.xlsx") -> int:
    return documents.register(session, [(name, name)], BEGAN)[name]


def draft(number: int, **more: object) -> Draft:
    facts = {
        "occasion": f"{YEAR}/correction/{number}",
        "message_id": f"<{number}@mau.example>",
        "kind": "correction",
        "recipient": address("X1"),
        "subject": "Nhắc việc",
        "content": b"Subject: x\r\n\r\nx\r\n",
        "dated": date(YEAR, 3, 1),
    }
    return Draft(**facts | more)


def workbook(path: Path, sheets: Mapping[str, Sequence[Mapping[str, Cell]]]) -> Path:
    """Write a workbook: by form, rows by the keys of its fields."""
    with Workbook(path) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for key, rows in sheets.items():
            form = forms()[key]
            sheet = book.add_worksheet(form.sheet)
            sheet.write_row(0, 0, [field.label for field in form.fields])
            for number, row in enumerate(rows, 1):
                for column, field in enumerate(form.fields):
                    cell = row.get(field.key)
                    if isinstance(cell, date):
                        sheet.write_datetime(number, column, cell, day)
                    elif cell is not None:
                        sheet.write(number, column, cell)
    return path


def open_contacts() -> int:
    """Open the stage in which the office looks for contacts; return its id."""
    return open_stage("contacts")


def contact(code: str, since: date, email: str, deputy: str | None = None) -> None:
    """Take in one row of the sheet of contacts."""
    row = {"unit": code, "role": MOVEMENT_ROLE, "email": email, "since": str(since)}
    with transaction() as session:
        organisation.take_in_contacts(session, [row | {"deputy_email": deputy}])
