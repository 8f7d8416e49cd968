"""Which files are not opened at all, by what they are and never by their name."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from rules.plain_tables import plain_kind

OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
#: Our forms hold a thousandth of it when unpacked.
UNPACKED_AT_MOST = 300 << 20
PARTS_AT_MOST = 5000
_ENCRYPTED = 1  # The flag of a part of a ZIP file.
_SAMPLE = 1 << 16
_BOOKS = {"xl/workbook.xml", "content.xml"}
_OTHER_BOOKS = {"xl/workbook.bin", "Index/Document.iwa"}
_PAPER = "word/document.xml"
_TYPES = "[Content_Types].xml"
_MANIFEST = "META-INF/manifest.xml"


class Refusal(StrEnum):
    """Why a file is not read as a workbook."""

    BROKEN = "broken"
    PASSWORD = "password"  # noqa: S105 - not one
    MACRO = "macro"
    HUGE = "huge"
    SLOW = "slow"
    #: What it is instead of a workbook that can be read.
    PAGE = "page"
    XML = "xml"
    PAPER = "paper"
    TEXT = "text"
    OTHER = "other"


def is_workbook(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(OLE)).startswith((OLE, ZIP))


def refusal(path: Path) -> Refusal | None:
    """Say why a file is not to be opened; nothing if it may be."""
    with path.open("rb") as file:
        start = file.read(_SAMPLE)
    if start.startswith(OLE):
        return _of_ole(path.read_bytes())
    if start.startswith(ZIP):
        return _of_zip(path)
    return Refusal(plain_kind(start) or Refusal.BROKEN)


def _of_ole(content: bytes) -> Refusal | None:
    """Look for the names of streams, which the directory holds in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return Refusal.PASSWORD
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        return Refusal.MACRO
    return None


def _of_zip(path: Path) -> Refusal | None:
    try:
        with ZipFile(path) as book:
            parts = book.infolist()
            if _is_huge(parts):
                return Refusal.HUGE
            return _of_parts(book, {part.filename for part in parts})
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return Refusal.BROKEN


def _is_huge(parts: Sequence[ZipInfo]) -> bool:
    unpacked = sum(part.file_size for part in parts)
    return len(parts) > PARTS_AT_MOST or unpacked > UNPACKED_AT_MOST


def _of_parts(book: ZipFile, names: set[str]) -> Refusal | None:
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return Refusal.MACRO
    if _TYPES in names and b"macroEnabled" in book.read(_TYPES):
        return Refusal.MACRO
    if any(name.startswith("Basic/") for name in names):  # OpenDocument's.
        return Refusal.MACRO
    if any(part.flag_bits & _ENCRYPTED for part in book.infolist()):
        return Refusal.PASSWORD
    if _MANIFEST in names and b"encryption-data" in book.read(_MANIFEST):
        return Refusal.PASSWORD
    return _of_names(names)


def _of_names(names: set[str]) -> Refusal | None:
    if names & _OTHER_BOOKS:
        return Refusal.OTHER
    if _PAPER in names:
        return Refusal.PAPER
    return None if names & _BOOKS else Refusal.BROKEN
