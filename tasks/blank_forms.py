"""Write the blank workbooks of what answers no duty: proposals, models, decisions."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from db import contacts, units
from db.session import transaction
from rules.fields import FieldType, Form
from rules.forms import forms
from rules.text import plain
from tasks import papers
from templates.workbooks.book import render
from templates.workbooks.facts import Book, Cover, FormSheet

#: To whom all is sent before the province's own committee is known.
OFFICE = "Thường trực Ban Chỉ đạo tỉnh"
HOW = "Điền trang cần dùng, mỗi dòng một mục; trang không dùng thì để trống."


def write_blanks(folder: Path, year: int, today: date) -> Sequence[Path]:
    """Write each blank workbook; return their paths, in the order of their names."""
    papers.check_folder(folder)
    with transaction() as session:
        office, address = _office(session, today)
        known = units.listed(session, today)
    written = []
    for title, asked in sorted(_books().items(), key=lambda book: plain(book[0])):
        cover = Cover(
            office=office,
            address=address,
            year=year,
            period=str(year),
            title=title,
            units=(),
            due=None,
            locks=None,
            how=HOW,
            source="",
            unconfirmed=False,
            as_of=today,
            version="",
        )
        sheets = [_blank(form, known) for form in asked]
        path = folder / f"{plain(title)}.xlsx"
        written.append(papers.keep(path, render(Book(cover, sheets))))
    return written


def _books() -> Mapping[str, Sequence[Form]]:
    found: dict[str, list[Form]] = defaultdict(list)
    for form in forms().values():
        if form.book:
            found[form.book].append(form)
    return found


def _blank(form: Form, known: Sequence[tuple[str, str]]) -> FormSheet:
    names_units = any(field.type is FieldType.UNIT for field in form.fields)
    empty = [dict[str, str]()] * form.room
    return FormSheet(form, (), empty, units=known if names_units else ())


def _office(session: Session, today: date) -> tuple[str, str]:
    """Return who takes what is filled in, and where: before any unit is known too."""
    if not units.is_organised(session):
        return OFFICE, ""
    committee = units.office(session)
    address = contacts.mailbox(session, committee.id, today) or ""
    return f"Thường trực {committee.name}", address
