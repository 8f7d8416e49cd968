"""Take in the sheets “Đơn vị” and “Đầu mối”."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from db import organisation, units
from db.base import Fact
from rules.forms import forms
from rules.sheets import Cells, Checked, Context, SheetIssue, check_sheet
from rules.units import KIND_BY_NAME

#: It names files too.
_CODE = re.compile(r"[\w.-]+")
#: From which day until which something is known, by what it is.
_Spans = dict[tuple[str, ...], dict[date, date]]
UNITS, CONTACTS = forms()["units"], forms()["contacts"]


def take_in_units(
    session: Session, sheets: Sequence[Cells], context: Context
) -> list[Checked]:
    """Take in units; one of unknown parents, or at odds with what is known, is refused.

    A row sent again in a later file of the day stands for the earlier one.
    """
    checked = [check_sheet(UNITS, cells, context) for cells in sheets]
    told = [answer.facts for each in checked for answer in each.answers]
    codes = {str(facts["code"]) for facts in told}
    spans = _spans(organisation.unit_spans(session, codes))
    known = codes | set(units.ids_by_code(session, context.today))
    rows = {}

    def refuse(facts: Mapping[str, Fact]) -> str:
        problem = (
            _uncoded(facts, spans) or _stranger(facts, known) or _at_odds(facts, spans)
        )
        if not problem:
            rows[facts["code"], facts["valid_from"]] = _unit(facts)
        return problem

    checked = [_sift(each, "code", refuse) for each in checked]
    if rows:
        organisation.take_in_units(session, list(rows.values()))
    return checked


def _sift(
    checked: Checked, code: str, refuse: Callable[[Mapping[str, Fact]], str]
) -> Checked:
    """Refuse the answers in which something is wrong, row by row."""
    good, issues = [], list(checked.issues)
    for answer in checked.answers:
        facts = {"unit": answer.unit, **answer.facts}
        if problem := refuse(facts):
            whose = str(facts[code])
            issues.append(SheetIssue(f"dòng {answer.row}", whose, problem, whose))
        else:
            good.append(answer)
    return Checked(good, issues, checked.letters)


def _uncoded(facts: Mapping[str, Fact], spans: _Spans) -> str:
    """Refuse a new code that could name no file; one long known is kept."""
    code = str(facts["code"])
    if _CODE.fullmatch(code) or spans.get((code,)):
        return ""
    return "mã đơn vị chỉ gồm chữ, số, dấu chấm và gạch ngang, không có dấu cách"


def _stranger(facts: Mapping[str, Fact], known: Collection[str]) -> str:
    for key in ("territory", "managing_body"):
        if facts.get(key) == facts["code"]:
            return "đơn vị không thể là cấp trên của chính mình"
        if key in facts and facts[key] not in known:
            label = next(each.label for each in UNITS.fields if each.key == key)
            return f"không có đơn vị mang mã ghi ở “{label}” để làm cấp trên"
    return ""


def _at_odds(facts: Mapping[str, Fact], spans: _Spans) -> str:
    """Say with which unit of its code a unit cannot be; else note how long it is."""
    since, until = _day(facts["valid_from"]), _day(facts.get("valid_to"))
    if until < since:
        return "“Đến ngày” trước “Có từ ngày”; kiểm tra lại hai ngày"
    others = spans[str(facts["code"]),]
    for began, ended in others.items():
        if began != since and began <= until and since <= ended:
            return (
                f"mã này đã là của đơn vị có từ ngày {began:%d/%m/%Y}; sửa đơn vị ấy"
                " thì ghi đúng “Có từ ngày” ấy, đơn vị mới thì dùng mã khác"
            )
    others[since] = until
    return ""


def _unit(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    return {**facts, "kind": KIND_BY_NAME[str(facts["kind"])]}


def take_in_contacts(
    session: Session, sheets: Sequence[Cells], context: Context
) -> list[Checked]:
    """Take in contacts; one older than the contact known is refused."""
    checked = [check_sheet(CONTACTS, cells, context) for cells in sheets]
    codes = {answer.unit for each in checked for answer in each.answers}
    spans = _spans(organisation.contact_spans(session, codes))
    rows = {}

    def refuse(facts: Mapping[str, Fact]) -> str:
        problem = _outdated(facts, spans)
        if not problem:
            rows[facts["unit"], facts["role"]] = facts
        return problem

    checked = [_sift(each, "unit", refuse) for each in checked]
    if rows:
        organisation.take_in_contacts(session, list(rows.values()))
    return checked


def _outdated(facts: Mapping[str, Fact], spans: _Spans) -> str:
    """Say which later contact of its role a contact comes after; else note its day."""
    since = _day(facts["since"])
    others = spans[str(facts["unit"]), str(facts["role"])]
    last = max(others, default=date.min)
    if since < last or last < since <= others.get(last, date.min) < date.max:
        return (
            f"đã có đầu mối từ ngày {last:%d/%m/%Y}; ghi “Từ ngày” ấy để sửa, hoặc"
            " ngày sau đó để thay"
        )
    others[since] = date.max
    return ""


def _spans(known: Sequence[tuple[tuple[str, ...], date, date | None]]) -> _Spans:
    spans: _Spans = defaultdict(dict)
    for key, since, until in known:
        spans[key][since] = until or date.max
    return spans


def _day(text: Fact) -> date:
    return date.max if text is None else date.fromisoformat(str(text))


def context(session: Session, today: date) -> Context:
    return Context(units.kinds_by_code(session, today), today.year, today)
