"""Workbooks alike but for a few words: laid out once, then only those words are set."""

from collections.abc import Mapping
from html import escape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from templates.workbooks.book import render
from templates.workbooks.facts import Book

#: The part of a workbook in which all its words stand.
_WORDS = "xl/sharedStrings.xml"


def blank(name: str) -> str:
    """Return what stands where a word is to be set; nobody writes so himself."""
    return f"\N{LEFT WHITE SQUARE BRACKET}{name}\N{RIGHT WHITE SQUARE BRACKET}"


class Press:
    """A workbook with blanks, ready to be printed with any words."""

    def __init__(self, facts: Book) -> None:
        rest = BytesIO()
        with (
            ZipFile(BytesIO(render(facts))) as whole,
            ZipFile(rest, "w", ZIP_DEFLATED) as others,
        ):
            self._words = whole.read(_WORDS).decode()
            for part in whole.infolist():
                if part.filename != _WORDS:
                    others.writestr(part, whole.read(part))
        self._rest = rest.getvalue()

    def print(self, words: Mapping[str, str]) -> bytes:
        """Set these words in their blanks; return the whole workbook."""
        text = self._words
        for name, word in words.items():
            text = text.replace(blank(name), escape(word, quote=False))
        content = BytesIO(self._rest)
        part = ZipInfo(_WORDS)  # dated 1980, so that the bytes are the same any day
        with ZipFile(content, "a") as whole:
            whole.writestr(part, text, ZIP_DEFLATED)
        return content.getvalue()
