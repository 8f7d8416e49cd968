"""Check a filled-in sheet: good rows come through, each bad one says why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rules.forms import (
    Cell,
    CellError,
    Field,
    FieldType,
    Form,
    Value,
    is_blank,
    read_cell,
    words_of,
)
from rules.raw_sheets import LOOKED_AT, letter
from rules.text import label, tidy
from rules.units import JUDGED, UnitKind
from rules.windows import window

UNIT = "unit"
PERIOD = "period"
LONGEST_NAME, LONGEST_TEXT = 200, 5000
#: In a CSV a bare comma parts a figure in two, and each cell after it slips.
_SLIPPED = (
    "có nhiều ô hơn dòng tên cột; số hay chữ có dấu phẩy phải để trong ngoặc kép, ví dụ"
    ' "1,5"; ghi chú thì để riêng'
)
#: So much of what stands in a cell is shown to who must mend it.
_SHOWN = 200
#: Columns that only number the rows.
_ORDINALS = {"#", "no", "no.", "số thứ tự", "số tt", "stt", "tt"}


@dataclass(frozen=True)
class Answer:
    """A good row: whose, for which period, which item of its unit, what it says."""

    unit: str
    period: str
    item: str
    facts: Mapping[str, Value]
    row: int


@dataclass(frozen=True)
class SheetIssue:
    """Something wrong: where, what stands there, what to do. Of one unit if known."""

    place: str
    found: str
    problem: str
    unit: str = ""


@dataclass(frozen=True)
class Checked:
    answers: Sequence[Answer]
    issues: Sequence[SheetIssue]
    #: The letter of each field's column.
    letters: Mapping[str, str]


@dataclass(frozen=True)
class Context:
    """What a sheet is checked against: the units, the year, the day it came."""

    kinds: Mapping[str, UnitKind]  # of every known unit, by its code
    year: int
    today: date


Cells = Sequence[Sequence[Cell]]


def check_sheet(form: Form, cells: Cells, context: Context) -> Checked:
    """Check the rows below the one that holds the form's labels, mostly the first."""
    top = _header(form, cells)
    columns, issues = _columns(form, cells[top] if cells else (), top + 1)
    if issues:
        return Checked((), issues, {})
    answers: dict[tuple[str, str, str], Answer] = {}
    for number, row in enumerate(cells[top + 1 :], start=top + 2):
        if not _is_answered(form, columns, row):
            continue
        if not all(map(is_blank, row[len(cells[top]) :])):
            whose = _unit_of(columns, row)
            issues.append(SheetIssue(f"dòng {number}", "", _SLIPPED, whose))
            continue
        answer, wrong = _check_row(form, columns, row, number, context)
        issues += wrong
        if answer is None:
            continue
        key = (answer.unit, answer.period, answer.item)
        if key in answers:
            first = answers[key].row
            problem = f"trùng với dòng {first}; chỉ giữ một dòng rồi gửi lại"
            issues.append(
                SheetIssue(
                    f"dòng {number}", answer.unit or answer.item, problem, answer.unit
                )
            )
        else:
            answers[key] = answer
    letters = {asked.key: letter(index) for index, asked in columns.items()}
    return Checked(list(answers.values()), issues, letters)


def _header(form: Form, cells: Cells) -> int:
    """Find the row of labels, which may stand under a title."""
    found = [
        sum(label(str(cell or "")) in form.by_label for cell in row)
        for row in cells[:LOOKED_AT]
    ]
    return found.index(max(found)) if found else 0


def _columns(
    form: Form, header: Sequence[Cell], number: int
) -> tuple[dict[int, Field], list[SheetIssue]]:
    labels = [tidy(str(cell or "")) for cell in header]
    columns = {
        index: form.by_label[label(words)]
        for index, words in enumerate(labels)
        if label(words) in form.by_label
    }
    found = {field.key for field in columns.values()}
    issues = [
        SheetIssue(
            f"dòng {number}", "", f"thiếu cột “{field.label}”; không đổi tên tiêu đề"
        )
        for field in form.fields
        if field.key not in found and field.required
    ]
    issues += [
        SheetIssue(
            f"ô {letter(index)}{number}", words, "cột này không có trong biểu mẫu"
        )
        for index, words in enumerate(labels)
        if words and index not in columns and label(words) not in _ORDINALS
    ]
    return columns, [*issues, *_twice(columns, number)]


