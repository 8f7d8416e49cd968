"""Where an installation keeps its own files, and which database it has open."""

import os
from pathlib import Path

from platformdirs import user_data_path

from rules.errors import ServiceUnavailableError

# The server's OS user must be able to pass through, and no one needs to list it.
_PASSABLE = 0o711
_DEFAULT_DATABASE = "antq"


def home() -> Path:
    """Return the folder of this installation's files; make it when missing."""
    folder = Path(os.environ.get("ANTQ_HOME") or _usual_home()).expanduser().absolute()
    try:
        if not folder.exists():
            folder.mkdir(parents=True)
            folder.chmod(_PASSABLE)
    except OSError as problem:
        raise ServiceUnavailableError(
            f"Không tạo được thư mục dữ liệu “{folder}”: {problem.strerror}. "
            "Hãy cấp quyền ghi hoặc đặt ANTQ_HOME sang thư mục khác."
        ) from problem
    return folder


def current_database(home: Path) -> str:
    """Name the database that ``antq up`` opens."""
    note = _note(home)
    return note.read_text().strip() if note.exists() else _DEFAULT_DATABASE


def choose_database(home: Path, name: str) -> None:
    """Let ``antq up`` open that database from now on."""
    draft = _note(home).with_suffix(".new")
    draft.write_text(f"{name}\n")
    draft.replace(_note(home))


def _usual_home() -> Path:
    return Path("/var/lib/antq") if os.geteuid() == 0 else user_data_path("antq")


def _note(home: Path) -> Path:
    return home / "current-database"
