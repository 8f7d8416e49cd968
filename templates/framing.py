"""The lines NĐ 30/2020 puts around a paper's words, as both layouts show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from templates import writing
from templates.paper_facts import Certificate, Frame

UPRIGHT, WIDE = 462, 708  # points between the margins of an A4 page


@dataclass(frozen=True)
class Lines:
    """A frame, written out: capitals, number, dates and closing marks in place."""

    parent: str
    issuer: str
    number: str
    dated: str
    kind: str
    subject: str
    addressed_to: Sequence[str]
    decided_by: str
    grounds: Sequence[str]
    recipients: Sequence[str]
    attached: str


def lines(frame: Frame) -> Lines:
    return Lines(
        parent=frame.parent.upper(),
        issuer=frame.issuer.upper(),
        number=writing.file_number(frame.number, frame.symbol),
        dated=f"{frame.place}, {_day(frame.day, frame.year)}",
        kind=frame.kind.upper(),
        subject=frame.subject,
        addressed_to=_addressed(frame.addressed_to),
        decided_by=frame.decided_by.upper(),
        grounds=closed([_ground(one.words, one.unconfirmed) for one in frame.grounds]),
        recipients=[f"- {one}" for one in closed(frame.recipients)],
        attached=_attached(frame),
    )


def closed(items: Sequence[str]) -> list[str]:
    """End each of several lines by a semicolon, the last by a full stop."""
    last = len(items) - 1
    return [
        f"{item}{'.' if index == last else ';'}" for index, item in enumerate(items)
    ]


def _addressed(to: Sequence[str]) -> list[str]:
    return list(to) if len(to) == 1 else [f"- {one}" for one in closed(to)]


def _ground(words: str, unconfirmed: bool) -> str:  # noqa: FBT001 - as in the fact
    return f"{words}{writing.mark(unconfirmed)}"


def _day(day: date | None, year: int) -> str:
    if day is None:
        return f"ngày{' ' * 6}tháng{' ' * 6}năm {year}"
    return writing.official_day(day)


def _attached(frame: Frame) -> str:
    number = writing.file_number(frame.number, frame.symbol).removeprefix("Số: ")
    day = _day(frame.day, frame.year)
    issuer = " ".join(frame.issuer.split())
    return f"(Kèm theo {frame.kind} số {number} {day} của {issuer})"


@dataclass(frozen=True)
class CertificateLines:
    """What stands around a certificate's words."""

    title: str
    author: str
    parent: str
    issuer: str
    number: str
    code: str
    dated: str


def certificate_lines(one: Certificate) -> CertificateLines:
    return CertificateLines(
        title=f"Giấy công nhận số {one.number}",
        author=" ".join(one.issuer.split()),
        parent=one.parent.upper(),
        issuer=one.issuer.upper(),
        number=f"Số: {one.number}",
        code=one.code,
        dated=f"{one.place}, {writing.official_day(one.day)}",
    )
