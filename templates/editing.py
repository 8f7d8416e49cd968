"""Papers to edit: Word files by NĐ 30/2020, with real styles and tables."""

from collections.abc import Sequence
from datetime import date

from docx.enum.section import WD_SECTION

from templates import wordfile
from templates.blocks import Run, Runs
from templates.framing import UPRIGHT, WIDE, Lines, lines
from templates.paper_facts import Frame, Signature
from templates.wording import Appendix, Paper
from templates.wordml import blocks, line, paragraph, rule, side_by_side
from templates.wordparts import issuer, nation, signed

#: Whom it is sent to beside who signs it, in centimetres.
_SIGNED, _SIGNED_WIDE = (7.7, 8.6), (16.4, 8.6)
_GAP = '<w:spacing w:before="240"/>'


def docx(paper: Paper) -> bytes:
    frame, written = paper.frame, lines(paper.frame)
    document = wordfile.opened()
    wordfile.number_pages(document.sections[0])
    wordfile.append(document, _opening(written))
    wordfile.append(document, blocks(paper.body, UPRIGHT))
    if not frame.signed_last:
        document.paragraphs[-1].paragraph_format.keep_with_next = True
        wordfile.append(document, _ending(written, frame.signature, _SIGNED))
    for one in paper.appendices:
        section = document.add_section(WD_SECTION.NEW_PAGE)
        wordfile.shape(section, wide=frame.wide_appendices)
        wordfile.append(document, _appendix(one, frame, written))
    if frame.signed_last:
        columns = _SIGNED_WIDE if frame.wide_appendices else _SIGNED
        wordfile.append(document, _ending(written, frame.signature, columns))
    day = frame.day or date(frame.year, 1, 1)
    return wordfile.closed(document, f"{frame.kind} {frame.subject}", frame.issuer, day)


def _opening(one: Lines) -> str:
    left = issuer(one) + rule(2.3, 2.3)
    dated = line(one.dated, "CentredItalic")
    return "".join(
        (
            side_by_side(
                [7.3, 9],
                [left, nation(1.9)],
                [line(one.number, "Centred"), dated],
            ),
            line(one.kind, "Name", more=_GAP),
            line(one.subject, "Name"),
            rule(6.6, 6.6),
            _addressed(one.addressed_to),
            _grounds(one),
        )
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


def _ending(one: Lines, signature: Signature, columns: Sequence[float]) -> str:
    recipients = "".join(line(each, "Recipient") for each in one.recipients)
    left = line("Nơi nhận:", "Recipients") + recipients
    return side_by_side(columns, [left, signed(signature)])


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