def _twice(columns: Mapping[int, Field], number: int) -> Iterator[SheetIssue]:
    first: dict[str, int] = {}
    for index, field in columns.items():
        if first.setdefault(field.key, index) != index:
            where = f"cột {letter(first[field.key])} và cột {letter(index)}"
            problem = f"tiêu đề “{field.label}” có hai lần ({where}); chỉ giữ một cột"
            yield SheetIssue(f"dòng {number}", "", problem)


def _is_answered(form: Form, columns: Mapping[int, Field], row: Sequence[Cell]) -> bool:
    """Say whether a row holds more than what the workbook itself brought."""
    filled = (index for index, cell in enumerate(row) if not is_blank(cell))
    return any(
        index in columns and columns[index].key not in form.given for index in filled
    )


def _check_row(
    form: Form,
    columns: Mapping[int, Field],
    row: Sequence[Cell],
    number: int,
    context: Context,
) -> tuple[Answer | None, list[SheetIssue]]:
    facts: dict[str, Value] = {}
    wrong: list[tuple[int, str]] = []
    unit = _unit_of(columns, row)
    for index, field in columns.items():
        cell = row[index] if index < len(row) else None
        try:
            value = read_cell(field, cell)
            _check_length(field, value, form.item)
            _check_against(field, value, context, context.kinds.get(unit))
        except CellError as problem:
            wrong.append((index, str(problem)))
        else:
            if value is not None:
                facts[field.key] = value
    if wrong:
        return None, [
            SheetIssue(f"ô {letter(index)}{number}", _shown(row, index), problem, unit)
            for index, problem in wrong
        ]
    facts.pop(UNIT, None)
    period = str(facts.get(PERIOD, context.year))
    item = "/".join(str(facts.get(key, "")) for key in form.item)
    return Answer(unit, period, item, facts, number), []


def _check_length(field: Field, value: Value, names: Sequence[str]) -> None:
    """Refuse words too long for what they are: no index holds a name of pages."""
    is_account = field.type is FieldType.TEXT and field.key not in names
    longest = LONGEST_TEXT if is_account else LONGEST_NAME
    if isinstance(value, str) and len(value) > longest:
        raise CellError(f"dài quá {longest} ký tự; rút gọn rồi gửi lại")


def _check_against(
    field: Field, value: Value, context: Context, kind: UnitKind | None
) -> None:
    if value is None:
        return
    if field.type is FieldType.UNIT and value not in context.kinds:
        raise CellError("không có đơn vị mang mã này; xem mã trong trang “Đơn vị”")
    if field.moment:
        day = date.fromisoformat(str(value))
        if field.assessed and kind in JUDGED:
            _check_assessed(day, kind, context.year)
        elif day.year != context.year:
            raise CellError(f"ngày phải trong năm {context.year}")
        if day > context.today:
            raise CellError(f"ngày chưa đến (nhận tệp {context.today:%d/%m/%Y})")


def _check_assessed(day: date, kind: UnitKind, year: int) -> None:
    """Refuse a day outside the assessment window of the unit, by its article."""
    assessed = window(kind, year)
    if not assessed.holds(day):
        raise CellError(f"ngoài mốc đánh giá năm {year}: {assessed.days}")


def _unit_of(columns: Mapping[int, Field], row: Sequence[Cell]) -> str:
    for index, field in columns.items():
        if field.key == UNIT and index < len(row):
            return words_of(row[index])
    return ""


def _shown(row: Sequence[Cell], index: int) -> str:
    cell = row[index] if index < len(row) else None
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return words_of(cell)[:_SHOWN]
