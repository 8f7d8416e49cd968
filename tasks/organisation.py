"""Take in the sheets “Đơn vị” and “Đầu mối”."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from db import organisation, units
from db.base import Fact
from rules.forms import forms
from rules.sheets import Cells, Checked, Context, SheetIssue, check_sheet
from rules.units import KIND_BY_NAME

UNITS, CONTACTS = forms()["units"], forms()["contacts"]


def take_in_units(
    session: Session, sheets: Sequence[Cells], context: Context
) -> list[Checked]:
    """Take in units sheet by sheet; a unit whose parents are unknown is refused."""
    checked = [_check_units(session, cells, context) for cells in sheets]
    rows = [_unit(answer.facts) for each in checked for answer in each.answers]
    if rows:
        organisation.take_in_units(session, rows)
    return checked


def _check_units(session: Session, cells: Cells, context: Context) -> Checked:
    checked = check_sheet(UNITS, cells, context)
    told = {str(answer.facts["code"]) for answer in checked.answers}
    known = told | set(units.ids_by_code(session, context.today))
    good, issues = [], list(checked.issues)
    for answer in checked.answers:
        strangers = [code for code in _parents(answer.facts) if code not in known]
        if strangers:
            problem = f"không có đơn vị mang mã “{strangers[0]}” để làm cấp trên"
            code = str(answer.facts["code"])
            issues.append(SheetIssue(f"dòng {answer.row}", code, problem, code))
        else:
            good.append(answer)
    return Checked(good, issues, checked.letters)


def _parents(facts: Mapping[str, Fact]) -> list[str]:
    return [str(facts[key]) for key in ("territory", "managing_body") if key in facts]


def _unit(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    return {**facts, "kind": KIND_BY_NAME[str(facts["kind"])]}


def take_in_contacts(
    session: Session, sheets: Sequence[Cells], context: Context
) -> list[Checked]:
    checked = [check_sheet(CONTACTS, cells, context) for cells in sheets]
    rows = [
        {"unit": answer.unit, **answer.facts}
        for each in checked
        for answer in each.answers
    ]
    if rows:
        organisation.take_in_contacts(session, rows)
    return checked


def context(session: Session, today: date) -> Context:
    return Context(units.kinds_by_code(session, today), today.year, today)
