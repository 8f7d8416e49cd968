"""Letters: the words of ``mail/<kind>/``, made once into the bytes that go out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import cache, lru_cache
from hashlib import sha256

from jinja2 import Template

from templates import mime
from templates.environment import ENVIRONMENT
from templates.mime import Attachment, UnsendableLetterError

__all__ = ["Attachment", "Letter", "Sender", "UnsendableLetterError", "compose"]


@dataclass(frozen=True)
class Sender:
    """Who writes and who answers; ``closing`` is signed line by line."""

    name: str
    address: str
    reply_to: str
    office: str
    contact: str
    dated: datetime
    closing: tuple[str, ...]


@dataclass(frozen=True)
class Letter:
    subject: str
    message_id: str
    content: bytes


def compose(  # noqa: PLR0913 - an envelope, its words and what is enclosed
    kind: str,
    *,
    occasion: str,
    sender: Sender,
    recipient: str,
    facts: Mapping[str, object],
    attachments: Sequence[Attachment] = (),
) -> Letter:
    """Write the letter of one occasion; the same occasion gives the same name."""
    enclosed = [attachment.name for attachment in attachments]
    words = {**facts, "sender": sender, "enclosed": enclosed}
    subject, text, html = (template.render(words) for template in _templates(kind))
    subject = subject.strip()
    name = sha256(f"{occasion}\0{recipient}".encode()).hexdigest()
    message_id = f"<{name}@{_domain(sender)}>"
    body = mime.alternative(text, html, f"=_{name[:24]}")
    if attachments:
        body = mime.mixed(body, attachments, f"=_{name[24:48]}")
    head = (
        _heading(sender)
        + f"To: {mime.checked_address(recipient)}\r\n"
        + mime.header("Subject", subject)
        + f"Message-ID: {message_id}\r\n"
    )
    return Letter(subject, message_id, head.encode() + body)


@cache
def _templates(kind: str) -> tuple[Template, Template, Template]:
    subject, text, html = (
        ENVIRONMENT.get_template(f"mail/{kind}/{part}")
        for part in ("subject.txt", "body.txt", "body.html")
    )
    return subject, text, html


@lru_cache(maxsize=8)
def _heading(sender: Sender) -> str:
    """Write what a day's letters share."""
    if sender.dated.tzinfo is None:
        raise ValueError("a letter is dated with its time zone")
    return "".join(
        (
            mime.mailbox("From", sender.name, sender.address),
            mime.mailbox("Reply-To", "", sender.reply_to),
            f"Date: {format_datetime(sender.dated)}\r\n",
            f"List-Id: <antq.{_domain(sender)}>\r\n",
            "Auto-Submitted: auto-generated\r\n",
            "Content-Language: vi\r\n",
            "MIME-Version: 1.0\r\n",
        )
    )


def _domain(sender: Sender) -> str:
    return mime.checked_address(sender.address).partition("@")[2]
