"""A Word file that officials can edit: its pages and reproducible bytes."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as WordFile
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Cm

from templates import wordstyles
from templates.wordstyles import RED

_PAGE_NUMBER = (
    f'<w:p {nsdecls("w")}><w:pPr><w:jc w:val="center"/></w:pPr>'
    '<w:fldSimple w:instr="PAGE"><w:r><w:rPr><w:sz w:val="26"/></w:rPr>'
    "<w:t>2</w:t></w:r></w:fldSimple></w:p>"
)


def opened() -> WordFile:
    return Document(BytesIO(_blank()))


@cache
def _blank() -> bytes:
    """Make the empty styled file that every paper begins from."""
    document = Document()
    wordstyles.put(document)
    shape(document.sections[0], wide=False)
    blank = BytesIO()
    document.save(blank)
    return blank.getvalue()


def number_pages(section: Section) -> None:
    """Number pages at the top, but for the first."""
    section.different_first_page_header_footer = True
    header = section.header._element  # noqa: SLF001 - the library has no fields
    header.clear()
    header.append(parse_xml(_PAGE_NUMBER))


def shape(section: Section, *, wide: bool) -> None:
    """Make a section's pages A4, upright or wide, numbered from 1."""
    short, long = Cm(21), Cm(29.7)
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if wide else (short, long)
    section.top_margin = section.bottom_margin = Cm(2)
    section.left_margin, section.right_margin = Cm(3), Cm(1.7)
    section.header_distance = Cm(1)
    pages = section._sectPr  # noqa: SLF001 - the library has no page numbers
    for old in pages.findall(qn("w:pgNumType")):
        pages.remove(old)
    title = pages.find(qn("w:titlePg"))
    number = parse_xml(f'<w:pgNumType {nsdecls("w")} w:start="1"/>')
    pages.insert(len(pages) if title is None else pages.index(title), number)


def border(section: Section) -> None:
    """Frame a section's pages in a double red line."""
    sides = "".join(
        f'<w:{side} w:val="thickThinMediumGap" w:sz="24" w:space="20" w:color="{RED}"/>'
        for side in ("top", "left", "bottom", "right")
    )
    frame = f'<w:pgBorders {nsdecls("w")} w:offsetFrom="page">{sides}</w:pgBorders>'
    pages = section._sectPr  # noqa: SLF001 - the library has no page borders
    pages.find(qn("w:pgNumType")).addprevious(parse_xml(frame))


def append(document: WordFile, wordml: str) -> None:
    """Add paragraphs and tables at the end, before the last section's shape."""
    body = document.element.body
    held = parse_xml(f"<w:body {nsdecls('w')}>{wordml}</w:body>")
    for element in list(held):
        body.insert(len(body) - 1, element)


def closed(document: WordFile, title: str, author: str, day: date) -> bytes:
    """Save; the same contents give the same bytes."""
    facts = document.core_properties
    facts.title, facts.author, facts.last_modified_by = title, author, author
    facts.comments, facts.language, facts.revision = "", "vi", 1
    facts.created = facts.modified = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - the library wants it naive
    saved = BytesIO()
    document.save(saved)
    return _undated(saved)


def _undated(saved: BytesIO) -> bytes:
    fresh = BytesIO()
    with ZipFile(saved) as old, ZipFile(fresh, "w", ZIP_DEFLATED) as new:
        for name, content in _contents(old):
            new.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return fresh.getvalue()


def _contents(file: ZipFile) -> Iterator[tuple[str, bytes]]:
    for name in file.namelist():
        yield name, file.read(name)
