"""A batch of certificates to edit: one Word file, a page each."""

from collections.abc import Sequence

from templates import wordfile
from templates.blocks import Block, Heading
from templates.framing import WIDE, CertificateLines, certificate_lines
from templates.paper_facts import Certificate
from templates.wording import words
from templates.wordml import blocks, line, paragraph, side_by_side
from templates.wordparts import issuer, nation, signed

_CERTIFIED = {1: "Certificate", 2: "CertifiedUnit"}
_GAP = '<w:spacing w:before="500"/>'


def certificates(them: Sequence[Certificate]) -> bytes:
    """Put a batch into one file, a page each."""
    document = wordfile.opened()
    wordfile.shape(document.sections[0], wide=True)
    wordfile.border(document.sections[0])
    pages = (_certificate(certificate_lines(one), one) for one in them)
    new_page = line("", "Rule", more="<w:pageBreakBefore/>")
    wordfile.append(document, new_page.join(pages))
    first = certificate_lines(them[0])
    title = f"Giấy công nhận năm {them[0].year}"
    return wordfile.closed(document, title, first.author, them[0].day)


def _certificate(one: CertificateLines, certificate: Certificate) -> str:
    number = line(one.number, "Small") + line(f"Mã kiểm tra: {one.code}", "Small")
    signing = line(one.dated, "CentredItalic") + signed(certificate.signature)
    said = words("certificate", {"certificate": certificate})
    return "".join(
        (
            side_by_side([12, 13], [issuer(one), nation(3.5)]),
            *map(_certified, said),
            line("", "Small", more=_GAP),
            side_by_side([14, 11], [number, signing]),
        )
    )


def _certified(one: Block) -> str:
    match one:
        case Heading(level=level, runs=runs):
            return paragraph(runs, _CERTIFIED[level])
        case _:
            return blocks([one], WIDE).replace('"Normal"', '"Certified"')
