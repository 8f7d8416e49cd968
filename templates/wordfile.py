"""A Word file that officials can edit: its styles, pages and reproducible bytes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as WordFile
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

RED = "A3161A"
_FONT = "Times New Roman"
_PAGE_NUMBER = (
    f'<w:p {nsdecls("w")}><w:pPr><w:jc w:val="center"/></w:pPr>'
    '<w:fldSimple w:instr="PAGE"><w:r><w:rPr><w:sz w:val="26"/></w:rPr>'
    "<w:t>2</w:t></w:r></w:fldSimple></w:p>"
)


@dataclass(frozen=True)
class Look:
    """A paragraph style: size in points, indent in centimetres, gaps in points."""

    size: float
    align: ALIGN = ALIGN.CENTER
    bold: bool = False
    italic: bool = False
    indent: float = 0
    before: float = 0
    after: float = 0
    kept: bool = False
    colour: str = "000000"


_LOOKS = {
    "Normal": Look(14, ALIGN.JUSTIFY, indent=1.27, after=6),
    "Heading 1": Look(14, bold=True, kept=True),
    "Heading 2": Look(14, ALIGN.LEFT, bold=True, indent=1.27, before=6, after=6),
    "Heading 3": Look(14, ALIGN.LEFT, bold=True, indent=1.27, before=3, after=6),
    "Ground": Look(14, ALIGN.JUSTIFY, italic=True, indent=1.27, after=6),
    "Head": Look(12),
    "Head Bold": Look(12, bold=True),
    "Centred": Look(13),
    "Centred Bold": Look(13, bold=True),
    "Centred Italic": Look(13, italic=True),
    "Name": Look(14, bold=True, kept=True),
    "Cell": Look(12, ALIGN.LEFT, before=2, after=2),
    "Recipients": Look(12, ALIGN.LEFT, bold=True, italic=True),
    "Recipient": Look(11, ALIGN.LEFT),
    "Rule": Look(4, before=4),
    "Certificate": Look(38, bold=True, before=50, after=6, colour=RED),
    "Certified Unit": Look(26, bold=True, before=6, after=6),
    "Certified": Look(16, before=6, after=6),
    "Small": Look(12, ALIGN.LEFT),
}


def opened() -> WordFile:
    document = Document()
    for name, look in _LOOKS.items():
        _set(_style(document, name), look)
    section = document.sections[0]
    shape(section, wide=False)
    section.different_first_page_header_footer = True
    header = section.header._element  # noqa: SLF001 - the library has no fields
    header.clear()
    header.append(parse_xml(_PAGE_NUMBER))
    return document


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


def _style(document: WordFile, name: str) -> ParagraphStyle:
    styles = document.styles
    if name not in styles:
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    style = styles[name]
    if not isinstance(style, ParagraphStyle):
        raise TypeError(f"{name} is no style of paragraphs")
    return style


def _set(style: ParagraphStyle, look: Look) -> None:
    font, shape_ = style.font, style.paragraph_format
    font.name, font.size = _FONT, Pt(look.size)
    font.color.rgb = RGBColor.from_string(look.colour)
    font.bold, font.italic = look.bold, look.italic
    fonts = style.element.rPr.rFonts
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), _FONT)
    shape_.alignment, shape_.first_line_indent = look.align, Cm(look.indent)
    shape_.space_before, shape_.space_after = Pt(look.before), Pt(look.after)
    shape_.line_spacing, shape_.keep_with_next = 1.0, look.kept
