"""Text files as old and new programs write them, brought to UTF-8, composed (NFC).

TCVN3 has no capitals with a tone: a capital font draws the small letter's byte large.
A file has no font, so “Ấn” reads “ấn”; only where two plain capitals stand in the word
(“NGUYÔN”) is it known to be all capitals.
"""

import re
from codecs import (
    BOM_UTF8,
    BOM_UTF16_BE,
    BOM_UTF16_LE,
    charmap_decode,
    getincrementaldecoder,
)
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from unicodedata import normalize

from rules.code_pages import TCVN3_TABLE, VNI_TABLE
from rules.syllables import likeness

#: A text in which fewer of the marked words could be Vietnamese is something else.
_LEAST_LIKE = 0.6
_WORD = re.compile(r"[^\W\d_]+")
_TWO = 2
#: What has no line break for so long is no list, and need not be read well.
_LONGEST_LINE = 1 << 20

Read = Callable[[bytes], str]


@dataclass(frozen=True)
class Encoding:
    """How a file is written; without a reader it is UTF-8 already."""

    name: str
    bom: bytes = b""
    reader: Callable[[], Read] | None = None
    mend: Callable[[str], str] = str

    def text(self, start: bytes) -> str:
        """Read the start of a file; a letter cut at its end is left out."""
        if self.reader is None:
            return start.removeprefix(self.bom).decode(errors="ignore")
        return self.compose(self.reader()(start))

    def compose(self, text: str) -> str:
        return self.mend(normalize("NFC", text))


def detect(start: bytes) -> Encoding | None:
    """Tell by its first bytes how a file is written; None if nothing fits."""
    marked = [each for each in (_UTF8_BOM, *_UTF16) if start.startswith(each.bom)]
    if marked:
        return marked[0]
    if _is_utf8(start):
        return UTF8
    likely = {likeness(each.text(start)): each for each in reversed(_LEGACY)}
    best = max(likely)
    return likely[best] if best >= _LEAST_LIKE else None


def to_utf8(blocks: Iterable[bytes], encoding: Encoding) -> Iterator[bytes]:
    """Convert block by block; what is UTF-8 already passes as it is."""
    blocks = iter(blocks)
    if encoding.reader is None:
        yield next(blocks, b"").removeprefix(encoding.bom)
        yield from blocks
        return
    read, held = encoding.reader(), ""
    for block in blocks:
        # Marks follow their letter, and a word is mended whole: cut between lines.
        whole, end, held = (held + read(block)).rpartition("\n")
        if len(held) > _LONGEST_LINE:
            end, held = end + held, ""
        yield encoding.compose(whole + end).encode()
    yield encoding.compose(held).encode()


def _is_utf8(start: bytes) -> bool:
    try:
        getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return False
    return True


def _by_table(table: Mapping[int, str]) -> Callable[[], Read]:
    return lambda: lambda block: charmap_decode(block, "replace", dict(table))[0]


def _utf16() -> Read:
    return partial(getincrementaldecoder("utf-16")("replace").decode)


def _cp1258() -> Read:
    return partial(str, encoding="cp1258", errors="replace")


def _capitals(text: str) -> str:
    """Raise the small letters of words that were written in a capital font."""
    return _WORD.sub(lambda word: _raised(word[0]), text)


def _raised(word: str) -> str:
    plain = [letter for letter in word if letter.isascii()]
    written_large = len(plain) >= _TWO and all(map(str.isupper, plain))
    return word.upper() if written_large else word


UTF8 = Encoding("UTF-8")
_UTF8_BOM = Encoding("UTF-8", BOM_UTF8)
_UTF16 = [Encoding("UTF-16", bom, _utf16) for bom in (BOM_UTF16_LE, BOM_UTF16_BE)]
TCVN3 = Encoding("TCVN3", reader=_by_table(TCVN3_TABLE), mend=_capitals)
VNI = Encoding("VNI", reader=_by_table(VNI_TABLE))
CP1258 = Encoding("CP1258", reader=_cp1258)
_LEGACY = (TCVN3, VNI, CP1258)
