"""Take in what arrived: every file once, whole, with an answer to who must mend it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from hashlib import file_digest
from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE
from sqlalchemy.orm import Session

from db import access, documents, pledges, units
from db.access import Kind, Reading
from db.documents import Issue
from db.pledge_copies import PledgeFile
from db.pledges import Taken
from db.session import transaction
from rules.errors import UnreadableFileError
from rules.forms import by_sheet
from rules.sheets import Cells, Checked
from tasks import answers, corrections, listed, organisation
from tasks.answers import Sheet
from tasks.intake_steps import tell
from tasks.workbooks import Workbook, read

WORKBOOKS = {".xlsx", ".xls", ".ods", ".xlsm"}
PLEDGES = {".csv"}
#: A file larger than this is not one of our forms.
MAX_BYTES = 200 << 20
SHOWN_MOST = 200
#: How alike a sheet's name is to the name it was meant to bear.
NEAR = 0.7
SHOWN = Reading("Nhận tệp", "kể và gửi đơn vị các ô cần sửa", "các tệp vừa nhận")


@dataclass(frozen=True)
class Intake:
    """What became of the files: how many, rows recorded, things to put right."""

    files: int = 0
    rows: int = 0
    households: int = 0
    issues: int = 0
    #: Of what was taken in, how much is doubted.
    warnings: int = 0
    problems: Sequence[str] = ()
    #: Figures only, those first on which most hangs.
    doubts: Sequence[str] = ()
    #: The same without what stood in the cells: a name may, and others read these.
    places: Sequence[str] = ()

    @property
    def share(self) -> float:
        """The percentage of rows that were taken in."""
        taken = self.rows + self.households
        return round(100 * taken / max(1, taken + self.issues), 1)


@dataclass
class _Arrival:
    """The new files of one intake, by what they hold."""

    names: dict[int, str] = field(default_factory=dict)
    organisation: dict[str, list[tuple[int, Cells]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    sheets: list[Sheet] = field(default_factory=list)
    pledges: list[PledgeFile] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


@task(task_run_name="Nhận tệp ngày {today}", cache_policy=NO_CACHE)
def take_in_files(path: Path, today: date) -> Intake:
    """Take in a file or a folder in one transaction; files taken before are passed."""
    files = _files(path)
    with transaction() as session:
        arrival = _arrive(session, files, today)
        if not arrival.names:
            return Intake()
        _take_in_organisation(session, arrival, today)
        codes = units.ids_by_code(session, today)
        context = organisation.context(session, today)
        answered = answers.take_in(session, arrival.sheets, codes, context)
        arrival.issues += answered.issues
        documents.report(session, arrival.issues, today)
        told = sum(not each.is_warning for each in arrival.issues)
        pledged = _take_in_pledges(session, arrival, today)
        _compare_with_lists(session, arrival, today)
        _note_shown(session, arrival.issues)
        corrections.write_letters(
            session, arrival.issues, arrival.names, answered.rows + pledged.rows, today
        )
        names, doubted = arrival.names, corrections.by_effect(arrival.issues)
        refused = [each for each in arrival.issues if not each.is_warning][:SHOWN_MOST]
        return Intake(
            files=len(names),
            rows=answered.rows,
            households=pledged.rows,
            issues=told + pledged.refused,
            warnings=len(doubted),
            problems=[_sentence(each, names) for each in refused],
            doubts=[_sentence(each, names) for each in doubted[:SHOWN_MOST]],
            places=[f"{_told(each, names)}." for each in refused],
        )


def _files(path: Path) -> list[Path]:
    if not path.exists():
        raise UnreadableFileError(f"Không thấy tệp hoặc thư mục “{path}”.")
    found = sorted(path.rglob("*")) if path.is_dir() else [path]
    return [
        file
        for file in found
        if file.is_file() and file.suffix.lower() in WORKBOOKS | PLEDGES
    ]


def _arrive(session: Session, files: Sequence[Path], today: date) -> _Arrival:
    """Register the files not taken in before, and read their sheets."""
    digests = {_digest(file): file for file in files}
    named = [(digest, file.name) for digest, file in digests.items()]
    new = documents.register(session, named, today)
    arrival = _Arrival({key: digests[digest].name for digest, key in new.items()})
    books = {}
    for digest, document_id in new.items():
        file = digests[digest]
        if file.stat().st_size > MAX_BYTES:
            arrival.issues.append(Issue(document_id, "", "tệp", "", "tệp quá lớn"))
        elif file.suffix.lower() in PLEDGES:
            arrival.pledges.append(PledgeFile(file, document_id))
        else:
            books[file] = document_id
    for book in read(list(books)):
        _sort_sheets(arrival, book, books[book.path])
    return arrival


def _sort_sheets(arrival: _Arrival, book: Workbook, document_id: int) -> None:
    known = {name: cells for name, cells in book.sheets.items() if name in by_sheet()}
    if book.error or not known:
        problem = book.error or f"không có trang nào của biểu mẫu ({_nearest(book)})"
        arrival.issues.append(Issue(document_id, "", "tệp", "", problem))
    for name, cells in known.items():
        form = by_sheet()[name]
        if form in (organisation.UNITS, organisation.CONTACTS):
            arrival.organisation[form.key].append((document_id, cells))
        else:
            arrival.sheets.append(Sheet(form, document_id, cells))


def _nearest(book: Workbook) -> str:
    """Name the sheet each was meant to be; all there are, if none comes near."""
    near = [
        f"“{name}” gần giống “{meant}”: ghi lại đúng tên ấy"
        for name in book.sheets
        for meant in get_close_matches(name, by_sheet(), n=1, cutoff=NEAR)
    ]
    return "; ".join(near) or ", ".join(f"“{name}”" for name in by_sheet())


def _take_in_organisation(session: Session, arrival: _Arrival, today: date) -> None:
    for form, take in (
        (organisation.UNITS, organisation.take_in_units),
        (organisation.CONTACTS, organisation.take_in_contacts),
    ):
        told = arrival.organisation[form.key]
        if told:
            context = organisation.context(session, today)
            checked = take(session, [cells for _, cells in told], context)
            sources = [document_id for document_id, _ in told]
            arrival.issues += _issues(form.sheet, sources, checked)


def _issues(
    sheet: str, sources: Sequence[int], checked: Sequence[Checked]
) -> Iterable[Issue]:
    return [
        Issue(document_id, sheet, wrong.place, wrong.found, wrong.problem, wrong.unit)
        for document_id, each in zip(sources, checked, strict=True)
        for wrong in each.issues
    ]


def _take_in_pledges(session: Session, arrival: _Arrival, today: date) -> Taken:
    """Take in the pledges, which keep their issues themselves: they may be many."""
    taken = Taken()
    if arrival.pledges:
        taken = pledges.take_in(session, arrival.pledges, today, tell)
        arrival.issues += taken.issues
    return taken


def _compare_with_lists(session: Session, arrival: _Arrival, today: date) -> None:
    pledged = [each.document_id for each in arrival.pledges]
    unlike = listed.compare(session, arrival.names, pledged, today)
    documents.report(session, unlike, today)
    arrival.issues += unlike


def _note_shown(session: Session, issues: Sequence[Issue]) -> None:
    """Note the cells that are shown as they were written: a name may stand in one."""
    if shown := sum(bool(each.found) for each in issues):
        access.note(session, SHOWN, Kind.MISTAKE, shown)


def _digest(file: Path) -> str:
    with file.open("rb") as source:
        return file_digest(source, "sha256").hexdigest()


def _sentence(issue: Issue, names: Mapping[int, str]) -> str:
    """Say in one sentence where the trouble is and what to do."""
    found = f" (đang ghi “{issue.found}”)" if issue.found else ""
    return f"{_told(issue, names)}{found}."


def _told(issue: Issue, names: Mapping[int, str]) -> str:
    where = ", ".join(
        part
        for part in (
            f"Tệp “{names[issue.document_id]}”",
            f"trang “{issue.sheet}”" if issue.sheet else "",
            issue.place if issue.sheet else "",
            f"đơn vị {issue.unit_code}" if issue.unit_code else "",
        )
        if part
    )
    return f"{where}: {issue.problem}"
