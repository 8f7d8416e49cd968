"""Write a whole sample into an inbox, or leave a complete one alone."""

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from rules.errors import OutOfTurnError
from samples import (
    adhoc,
    decisions,
    dossiers,
    exemplars,
    festival,
    figures,
    inspections,
    medals,
    models,
    plans,
    pledge_forms,
    pledges,
    registrations,
    scores,
    security_teams,
    tidings,
    year_end,
)
from samples.mistakes import with_mistakes, with_spoilt_pledges
from samples.pledge_forms import is_form
from samples.sample import Sample, sample
from samples.sent import Sent
from samples.workbooks import write_workbooks
from samples.years import Scale

#: Raise it when the generator changes what it writes.
VERSION = 5
MANIFEST = "mau.json"
DAY_FOLDERS = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"

SUBJECTS = (
    tidings,
    plans,
    registrations,
    inspections,
    models,
    medals,
    adhoc,
    figures,
    festival,
    pledge_forms,
    dossiers,
    scores,
    security_teams,
    exemplars,
    decisions,
    year_end,
)


@dataclass(frozen=True)
class Summary:
    """What was written: whether anew, how many files and rows."""

    name: str
    scale: Scale
    version: int
    workbooks: int
    rows: int
    pledge_files: int
    households: int
    written: bool = True


def write(name: str, scale: Scale, inbox: Path) -> Summary:
    """Write the sample ``name`` into ``inbox``; the same bytes whenever it is asked."""
    found = _found(name, scale, inbox)
    if found:
        return found
    drawn = sample(name, scale)
    _clear(inbox)
    sent = list(rows(drawn))
    workbooks = write_workbooks(sent, inbox)
    files, households = _write_pledges(drawn, inbox)
    done = Summary(name, scale, VERSION, workbooks, len(sent), files, households)
    _write_manifest(inbox, asdict(done))
    return done


def rows(drawn: Sample) -> Iterator[Sent]:
    """Yield every row of every workbook of the year, the careless ones too."""
    yield from with_mistakes(drawn, list(well_formed(drawn)))


def well_formed(drawn: Sample) -> Iterator[Sent]:
    """Yield the rows as they should be, on the days on which the post goes."""
    for subject in SUBJECTS:
        for row in subject.rows(drawn):
            yield replace(row, day=drawn.posted(row.day))


def _found(name: str, scale: Scale, inbox: Path) -> Summary | None:
    """Return the summary of the complete sample that is already there."""
    manifest = inbox / MANIFEST
    if not manifest.is_file():
        return None
    entry = json.loads(manifest.read_text("utf-8"))
    wanted = {"name": name, "scale": scale, "version": VERSION}
    if not entry.items() >= wanted.items():
        return None
    return Summary(**entry | {"scale": Scale(entry["scale"]), "written": False})


def _clear(inbox: Path) -> None:
    """Remove an older or unfinished sample; refuse to touch anyone else's files."""
    folders = list(inbox.glob(DAY_FOLDERS))
    if folders and not (inbox / MANIFEST).is_file():
        raise OutOfTurnError(
            f"Thư mục “{inbox}” đã có tệp không phải của mẫu; hãy chọn thư mục khác."
        )
    inbox.mkdir(parents=True, exist_ok=True)
    _write_manifest(inbox, {})
    for folder in folders:
        shutil.rmtree(folder)


def _write_manifest(inbox: Path, entry: Mapping[str, object]) -> None:
    text = json.dumps(entry, ensure_ascii=False, indent=2)
    (inbox / MANIFEST).write_text(text + "\n", "utf-8")


def _write_pledges(drawn: Sample, inbox: Path) -> tuple[int, int]:
    number = households = 0
    files = [file for file in pledges.files(drawn) if not is_form(drawn, file)]
    for file in with_spoilt_pledges(drawn, files):
        folder = inbox / drawn.posted(file.day).isoformat()
        folder.mkdir(parents=True, exist_ok=True)
        text = "\n".join([pledges.HEADER, *file.lines, ""])
        (folder / file.name).write_text(text, "utf-8", newline="\n")
        number, households = number + 1, households + len(file.lines)
    return number, households
