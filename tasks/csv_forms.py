"""Read a CSV whose first line holds the labels of one of our forms."""

import csv
from io import StringIO
from pathlib import Path

from rules.charsets import detect, to_utf8
from rules.forms import Form, forms
from rules.sheets import Cells
from rules.text import keepable, tidy

_SAMPLE = 1 << 16
_SEPARATORS = ",;\t"


def form_of(path: Path) -> Form | None:
    """Return the form whose labels the first line holds; none if it holds no form's."""
    with path.open("rb") as file:
        start = file.read(_SAMPLE)
    encoding = detect(start)
    if encoding is None:
        return None
    [header, *_] = [*_rows(encoding.text(start).partition("\n")[0]), []]
    labels = {tidy(label) for label in header} - {""}
    fitting = {
        len(labels & form.by_label.keys()): form
        for form in forms().values()
        if {each.label for each in form.fields if each.required} <= labels
    }
    return fitting[max(fitting)] if fitting else None


def cells(path: Path) -> Cells:
    """Return the cells of a CSV, its first line first."""
    content = path.read_bytes()
    encoding = detect(content[:_SAMPLE])
    assert encoding is not None  # noqa: S101 - asked when the form was found
    text = b"".join(to_utf8([content], encoding)).decode(errors="replace")
    return _rows(keepable(text))


def _rows(text: str) -> list[list[str]]:
    header, _, _ = text.partition("\n")
    separator = max(_SEPARATORS, key=header.count)
    return list(csv.reader(StringIO(text, newline=""), delimiter=separator))
