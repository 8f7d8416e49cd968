"""Papers to edit: Word files by NĐ 30/2020, with real styles and tables."""

from collections.abc import Sequence
from datetime import date

from docx.enum.section import WD_SECTION

from templates import wordfile
from templates.blocks import Block, Heading, Run, Runs
from templates.framing import (
    UPRIGHT,
    WIDE,
    CertificateLines,
    Lines,
    certificate_lines,
    lines,
)
from templates.paper_facts import Certificate, Frame, Signature
from templates.wording import Appendix, Paper, words
from templates.wordml import blocks, line, paragraph, rule, side_by_side

_NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
_MOTTO = "Độc lập - Tự do - Hạnh phúc"
_GAP = '<w:spacing w:before="{}"/>'
_ROOM_TO_SIGN = line("", "Centred", more=_GAP.format(900))
_CERTIFIED = {1: "Certificate", 2: "CertifiedUnit"}


def docx(paper: Paper) -> bytes:
    frame, written = paper.frame, lines(paper.frame)
    document = wordfile.opened()
    wordfile.append(document, _opening(written))
    wordfile.append(document, blocks(paper.body, UPRIGHT))
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    wordfile.append(document, _ending(written, frame.signature))
    for one in paper.appendices:
        section = document.add_section(WD_SECTION.NEW_PAGE)
        wordfile.shape(section, wide=frame.wide_appendices)
        wordfile.append(document, _appendix(one, frame, written))
    day = frame.day or date(frame.year, 1, 1)
    return wordfile.closed(document, f"{frame.kind} {frame.subject}", frame.issuer, day)


def _opening(one: Lines) -> str:
    left = line(one.parent, "Head") + line(one.issuer, "HeadBold") + rule(2.3, 2.3)
    dated = line(one.dated, "CentredItalic")
    return "".join(
        (
            side_by_side(
                [7.3, 9],
                [left, _nation(1.9)],
                [line(one.number, "Centred"), dated],
            ),
            line(one.kind, "Name", more=_GAP.format(240)),
            line(one.subject, "Name"),
            rule(6.6, 6.6),
            _addressed(one.addressed_to),
            _grounds(one),
        )
    )


def _nation(indent: float) -> str:
    return (
        line(_NATION, "HeadBold") + line(_MOTTO, "CentredBold") + rule(indent, indent)
    )


def _addressed(to: Sequence[str]) -> str:
    if len(to) == 1:
        return line(f"Kính gửi: {to[0]}", "Centred")
    return "".join(line(one, "Normal") for one in (["Kính gửi:", *to] if to else []))


def _grounds(one: Lines) -> str:
    written = "".join(line(ground, "Ground") for ground in one.grounds)
    if not one.decided_by:
        return written
    return line(one.decided_by, "Name") + written + line("QUYẾT ĐỊNH:", "Name")


def _ending(one: Lines, signature: Signature) -> str:
    recipients = "".join(line(each, "Recipient") for each in one.recipients)
    left = line("Nơi nhận:", "Recipients") + recipients
    return side_by_side([7.7, 8.6], [left, _signed(signature)])


def _signed(one: Signature) -> str:
    above = [*one.authority, one.office] if one.office else one.authority
    return (
        "".join(line(each, "CentredBold") for each in above)
        + _ROOM_TO_SIGN
        + line(one.name, "CentredBold")
    )


def _appendix(one: Appendix, frame: Frame, written: Lines) -> str:
    room, side = (WIDE, 10.6) if frame.wide_appendices else (UPRIGHT, 6.6)
    return "".join(
        (
            paragraph(one.label, "Heading1"),
            paragraph(_capitals(one.title), "Name"),
            line(written.attached, "CentredItalic"),
            rule(side, side),
            blocks(one.blocks, room),
        )
    )


def _capitals(runs: Runs) -> Runs:
    return [Run(run.text.upper(), run.bold, run.italic) for run in runs]


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
    left = line(one.parent, "Head") + line(one.issuer, "HeadBold")
    number = line(one.number, "Small") + line(f"Mã kiểm tra: {one.code}", "Small")
    signed = line(one.dated, "CentredItalic") + _signed(certificate.signature)
    said = words("certificate", {"certificate": certificate})
    return "".join(
        (
            side_by_side([12, 13], [left, _nation(3.5)]),
            *map(_certified, said),
            line("", "Small", more=_GAP.format(600)),
            side_by_side([14, 11], [number, signed]),
        )
    )


def _certified(one: Block) -> str:
    match one:
        case Heading(level=level, runs=runs):
            return paragraph(runs, _CERTIFIED[level])
        case _:
            return blocks([one], WIDE).replace('"Normal"', '"Certified"')
