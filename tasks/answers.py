"""Take in the sheets units answer their duties with."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from db import plans, submissions
from db.documents import Issue
from db.pledge_copies import PledgeSheet
from db.submissions import Row
from rules.forms import Form, forms
from rules.sheets import Answer, Cells, Checked, Context, SheetIssue, check_sheet
from rules.units import KIND_NAMES
from tasks import cross_checking, pledge_sheets

DUTIES = {form.key: form.duty for form in forms().values() if form.duty}
PLAN = "plan"
PROPOSALS = ("nominee", "nominated_unit")


@dataclass(frozen=True)
class Sheet:
    """A sheet of a file that is one of our forms."""

    form: Form
    document_id: int
    cells: Cells
    #: For whom the workbook was written; none: for anyone.
    units: Sequence[str] = ()


@dataclass(frozen=True)
class Taken:
    """What became of the sheets of one intake."""

    rows: int
    issues: Sequence[Issue]
    #: The units each file has rows of.
    named: Mapping[int, Collection[str]]
    #: Good rows of each file, those that say nothing new included.
    accepted: Mapping[int, int]
    #: Lists of households, to be stored where those are.
    pledges: Sequence[PledgeSheet]


def take_in(
    session: Session,
    sheets: Sequence[Sheet],
    units: Mapping[str, int],
    context: Context,
) -> Taken:
    """Record every good row; of the bad ones say what is wrong with each."""
    rows: dict[tuple[str, int, str, str], Row] = {}
    letters: dict[tuple[int, str], Mapping[str, str]] = {}
    issues: list[Issue] = []
    named: dict[int, set[str]] = defaultdict(set)
    pledges: list[PledgeSheet] = []
    for sheet in sheets:
        checked = _of_its_units(sheet, check_sheet(sheet.form, sheet.cells, context))
        told = {each.unit for each in checked.answers}
        told |= {each.unit for each in checked.issues}
        named[sheet.document_id] |= units.keys() & told
        issues += [
            Issue(
                document_id=sheet.document_id,
                sheet=sheet.form.sheet,
                place=wrong.place,
                found=wrong.found,
                problem=wrong.problem,
                unit_code=wrong.unit,
                unit_id=units.get(wrong.unit),
            )
            for wrong in checked.issues
        ]
        if sheet.form is pledge_sheets.FORM:
            pledges.append(pledge_sheets.sheet_of(sheet.document_id, checked))
            continue
        letters[sheet.document_id, sheet.form.key] = checked.letters
        # A row sent again in a later file of the day stands for the earlier one.
        for row in (_row(sheet, answer, units) for answer in checked.answers):
            rows[row.form, row.unit_id, row.period, row.item] = row
    good, refused = _refuse(session, list(rows.values()), units, context)
    examined = cross_checking.examine(session, good, units, letters, context)
    recorded = submissions.record(session, context.year, context.today, examined.good)
    today = context.today
    submissions.fulfil(session, context.year, today, DUTIES, since=today)
    for each in refused:
        if each.unit_id is None:  # A code of another's is not who sent the file.
            named[each.document_id].discard(each.unit_code)
    accepted = Counter(row.document_id for row in examined.good)
    issues += [*refused, *examined.issues]
    return Taken(recorded, issues, named, accepted, pledges)


def _of_its_units(sheet: Sheet, checked: Checked) -> Checked:
    """Refuse rows of others than those the workbook was written for."""
    if sheet.units and pledge_sheets.is_unsigned(sheet.form, checked):
        unsigned = SheetIssue("cả trang", "", pledge_sheets.UNSIGNED, sheet.units[0])
        return Checked((), [unsigned], checked.letters)
    strangers = [
        each for each in checked.answers if sheet.units and each.unit not in sheet.units
    ]
    if not strangers:
        return checked
    whose = ", ".join(sheet.units)
    problem = f"biểu này ghi cho đơn vị {whose}; đơn vị khác điền biểu của mình"
    refused = [
        SheetIssue(f"dòng {each.row}", each.unit, problem, each.unit)
        for each in strangers
    ]
    own = [each for each in checked.answers if each.unit in sheet.units]
    return Checked(own, [*checked.issues, *refused], checked.letters)


def _row(sheet: Sheet, answer: Answer, units: Mapping[str, int]) -> Row:
    return Row(
        form=sheet.form.key,
        unit_id=units[answer.unit],
        period=answer.period,
        item=answer.item,
        facts=answer.facts,
        document_id=sheet.document_id,
        sheet=sheet.form.sheet,
        row=answer.row,
    )


def _refuse(
    session: Session, rows: Sequence[Row], units: Mapping[str, int], context: Context
) -> tuple[list[Row], list[Issue]]:
    """Refuse what is locked, out of order, on another's form or reference."""
    codes = {unit_id: code for code, unit_id in units.items()}
    misplaced = _misplaced(rows, codes, context)
    reasons = {
        **_locked(session, rows, context),
        **_too_early(session, rows, context),
        **_taken(session, rows, codes, context),
        **misplaced,
    }
    good = [row for row in rows if id(row) not in reasons]
    refused = [
        Issue(
            document_id=row.document_id,
            sheet=row.sheet,
            place=f"dòng {row.row}",
            found=codes[row.unit_id],
            problem=reasons[id(row)],
            unit_code=codes[row.unit_id],
            # Whose code it is did not send it: the office finds who did.
            unit_id=None if id(row) in misplaced else row.unit_id,
        )
        for row in rows
        if id(row) in reasons
    ]
    return good, refused


