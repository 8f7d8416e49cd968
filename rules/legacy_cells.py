"""Cells typed in a font of before Unicode: bytes of TCVN3 or VNI shown as Latin-1.

One cell is too short to tell, so a workbook is judged by all its words together. Only
words that are no Vietnamese as they stand count; a correct “Tân” reads “Tõn” as well.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial

from rules.charsets import TCVN3, VNI, Encoding
from rules.code_pages import TCVN3_TABLE, VNI_TABLE
from rules.forms import Cell, forms
from rules.syllables import is_syllable
from rules.text import tidy

#: Of the different words that are no Vietnamese as they stand, those that are in a code
#: page must outnumber the others by so many.
_AHEAD = 2
_LAST_ASCII = 127
#: What Windows shows for the bytes that are no letters: dashes and quotation marks.
_WINDOWS = bytes(range(0x80, 0xA0)).decode("cp1252", "ignore")
_OLD = re.compile(f"[\\x00-\\xff{_WINDOWS}]*")
_WORD = re.compile("[A-Za-z\xa1-\xff]+")
_ANY_WORD = re.compile(r"[^\W\d_]+")
#: “BCĐ”, “HĐND”: no syllables, and in every number of a paper.
_SHORT = re.compile("(?=.*Đ)[BCDĐGHKLMNPQRSTVX]{2,}")
#: Signs that stand beside a word of correct text.
_SIGNS = "«»·®©°§±¡¿"

Sheets = Mapping[str, Sequence[Sequence[Cell]]]


@dataclass(frozen=True)
class _CodePage:
    encoding: Encoding
    letters: Mapping[int, str]

    def read(self, text: str) -> str:
        return self.encoding.compose(text.translate(self.letters))

    def holds(self, word: str) -> bool:
        read = self.read(word)
        return is_syllable(read.lower()) or _SHORT.fullmatch(read) is not None

    def tells(self, word: str) -> bool:
        """Say whether a word can only be this code page: “®¬n”, and not “×” alone."""
        has_plain = any(map(str.isascii, word)) and len(word) > 1
        return has_plain and self.holds(word) and not _is_correct(word)


def _above_ascii(table: Mapping[int, str]) -> Mapping[int, str]:
    return {code: letter for code, letter in table.items() if code > _LAST_ASCII}


_CODE_PAGES = (
    _CodePage(TCVN3, _above_ascii(TCVN3_TABLE)),
    _CodePage(VNI, _above_ascii(VNI_TABLE)),
)


def to_unicode(sheets: Sheets, *, left: Collection[str] = ()) -> Sheets:
    """Convert the cells and names of the sheets that were typed in an old font.

    Sheets whose names are in ``left`` stay as they are; so does what may be correct.
    """
    read = {name: rows for name, rows in sheets.items() if name not in left}
    page = _page(text for name, rows in read.items() for text in _texts(name, rows))
    if page is None:
        return sheets
    converted: dict[str, Sequence[Sequence[Cell]]] = {}
    for name, rows in sheets.items():
        if name in left:
            converted[name] = rows
            continue
        mend = partial(_mended, page, is_whole=_is_whole(page, rows))
        new = mend(name)
        is_free = new not in sheets.keys() | converted.keys()
        converted[new if is_free else name] = [
            [mend(cell) if isinstance(cell, str) else cell for cell in row]
            for row in rows
        ]
    return converted


def _texts(name: str, rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    yield name
    yield from (cell for row in rows for cell in row if isinstance(cell, str))


def _page(texts: Iterable[str]) -> _CodePage | None:
    old = (text for text in texts if not text.isascii() and _may_be_old(text))
    words = {word for text in old for word in _marked(text)}
    strange = {word for word in words if not _is_correct(word)}
    telling = {sum(map(page.tells, strange)): page for page in reversed(_CODE_PAGES)}
    most = max(telling)
    return telling[most] if most - (len(strange) - most) >= _AHEAD else None


def _is_whole(page: _CodePage, rows: Iterable[Sequence[Cell]]) -> bool:
    """Say whether all of a sheet is in the code page, and nothing in Unicode."""
    texts = list(_texts("", rows))
    return not any(map(_is_unicode, texts)) and any(
        page.tells(word) for text in texts for word in _marked(text)
    )


def _mended(page: _CodePage, text: str, *, is_whole: bool) -> str:
    words = _marked(text)
    if not words or not _may_be_old(text) or tidy(text).casefold() in _ours():
        return text
    held, correct = sum(map(page.holds, words)), sum(map(_is_correct, words))
    is_sure = held == len(words) and any(map(page.tells, words))
    if is_sure or (is_whole and held >= correct):
        new = page.read(text)
        return _beyond_tcvn3().get(tidy(new).casefold(), new)
    return text


@cache
def _ours() -> Mapping[str, str]:
    """Return how our own words are written, by how they are written small."""
    words = {form.sheet for form in forms().values()}
    words |= {field.label for form in forms().values() for field in form.fields}
    return {word.casefold(): word for word in words}


@cache
def _beyond_tcvn3() -> Mapping[str, str]:
    """Return those it cannot write: it has no “Ý”, so that “ý kiến” is “Ý kiến”."""
    letters = set(TCVN3_TABLE.values())
    return {small: word for small, word in _ours().items() if set(word) - letters}


def _marked(text: str) -> list[str]:
    found = () if text.isascii() else _WORD.findall(text)
    return [word for word in found if not word.isascii()]


def _may_be_old(text: str) -> bool:
    return _OLD.fullmatch(text) is not None


def _is_unicode(text: str) -> bool:
    """Say whether a text holds a Vietnamese word that no font could show so."""
    return any(
        not _may_be_old(word) and is_syllable(word.lower())
        for word in _ANY_WORD.findall(text)
    )


def _is_correct(word: str) -> bool:
    return is_syllable(word.strip(_SIGNS).lower())
