"""Mail an alarm at once, past the outbox: what is wrong may be the outbox itself."""

import os
from collections.abc import Callable, Sequence
from datetime import datetime

from aiosmtplib import (
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

from rules.alarms import Mail, Memory
from rules.errors import ServiceUnavailableError
from rules.watching import TROUBLE_NAMES, Alarm
from tasks import smtp
from templates.facts import AlarmLine
from templates.letters import Sender, UnsendableLetterError, compose


def recipients() -> list[str]:
    """Return who is to be alarmed, as the operator named them."""
    named = os.environ.get("ANTQ_ALARM_TO", "")
    return [address.strip() for address in named.split(",") if address.strip()]


def write(
    mail: Mail, found: Sequence[Alarm], memory: Memory, now: datetime, recipient: str
) -> bytes:
    """Write an alarm, or that what was wrong is well again."""
    lines = [
        AlarmLine(each.what, each.since or memory.since[each.trouble], each.to_do)
        for each in found
    ]
    well_again = [
        TROUBLE_NAMES[trouble]
        for trouble in sorted(memory.unclear - memory.since.keys())
    ]
    letter = compose(
        "alarm",
        occasion=f"{mail}/{now.isoformat()}",
        sender=_watchman(now),
        recipient=recipient,
        facts={
            "to": "Người vận hành chương trình",
            "year": now.year,
            "alarms": lines if mail is Mail.ALARM else [],
            "well_again": well_again,
            "machine": os.uname().nodename,
        },
    )
    return letter.content


def _watchman(now: datetime) -> Sender:
    """Sign without asking the database, which may be what is wrong."""
    address = smtp.sender()
    return Sender(
        name="Người canh chương trình phong trào toàn dân bảo vệ an ninh Tổ quốc",
        address=address,
        reply_to=address,
        office="Người quản trị máy chủ",
        contact=f"thư điện tử {address}",
        dated=now,
        closing=("NGƯỜI CANH TỰ ĐỘNG",),
    )


async def send_now(to: Sequence[str], content: Callable[[str], bytes]) -> list[str]:
    """Hand each recipient a letter; say which of them could not be given one.

    Raises:
        ServiceUnavailableError: None could.
    """
    unheard = []
    try:
        async with smtp.server() as server:
            for recipient in to:
                try:
                    await server.sendmail(
                        smtp.sender(), [recipient], content(recipient)
                    )
                except (
                    SMTPRecipientsRefused,
                    SMTPResponseException,
                    UnsendableLetterError,
                ) as problem:
                    unheard.append(f"{recipient}: {problem}")
    except (SMTPException, OSError, ValueError) as problem:
        raise _unsent(str(problem)) from problem
    if len(unheard) == len(to):
        raise _unsent("; ".join(unheard))
    return unheard


def _unsent(why: str) -> ServiceUnavailableError:
    return ServiceUnavailableError(
        f"Không gửi được thư báo động qua {smtp.name()}: {why}. Hãy kiểm tra SMTP_HOST,"
        " SMTP_PORT và ANTQ_ALARM_TO; lần canh sau sẽ gửi lại."
    )
