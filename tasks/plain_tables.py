"""Whether a file under any name is a CSV of ours."""

from pathlib import Path

from db.pledge_staging import HEADER
from rules.errors import UnreadableFileError
from rules.plain_tables import header_of
from tasks import csv_forms

_SAMPLE = 1 << 16


def is_ours(path: Path) -> bool:
    """Say whether a file is a CSV of one of our forms, or of households."""
    with path.open("rb") as file:
        header = header_of(file.read(_SAMPLE))
    if HEADER[0] in header:
        return True
    try:
        return bool(header) and csv_forms.form_of(path) is not None
    except UnreadableFileError:
        return False
