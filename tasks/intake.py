"""Take in what arrived: every file once, whole, with an answer to who must mend it."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE
from sqlalchemy.orm import Session

from db import access, documents, pledges, units
from db.access import Kind, Reading
from db.documents import Issue
from db.pledge_copies import PledgeSheet
from db.pledges import Taken
from db.session import in_turn, reading, transaction, trial
from rules.sheets import Checked
from tasks import answers, corrections, listed, organisation, senders
from tasks.arrivals import Arrival, arrive
from tasks.changes import Change, changes
from tasks.intake_steps import tell

UNFILLED = "chưa dòng nào được điền; hãy điền biểu rồi gửi lại"
SHOWN_MOST = 200
SHOWN = Reading("Nhận tệp", "kể và gửi đơn vị các ô cần sửa", "các tệp vừa nhận")
TRIED = Reading("antq intake", "kể các ô cần sửa, các dòng sẽ đổi", "các tệp đem thử")


@dataclass(frozen=True)
class Intake:
    """What became of the files: how many, rows recorded, things to put right."""

    files: int = 0
    #: Files taken in before.
    passed: int = 0
    #: Rows that tell of units and their contacts.
    bodies: int = 0
    rows: int = 0
    households: int = 0
    issues: int = 0
    #: Of what was taken in, how much is doubted.
    warnings: int = 0
    #: Cells that are told as they were written: a name may stand in one.
    shown: int = 0
    problems: Sequence[str] = ()
    #: Figures only, those first on which most hangs.
    doubts: Sequence[str] = ()
    #: The same without what stood in the cells: a name may, and others read these.
    places: Sequence[str] = ()
    names: Mapping[int, str] = field(default_factory=dict)
    #: Of which files of a folder nothing was read, and why.
    unread: Sequence[str] = ()

    @property
    def share(self) -> float:
        """The percentage of rows that were taken in."""
        taken = self.bodies + self.rows + self.households
        return round(100 * taken / max(1, taken + self.issues), 1)


@dataclass(frozen=True)
class Trial:
    """What taking in would do, and each row it would change, the first of many."""

    taken: Intake
    changes: Sequence[Change]


@task(task_run_name="Nhận tệp ngày {today}", cache_policy=NO_CACHE)
def take_in_files(
    paths: Path | Sequence[Path], today: date, *, again: bool = False
) -> Intake:
    """Take in files and folders in one transaction.

    Files taken before are passed, unless they are to be taken ``again``.
    """
    with in_turn() as session:
        taken = _take_in(session, _listed(paths), today, again=again)
        _note_shown(session, SHOWN, {Kind.MISTAKE: taken.shown})
        return taken


def try_files(
    paths: Path | Sequence[Path], today: date, *, again: bool = False
) -> Trial:
    """Do all that taking in would do, tell what it changes, and leave no trace.

    Only that persons were shown is written down: what tells it is not taken back.
    """
    with trial() as session, reading() as recorded:
        taken = _take_in(session, _listed(paths), today, again=again)
        tried = Trial(taken, changes(session, recorded, taken.names))
    shown = Counter(each.shows for each in tried.changes if each.shows)
    with transaction() as session:
        _note_shown(session, TRIED, {Kind.MISTAKE: taken.shown, **shown})
    return tried


def _listed(paths: Path | Sequence[Path]) -> Sequence[Path]:
    return [paths] if isinstance(paths, Path) else paths


def _take_in(
    session: Session, paths: Sequence[Path], today: date, *, again: bool
) -> Intake:
    arrival = arrive(session, paths, today, again=again)
    if not arrival.names:
        return Intake(passed=arrival.passed, unread=arrival.unread)
    bodies = _take_in_organisation(session, arrival, today)
    codes = units.ids_by_code(session, today)
    context = organisation.context(session, today)
    answered = answers.take_in(session, arrival.sheets, codes, context, arrival.names)
    arrival.issues += answered.issues
    filled = {key for key, named in answered.named.items() if named} | {*+bodies}
    arrival.issues += _unfilled(arrival, filled)
    arrival.issues = senders.address(arrival, answered.named, codes)
    documents.report(session, arrival.issues, today)
    told = sum(not each.is_warning for each in arrival.issues)
    pledged = _take_in_pledges(session, arrival, answered.pledges, today)
    lists = {each.document_id for each in arrival.pledges}
    lists |= {each.document_id for each in answered.pledges}
    _compare_with_lists(session, arrival, lists, today)
    accepted = bodies + Counter(answered.accepted) + Counter(pledged.accepted)
    corrections.write_letters(session, arrival.issues, arrival.names, accepted, today)
    names, doubted = arrival.names, corrections.by_effect(arrival.issues)
    refused = [each for each in arrival.issues if not each.is_warning][:SHOWN_MOST]
    return Intake(
        files=len(names),
        passed=arrival.passed,
        bodies=bodies.total(),
        rows=answered.rows,
        households=pledged.rows,
        issues=told + pledged.refused,
        warnings=len(doubted),
        shown=sum(bool(each.found) for each in arrival.issues),
        problems=[_sentence(each, names) for each in refused],
        doubts=[_sentence(each, names) for each in doubted[:SHOWN_MOST]],
        places=[f"{_told(each, names)}." for each in refused],
        names=names,
        unread=arrival.unread,
    )


def _take_in_organisation(
    session: Session, arrival: Arrival, today: date
) -> Counter[int]:
    """Take in units, then contacts; return how many rows of each file told of them."""
    rows: Counter[int] = Counter()
    for form, take in (
        (organisation.UNITS, organisation.take_in_units),
        (organisation.CONTACTS, organisation.take_in_contacts),
    ):
        told = arrival.organisation[form.key]
        if told:
            context = organisation.context(session, today)
            checked = take(session, [cells for _, cells in told], context)
            sources = [document_id for document_id, _ in told]
            known = units.ids_by_code(session, today)
            arrival.issues += _issues(form.sheet, sources, checked, known)
            for document_id, each in zip(sources, checked, strict=True):
                rows[document_id] += len(each.answers)
    return rows


def _unfilled(arrival: Arrival, filled: Collection[int]) -> list[Issue]:
    """Tell who sent nothing but empty sheets: they think that they have answered."""
    told = {issue.document_id for issue in arrival.issues}
    sent = [each.document_id for each in arrival.sheets]
    sent += [key for each in arrival.organisation.values() for key, _ in each]
    return [
        Issue(document_id, "", "tệp", "", UNFILLED)
        for document_id in dict.fromkeys(sent)
        if document_id not in told and document_id not in filled
    ]


def _issues(
    sheet: str,
    sources: Sequence[int],
    checked: Sequence[Checked],
    codes: Collection[str],
) -> Iterable[Issue]:
    return [
        Issue(
            document_id,
            sheet,
            wrong.place,
            wrong.found,
            wrong.problem,
            wrong.unit if wrong.unit in codes else "",
        )
        for document_id, each in zip(sources, checked, strict=True)
        for wrong in each.issues
    ]


def _take_in_pledges(
    session: Session, arrival: Arrival, sheets: Sequence[PledgeSheet], today: date
) -> Taken:
    """Take in the pledges, which keep their issues themselves: they may be many."""
    taken = Taken()
    if arrival.pledges or sheets:
        taken = pledges.take_in(session, arrival.pledges, today, tell, sheets)
        arrival.issues += taken.issues
    return taken


def _compare_with_lists(
    session: Session, arrival: Arrival, lists: Collection[int], today: date
) -> None:
    unlike = listed.compare(session, arrival.names, lists, today)
    documents.report(session, unlike, today)
    arrival.issues += unlike


def _note_shown(session: Session, seen: Reading, shown: Mapping[Kind, int]) -> None:
    for kind, rows in shown.items():
        if rows:
            access.note(session, seen, kind, rows)


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
