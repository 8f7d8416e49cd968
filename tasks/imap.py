"""Fetch reports of lost letters from the mailbox they come back to."""

import os
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from imaplib import IMAP4

from imap_tools import (
    AND,
    BaseMailBox,
    ImapToolsError,
    MailBox,
    MailBoxUnencrypted,
    MailMessageFlags,
)
from prefect import task
from prefect.cache_policies import NO_CACHE

from db.bounces import Outcome
from rules.errors import ServiceUnavailableError
from tasks.bounces import settle_report
from tasks.delivery_reports import may_be_report

_TIMEOUT = 30
_AT_ONCE = 50
#: What people leave unread for longer is not looked at every time.
_LOOKED_AT = timedelta(days=60)


@dataclass(frozen=True)
class ReadMail:
    """How many reports were settled, and how many messages were left unread."""

    settled: int
    left: int


def is_configured() -> bool:
    return bool(os.environ.get("IMAP_HOST"))


@task(task_run_name="Đọc thư báo lỗi ngày {today}", cache_policy=NO_CACHE)
def read_mailbox(today: date) -> ReadMail:
    """Settle each unread report, then mark it read; all else stays as it was."""
    try:
        with _mailbox() as mailbox:
            unread = _unread(mailbox, today)
            worth_reading = [uid for uid, may_be in unread if may_be]
            settled = [uid for uid in worth_reading if _settle(mailbox, uid, today)]
    except (ImapToolsError, IMAP4.error, OSError) as problem:
        raise ServiceUnavailableError(
            f"Không đọc được hộp thư báo lỗi trên {_host()}: {problem}. Hãy kiểm tra"
            " các dòng IMAP_… của tệp cài đặt; lần chạy sau đọc lại, không mất thư nào."
        ) from problem
    return ReadMail(len(settled), len(unread) - len(settled))


def _unread(mailbox: BaseMailBox, today: date) -> list[tuple[str, bool]]:
    """Return which messages are unread, and whether each may be a report."""
    asked = AND(seen=False, date_gte=today - _LOOKED_AT)
    found = mailbox.fetch(asked, mark_seen=False, headers_only=True, bulk=_AT_ONCE)
    return [(each.uid, may_be_report(each.obj)) for each in found if each.uid]


def _settle(mailbox: BaseMailBox, uid: str, today: date) -> bool:
    """Mark a report read only once the database has it."""
    for message in mailbox.fetch(uid_list=uid, mark_seen=False):
        if settle_report(message.obj, today) is Outcome.SETTLED:
            # The library's own way would also expunge what people had marked deleted.
            mailbox.client.uid("STORE", uid, "+FLAGS", f"({MailMessageFlags.SEEN})")
            return True
    return False


@contextmanager
def _mailbox() -> Iterator[BaseMailBox]:
    with _server() as mailbox:
        yield mailbox.login(
            os.environ.get("IMAP_USERNAME", ""),
            os.environ.get("IMAP_PASSWORD", ""),
            os.environ.get("IMAP_FOLDER", "INBOX"),
        )


def _server() -> BaseMailBox:
    """Encrypt from the first byte, unless the operator says never (0)."""
    match os.environ.get("IMAP_TLS", "1"):
        case "1":
            trusted = ssl.create_default_context()
            port = int(os.environ.get("IMAP_PORT", "993"))
            return MailBox(_host(), port, timeout=_TIMEOUT, ssl_context=trusted)
        case "0":
            port = int(os.environ.get("IMAP_PORT", "143"))
            return MailBoxUnencrypted(_host(), port, timeout=_TIMEOUT)
    raise ServiceUnavailableError(
        "IMAP_TLS phải là 1 (mã hóa từ đầu) hoặc 0 (không mã hóa)."
    )


def _host() -> str:
    return os.environ["IMAP_HOST"]
