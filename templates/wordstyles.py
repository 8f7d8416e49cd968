"""The paragraph styles of a Word file, named in Word so that officials can use them."""

from dataclasses import dataclass

from docx.document import Document as WordFile
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

RED = "A3161A"
_FONT = "Times New Roman"


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
    "Heading 2": Look(
        14, ALIGN.LEFT, bold=True, indent=1.27, before=6, after=6, kept=True
    ),
    "Heading 3": Look(
        14, ALIGN.LEFT, bold=True, indent=1.27, before=3, after=6, kept=True
    ),
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
    "Certificate": Look(34, bold=True, before=46, after=4, colour=RED),
    "Certified Unit": Look(22, bold=True, before=4, after=4),
    "Certified": Look(15, before=4, after=4),
    "Small": Look(12, ALIGN.LEFT),
}


def put(document: WordFile) -> None:
    for name, look in _LOOKS.items():
        _set(_style(document, name), look)


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
