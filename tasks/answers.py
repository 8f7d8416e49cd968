"""Take in the sheets units answer their duties with."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db import submissions
from db.documents import Issue, Severity
from db.pledge_copies import PledgeSheet
from db.submissions import Row
from rules.forms import Form, duties
from rules.sheets import (
    PERIOD,
    Answer,
    Cells,
    Checked,
    Context,
    SheetIssue,
    check_sheet,
)
from tasks import cross_checking, pledge_sheets, refusals

#: What a row is an answer to: its form, unit, period and item.
_Key = tuple[str, int, str, str]


@dataclass(frozen=True)
class Sheet:
    """A sheet of a file that is one of our forms."""

    form: Form
    document_id: int
    cells: Cells
    #: For whom the workbook was written, and for which period; none: for any.
    units: Sequence[str] = ()
    period: str = ""


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
    names: Mapping[int, str],
) -> Taken:
    """Record every good row; of the bad ones say what is wrong with each.

    ``names`` are those of the files, by the number of each.
    """
    told: dict[_Key, list[Row]] = defaultdict(list)
    letters: dict[tuple[int, str], Mapping[str, str]] = {}
    issues: list[Issue] = []
    named: dict[int, set[str]] = defaultdict(set)
    pledges: list[PledgeSheet] = []
    for sheet in sheets:
        checked = _of_its_units(sheet, check_sheet(sheet.form, sheet.cells, context))
        whose = {each.unit for each in checked.answers}
        whose |= {each.unit for each in checked.issues}
        named[sheet.document_id] |= units.keys() & whose
        issues += [
            Issue(
                document_id=sheet.document_id,
                sheet=sheet.form.sheet,
                place=wrong.place,
                found=wrong.found,
                problem=wrong.problem,
                # What is no code may be a name: it stays where it was found.
                unit_code=wrong.unit if wrong.unit in units else "",
                unit_id=units.get(wrong.unit),
            )
            for wrong in checked.issues
        ]
        if sheet.form is pledge_sheets.FORM:
            pledges.append(pledge_sheets.sheet_of(sheet.document_id, checked))
            continue
        letters[sheet.document_id, sheet.form.key] = checked.letters
        for row in (_row(sheet, answer, units) for answer in checked.answers):
            told[_key(row)].append(row)
    # A row sent again in a later file of the day stands for the earlier one.
    latest = [rows[-1] for rows in told.values()]
    good, refused = refusals.refuse(session, latest, units, context)
    examined = cross_checking.examine(session, good, units, letters, context)
    standing = [told[_key(row)] for row in examined.good]
    recorded = 0
    for rows in _one_after_the_other(standing):
        recorded += submissions.record(session, context.year, context.today, rows)
    today = context.today
    submissions.fulfil(session, context.year, today, duties(), since=today)
    for each in refused:
        if each.unit_id is None:  # A code of another's is not who sent the file.
            named[each.document_id].discard(each.unit_code)
    accepted = Counter(row.document_id for rows in standing for row in rows)
    issues += [*refused, *examined.issues, *_told_otherwise(standing, units, names)]
    return Taken(recorded, issues, named, accepted, pledges)


def _key(row: Row) -> _Key:
    return row.form, row.unit_id, row.period, row.item


def _one_after_the_other(told: Iterable[Sequence[Row]]) -> Iterator[list[Row]]:
    """Part what several files tell of one row: each time a row once, the last last."""
    by_turn: dict[int, list[Row]] = defaultdict(list)
    for rows in told:
        for turn, row in enumerate(reversed(rows)):
            by_turn[turn].append(row)
    for turn in sorted(by_turn, reverse=True):
        yield by_turn[turn]


def _told_otherwise(
    told: Iterable[Sequence[Row]], units: Mapping[str, int], names: Mapping[int, str]
) -> Iterator[Issue]:
    """Doubt the rows that another file of the intake tells in another way."""
    codes = {unit_id: code for code, unit_id in units.items()}
    for *others, row in told:
        for other in others:
            if row.facts != other.facts:
                yield Issue(
                    document_id=row.document_id,
                    sheet=row.sheet,
                    place=f"dòng {row.row}",
                    found="",
                    problem=f"khác với dòng {other.row} của tệp"
                    f" “{names[other.document_id]}” nhận cùng lúc; đang lấy số liệu của"
                    " tệp này, nếu tệp kia mới đúng thì sửa tệp này rồi gửi lại",
                    unit_code=codes[row.unit_id],
                    unit_id=row.unit_id,
                    severity=Severity.WARNING,
                )


def _of_its_units(sheet: Sheet, checked: Checked) -> Checked:
    """Refuse rows of whom or what the workbook was not written for."""
    if sheet.units and pledge_sheets.is_unsigned(sheet.form, checked):
        unsigned = SheetIssue("cả trang", "", pledge_sheets.UNSIGNED, sheet.units[0])
        return Checked((), [unsigned], checked.letters)
    own, issues = [], list(checked.issues)
    for each in checked.answers:
        if problem := _strange(sheet, each):
            place = f"dòng {each.row}"
            issues.append(SheetIssue(place, each.unit, problem, each.unit))
        else:
            own.append(each)
    return Checked(own, issues, checked.letters)


def _strange(sheet: Sheet, answer: Answer) -> str:
    if sheet.units and answer.unit not in sheet.units:
        whose = ", ".join(sheet.units)
        return f"biểu này ghi cho đơn vị {whose}; đơn vị khác điền biểu của mình"
    if sheet.period and sheet.period != answer.facts.get(PERIOD, sheet.period):
        return (
            f"biểu này ghi cho kỳ “{sheet.period}”, không phải “{answer.period}”; giữ"
            " nguyên kỳ đã ghi sẵn, kỳ khác điền biểu của kỳ ấy"
        )
    return ""


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
