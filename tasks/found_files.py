"""Which files of a folder are read; of the others, in a sentence, why they are not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rules.errors import UnreadableFileError
from rules.text import keepable, number

WORKBOOKS = {".xlsx", ".xls", ".ods", ".xlsm"}
TEXTS = {".csv", ".txt"}
#: What programs keep beside a file while it is open.
KEPT_BESIDE = ("~$", ".")
#: What systems keep in a folder.
KEPT_IN_FOLDERS = {"thumbs.db", "desktop.ini"}
OTHER_TABLES = {
    ".xlsb", ".xltx", ".xlt", ".xlw", ".et", ".ett", ".numbers", ".fods", ".wk1",
}  # fmt: skip
ARCHIVES = {".zip", ".rar", ".7z", ".tar", ".gz", ".tgz"}
NAMED_MOST = 10
_REASONS = (
    (OTHER_TABLES, "là bảng tính dạng khác; mở tệp, lưu lại dạng .xlsx rồi gửi lại"),
    (ARCHIVES, "là tệp nén; giải nén rồi gửi lại các tệp bên trong"),
)
_NO_TABLE = "không phải bảng tính (.xlsx, .xls, .ods) hay CSV"


@dataclass
class Found:
    """The files to read, and those that are not."""

    read: list[Path] = field(default_factory=list)
    unread: list[Path] = field(default_factory=list)


def find(paths: Sequence[Path]) -> Found:
    """Look into folders; a file asked for by its name is read, whatever its ending."""
    found = Found()
    for path in paths:
        if not path.exists():
            raise UnreadableFileError(f"Không thấy tệp hoặc thư mục “{path}”.")
        if not path.is_dir():
            found.read.append(path)  # It is told what it is, if no table.
            continue
        for file in _within(path):
            if file.suffix.lower() in WORKBOOKS | TEXTS:
                found.read.append(file)
            elif not _is_hidden(file.relative_to(path)):
                found.unread.append(file)
    return found


def _within(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")):
        is_kept = file.name.lower() in KEPT_IN_FOLDERS
        if file.is_file() and not is_kept and not file.name.startswith(KEPT_BESIDE):
            yield file


def _is_hidden(file: Path) -> bool:
    return any(part.startswith(".") for part in file.parts)


def reasons(unread: Sequence[Path]) -> list[str]:
    """Say in a sentence for each kind of file how many there are, and what to do."""
    left = list(dict.fromkeys(unread))
    told = []
    for endings, why in _REASONS:
        told.append(_sentence([f for f in left if f.suffix.lower() in endings], why))
        left = [file for file in left if file.suffix.lower() not in endings]
    return [each for each in (*told, _sentence(left, _NO_TABLE)) if each]


def _sentence(files: Sequence[Path], why: str) -> str:
    if not files:
        return ""
    named = ", ".join(f"“{keepable(file.name)}”" for file in files[:NAMED_MOST])
    unnamed = len(files) - NAMED_MOST
    more = f" và {number(unnamed)} tệp nữa" if unnamed > 0 else ""
    return f"Không đọc {number(len(files))} tệp vì {why}: {named}{more}."