def _taken(
    session: Session,
    rows: Sequence[Row],
    codes: Mapping[int, str],
    context: Context,
) -> dict[int, str]:
    """Find proposals under a reference that another proposal of the year bears."""
    holders = submissions.references(session, context.year, PROPOSALS)
    reasons = {}
    for row in rows:
        if row.form in PROPOSALS:
            reference = str(row.facts["reference"])
            mine = row.form, row.unit_id
            theirs = holders.setdefault(reference, mine)
            if theirs != mine:
                whose = codes.get(theirs[1], "đơn vị khác")
                reasons[id(row)] = (
                    f"mã hồ sơ “{reference}” đã dùng cho đề nghị khác (đơn vị {whose});"
                    " đặt mã khác rồi gửi lại"
                )
    return reasons


def _misplaced(
    rows: Iterable[Row], codes: Mapping[int, str], context: Context
) -> dict[int, str]:
    """Find rows about a unit of another kind than the form is for."""
    reasons = {}
    for row in rows:
        code, asked = codes[row.unit_id], forms()[row.form].kinds
        if asked and context.kinds[code] not in asked:
            names = ", ".join(KIND_NAMES[each] for each in asked)
            reasons[id(row)] = (
                f"mã {code} là của “{KIND_NAMES[context.kinds[code]]}”, biểu này dành"
                f" cho: {names}; kiểm tra lại mã đơn vị hoặc dùng biểu khác"
            )
    return reasons


def _locked(session: Session, rows: Iterable[Row], context: Context) -> dict[int, str]:
    by_duty: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row.form in DUTIES:
            by_duty[DUTIES[row.form], row.period].append(row)
    reasons = {}
    for (duty, period), answers in by_duty.items():
        locked = plans.locked(session, context.year, duty, period, context.today)
        for row in answers:
            if row.unit_id in locked:
                day = locked[row.unit_id]
                reasons[id(row)] = (
                    f"đã khóa nhận từ sau ngày {day:%d/%m/%Y}; "
                    "báo thường trực Ban Chỉ đạo tỉnh nếu cần nhận muộn"
                )
    return reasons


def _too_early(
    session: Session, rows: Sequence[Row], context: Context
) -> dict[int, str]:
    """Find plans dated before the plan of the committee above."""
    issued = {
        row.unit_id: (row, date.fromisoformat(str(row.facts["issued_on"])))
        for row in rows
        if row.form == PLAN
    }
    if not issued:
        return {}
    above = plans.above(session, context.year, list(issued))
    reasons = {}
    for unit_id, (row, day) in issued.items():
        superior, theirs = above.get(unit_id, (None, None))
        if superior in issued:
            theirs = issued[superior][1]
        if theirs is not None and day < theirs:
            reasons[id(row)] = (
                f"kế hoạch ngày {day:%d/%m/%Y} có trước kế hoạch của cấp trên "
                f"(ngày {theirs:%d/%m/%Y}); kiểm tra lại ngày ban hành"
            )
    return reasons
