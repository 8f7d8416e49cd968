"""What arrived: which files are new, what each holds, who sent it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import file_digest
from pathlib import Path

from sqlalchemy.orm import Session

from db import documents, outbox
from db.documents import Issue
from db.pledge_copies import PledgeFile
from rules import identity
from rules.errors import UnreadableFileError
from rules.forms import Form
from rules.identity import Flaw, Identity
from rules.sheets import Cells
from rules.text import keepable
from tasks import csv_forms, found_files, organisation, plain_tables
from tasks.answers import Sheet
from tasks.named_sheets import form_sheets
from tasks.workbook_safety import is_workbook
from tasks.workbooks import Workbook, read

#: A workbook larger than this is not one of our forms; a CSV of households may be.
MAX_BYTES = 64 << 20
_TOO_LARGE = "tệp quá lớn, không phải biểu mẫu; chỉ gửi các trang của biểu"
_FLAWS = {
    Flaw.FOREIGN: "biểu này do nơi khác ghi ra; hãy điền vào biểu mà Thường trực Ban"
    " Chỉ đạo tỉnh đã gửi",
    Flaw.TAMPERED: "dấu nhận dạng của biểu đã bị sửa; hãy điền vào biểu đã được gửi,"
    " hoặc trả lời thư này để xin lại biểu",
}


@dataclass
class Arrival:
    """The new files of one intake, by what they hold."""

    names: dict[int, str] = field(default_factory=dict)
    #: Files that were taken in before.
    passed: int = 0
    #: Of which files nothing was read, and why, in sentences.
    unread: Sequence[str] = ()
    organisation: dict[str, list[tuple[int, Cells]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    sheets: list[Sheet] = field(default_factory=list)
    pledges: list[PledgeFile] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    #: Which of our own workbooks each file is, if it is one.
    marks: dict[int, Identity] = field(default_factory=dict)


def arrive(
    session: Session, paths: Sequence[Path], today: date, *, again: bool
) -> Arrival:
    """Register the files not taken in before, or ``again``, and read their sheets."""
    at = found_files.find(paths)
    found = {_digest(file): file for file in at.read}
    named = [(digest, keepable(file.name)) for digest, file in found.items()]
    new = documents.register(session, named, today, again=again)
    arrival = Arrival(
        names={key: keepable(found[digest].name) for digest, key in new.items()},
        passed=len(found) - len(new),
        unread=found_files.reasons(at.unread),
    )
    books = {}
    for digest, document_id in new.items():
        file = found[digest]
        if _is_text(file):
            _sort_text(arrival, file, document_id)
        elif file.stat().st_size > MAX_BYTES:
            arrival.issues.append(Issue(document_id, "", "tệp", "", _TOO_LARGE))
        else:
            books[file] = document_id
    key = outbox.workbook_key(session)
    for book in read(list(books)):
        _sort_sheets(arrival, book, books[book.path], key, today)
    _refuse_older(session, arrival)
    return arrival


def _is_text(file: Path) -> bool:
    """Say whether a file is read as plain text: by its name, or by what it holds."""
    if is_workbook(file):
        return False
    return file.suffix.lower() in found_files.TEXTS or plain_tables.is_ours(file)


def _sort_text(arrival: Arrival, file: Path, document_id: int) -> None:
    """Take a CSV for the form whose labels it bears, or else for one of households."""
    try:
        form = csv_forms.form_of(file)
        if form is None:
            arrival.pledges.append(PledgeFile(file, document_id))
        elif file.stat().st_size > MAX_BYTES:
            arrival.issues.append(Issue(document_id, "", "tệp", "", _TOO_LARGE))
        else:
            _sort_sheet(arrival, form, document_id, csv_forms.cells(file))
    except UnreadableFileError as refused:
        arrival.issues.append(Issue(document_id, "", "tệp", "", str(refused)))


def _sort_sheets(
    arrival: Arrival, book: Workbook, document_id: int, key: bytes, today: date
) -> None:
    mark = identity.read(book.sheets.get(identity.SHEET, ()), key)
    if problem := book.error or _flaw(mark, today):
        arrival.issues.append(Issue(document_id, "", "tệp", "", problem))
        return
    sheets = form_sheets(book.sheets)
    arrival.issues += [
        Issue(document_id, "", "tệp", "", problem) for problem in sheets.refused
    ]
    if isinstance(mark, Identity) and sheets.taken:
        arrival.marks[document_id] = mark
    for form, cells in sheets.taken:
        _sort_sheet(arrival, form, document_id, cells)


def _sort_sheet(arrival: Arrival, form: Form, document_id: int, cells: Cells) -> None:
    if form in (organisation.UNITS, organisation.CONTACTS):
        arrival.organisation[form.key].append((document_id, cells))
        return
    if mark := arrival.marks.get(document_id):
        sheet = Sheet(form, document_id, cells, mark.units, mark.period)
    else:
        sheet = Sheet(form, document_id, cells)
    arrival.sheets.append(sheet)


def _flaw(mark: Identity | Flaw, today: date) -> str:
    if isinstance(mark, Flaw):
        return _FLAWS.get(mark, "")
    if mark.year != today.year:
        return (
            f"biểu này là của năm {mark.year}; hãy điền vào biểu của năm {today.year}"
        )
    return ""


def _refuse_older(session: Session, arrival: Arrival) -> None:
    """Refuse workbooks of which a later edition was taken in: it is what counts."""
    newer = documents.identify(session, arrival.marks)
    for document_id, later in newer.items():
        problem = (
            f"đã nhận biểu ghi ngày {later:%d/%m/%Y} cho việc này, mới hơn tệp này"
            f" (ghi ngày {arrival.marks[document_id].as_of:%d/%m/%Y}); hãy sửa trên"
            " biểu mới"
        )
        arrival.issues.append(Issue(document_id, "", "tệp", "", problem))
    arrival.sheets = [each for each in arrival.sheets if each.document_id not in newer]


def _digest(file: Path) -> str:
    with file.open("rb") as source:
        return file_digest(source, "sha256").hexdigest()
