"""Read what a mail server says of a letter of ours: RFC 3464, or older ways."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_string
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from flufl.bounce import all_failures

from db.bounces import Returned
from db.outbox import LetterStatus
from rules.bounces import fault

_LONGEST = 500
_NOBODY = ("mailer-daemon", "postmaster")
_STATUS = ("message/delivery-status", "message/global-delivery-status")
_ACTIONS = {"failed": LetterStatus.BOUNCED, "delayed": LetterStatus.DEFERRED}
_QUOTED_ID = re.compile(r"(?im)^[> ]*Message-ID:\s*(<[^<>\s]+>)")
_ID = re.compile(r"<[^<>\s]+>")


def may_be_report(headers: Message) -> bool:
    """Say from its headers alone whether a message is worth reading whole."""
    return headers.get_content_type() == "multipart/report" or _is_from_nobody(headers)


def read(message: Message) -> list[Returned]:
    """Return what a message reports of letters; nothing when it is no report."""
    try:
        return [_storable(each) for each in _read(message)]
    except Exception:  # noqa: BLE001 - what no program can read is left for a person
        return []


def _storable(told: Returned) -> Returned:
    """Leave out what no database holds: NUL, and bytes that are no character."""
    return replace(
        told,
        message_id=told.message_id and _whole(told.message_id),
        recipients=tuple(map(_whole, told.recipients)),
        answer=_whole(told.answer),
    )


def _whole(words: str) -> str:
    return words.encode(errors="replace").decode().replace("\0", "")


def _read(message: Message) -> Iterator[Returned]:
    for part in _parts(message):
        if part.get_content_type() in _STATUS:
            yield from _standard(message, part)
            return
    if _is_from_nobody(message):
        yield from _by_its_words(message)


def _parts(message: Message) -> list[Message]:
    """Return the parts of the message itself, not of a message within it."""
    if message.get_content_maintype() != "multipart":
        return []
    return [part for part in message.get_payload() if isinstance(part, Message)]


def _is_from_nobody(headers: Message) -> bool:
    """Say whether a machine wrote it, one that takes no answer (RFC 5321, 4.5.5)."""
    sender = parseaddr(str(headers.get("From", "")))[1].partition("@")[0]
    return (
        str(headers.get("Return-Path", "")).strip() == "<>" or sender.lower() in _NOBODY
    )


def _standard(message: Message, report: Message) -> Iterator[Returned]:
    blocks = report.get_payload()
    fields = [each for each in blocks if isinstance(each, Message)]
    quoted = _message_id(message, fields)
    for block in fields:
        action = _field(block, "Action").partition(" ")[0].lower()
        if action in _ACTIONS:
            answer = _answer(block)
            yield Returned(
                message_id=quoted,
                recipients=_recipients(block),
                status=_ACTIONS[action],
                fault=fault(answer),
                answer=answer[:_LONGEST],
                at=_date(message),
            )


def _field(block: Message, name: str) -> str:
    return " ".join(str(block.get(name, "")).split())


def _recipients(block: Message) -> tuple[str, ...]:
    named = (_field(block, name) for name in ("Original-Recipient", "Final-Recipient"))
    return tuple(name.rpartition(";")[2].strip(" <>").lower() for name in named if name)


def _answer(block: Message) -> str:
    """Return the enhanced status and the server's own words."""
    status = _field(block, "Status").partition(" ")[0]
    words = _field(block, "Diagnostic-Code").partition(";")[2].strip()
    server = _field(block, "Remote-MTA").rpartition(";")[2].strip()
    said = " ".join(part for part in (status, words) if part)
    return f"{said} ({server})" if server else said


def _message_id(message: Message, fields: list[Message]) -> str | None:
    """Return the Message-ID of the letter it is about, wherever it is quoted."""
    for part in _parts(message):
        if returned := _original(part):
            return returned
    named = [block.get("X-Original-Message-ID") for block in fields]
    named += [message.get("In-Reply-To"), message.get("References")]
    found = (_ID.search(str(each)) for each in named if each)
    return next((each[0] for each in found if each), None)


def _original(part: Message) -> str | None:
    match part.get_content_type():
        case "message/rfc822" | "message/global":
            letter = part.get_payload(0)
        case "text/rfc822-headers" | "message/global-headers":
            letter = message_from_string(_text(part))
        case _:
            return None
    quoted = letter.get("Message-ID") if isinstance(letter, Message) else None
    return str(quoted).strip() if quoted else None


def _by_its_words(message: Message) -> Iterator[Returned]:
    """Read a report in no standard form, as Mailman's detectors know them."""
    put_off, given_up = all_failures(message)
    words = "\n".join(_text(part) for part in message.walk())
    quoted = _QUOTED_ID.search(words)
    for status, addresses in (
        (LetterStatus.DEFERRED, put_off),
        (LetterStatus.BOUNCED, given_up),
    ):
        for address in sorted(each.decode().lower() for each in addresses):
            answer = _paragraph(words, address)
            yield Returned(
                message_id=quoted[1] if quoted else None,
                recipients=(address,),
                status=status,
                fault=fault(answer),
                answer=answer[:_LONGEST],
                at=_date(message),
            )


def _paragraph(words: str, address: str) -> str:
    """Return what is said of an address, from its name to the next empty line."""
    start = max(words.lower().find(address), 0)
    said, _, _ = words[start:].replace("\r\n", "\n").partition("\n\n")
    return " ".join(said.split())


def _text(part: Message) -> str:
    if part.is_multipart():
        return ""
    content = part.get_payload(decode=True)
    return content.decode("utf-8", "replace") if isinstance(content, bytes) else ""


def _date(message: Message) -> datetime | None:
    try:
        when = parsedate_to_datetime(str(message.get("Date", "")))
    except ValueError:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)
