"""The cells of an Excel workbook whose formula has no value: others read them empty."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from rules.raw_sheets import NOT_CALCULATED

BOOK, _TIES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_FAILED = re.compile(
    rb'<c (?=[^>]*\bt="e")[^>]*\br="([A-Z]+)(\d+)"[^>]*>(?:(?!</c>).)*?<v>([^<]+)</v>',
    re.DOTALL,
)
#: A formula that no program has calculated; an empty text is a result (t="str").
_BARE = re.compile(
    rb'<c (?![^>]*\bt="str")(?=[^>]*\br="([A-Z]+)(\d+)")[^>]*(?<!/)>'
    rb"<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)(?:<v ?/>|<v></v>)?</c>"
)
_LETTERS = 26


def errors(book: ZipFile) -> Iterator[tuple[str, int, int, str]]:
    """Yield sheet, row and column, from 0, and what to read in each such cell.

    That is the error of a formula that failed (#REF!).
    """
    for sheet, part in _parts(book):
        content = book.read(part)
        if b't="e"' in content:
            for letters, row, error in _FAILED.findall(content):
                yield sheet, int(row) - 1, _column(letters), error.decode()
        if b"<f" in content:
            for letters, row in _BARE.findall(content):
                yield sheet, int(row) - 1, _column(letters), NOT_CALCULATED


def _parts(book: ZipFile) -> Iterator[tuple[str, str]]:
    """Yield the name and the part of each sheet."""
    ties = {tie.get("Id"): tie.get("Target", "") for tie in _tree(book, _TIES)}
    for sheet in _tree(book, BOOK).iter():
        target = ties.get(sheet.get(_ID)) if sheet.tag.endswith("}sheet") else None
        if target:
            part = target.lstrip("/") if target[0] == "/" else f"xl/{target}"
            if part in book.namelist():
                yield sheet.get("name", ""), part


def _tree(book: ZipFile, part: str) -> ET.Element:
    return ET.fromstring(book.read(part))  # noqa: S314 - in a process that may die


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * _LETTERS + letter - ord("A") + 1
    return number - 1
