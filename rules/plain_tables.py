"""What the first bytes of a file tell that is no workbook, whatever its name says."""

import re
from enum import StrEnum

from rules.charsets import detect
from rules.csv_heads import SEPARATORS

#: What stands in no text, but in pictures and archives.
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")
#: Marks of encodings, half letters of UTF-16, and blanks may come before a sign.
_BEFORE = b"\xef\xbb\xbf\xff\xfe \t\r\n"
_PAPERS = (b"%pdf", b"{\\rtf")
_PAGES = (b"<html", b"<table", b"<!doctype html")


class PlainKind(StrEnum):
    """What else than a workbook."""

    PAGE = "page"
    XML = "xml"
    PAPER = "paper"
    TEXT = "text"


def plain_kind(start: bytes) -> PlainKind | None:
    """Tell what a file is; None if nothing is known of it."""
    sign = start.replace(b"\0", b"").lstrip(_BEFORE).lower()
    if sign.startswith(_PAPERS):
        return PlainKind.PAPER
    is_mail = sign.startswith(
        b"mime-version"
    )  # So Excel writes pages of several parts.
    if is_mail or (sign.startswith(b"<") and any(tag in sign for tag in _PAGES)):
        return PlainKind.PAGE
    if sign.startswith(b"<"):
        return PlainKind.XML
    return PlainKind.TEXT if _header(start) else None


def header_of(start: bytes) -> str:
    """Return the first line of a table in plain text; nothing of all else."""
    return _header(start) if plain_kind(start) is PlainKind.TEXT else ""


def _header(start: bytes) -> str:
    encoding = detect(start)
    text = encoding.text(start) if encoding else ""
    header, _, _ = text.partition("\n")
    is_table = any(separator in header for separator in SEPARATORS)
    return header if is_table and not _NO_TEXT.search(text) else ""
