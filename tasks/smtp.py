"""The office's mail server, as the environment names it; a letter in two steps."""

import os

from aiosmtplib import SMTP, SMTPDataError, SMTPResponse, SMTPServerDisconnected
from aiosmtplib.typing import SMTPStatus

from rules.errors import ServiceUnavailableError

_PATIENCE = 30  # Seconds for each answer of the server.
#: For its word on a whole letter: to give up sooner sends it twice.
#: (RFC 5321, 4.5.3.2.6)
_PATIENCE_FOR_A_LETTER = 600


def server() -> SMTP:
    return SMTP(
        hostname=_host(),
        port=_port(),
        username=os.environ.get("SMTP_USERNAME"),
        password=os.environ.get("SMTP_PASSWORD"),
        start_tls=_start_tls(),
        timeout=_PATIENCE,
    )


async def announce(server: SMTP, sender: str, recipient: str) -> None:
    """Say whose letter comes and for whom; return once the server asks for it.

    Raises ``SMTPResponseException`` where it does not, ``ValueError`` for an address
    that is none.
    """
    await server.mail(sender)
    await server.rcpt(recipient)
    answer = await server.execute_command(b"DATA")
    if answer.code != SMTPStatus.start_input:
        raise SMTPDataError(answer.code, answer.message)


async def hand_over(server: SMTP, content: bytes) -> SMTPResponse:
    """Send the letter announced, in CRLF lines; return the server's word for it.

    The library's own ``data`` does both steps at once: nobody could then wait between.
    """
    connection = server.protocol
    if connection is None:
        raise SMTPServerDisconnected("Connection lost")
    connection.write(content.replace(b"\n.", b"\n..") + b".\r\n")
    answer = await connection.read_response(timeout=_PATIENCE_FOR_A_LETTER)
    if answer.code != SMTPStatus.completed:
        raise SMTPDataError(answer.code, answer.message)
    return answer


def name() -> str:
    return f"{_host()}:{_port()}"


def sender() -> str:
    """Return the address that undelivered letters come back to."""
    return os.environ.get("MAIL_FROM", "antq@localhost.example")


def letters_a_minute() -> int | None:
    """Return how many letters the server wants at most, if it said."""
    written = os.environ.get("SMTP_LETTERS_A_MINUTE", "0")
    if not written.isdecimal():
        raise ServiceUnavailableError(
            f"SMTP_LETTERS_A_MINUTE phải là một số nguyên, không phải “{written}”;"
            " 0 là không giới hạn."
        )
    return int(written) or None


def _start_tls() -> bool | None:
    """Encrypt where the server offers it, unless the operator says never (0)."""
    match os.environ.get("SMTP_STARTTLS", "1"):
        case "1":
            return None
        case "0":
            return False
    raise ServiceUnavailableError(
        "SMTP_STARTTLS phải là 1 (mã hóa khi máy chủ hỗ trợ) hoặc 0 (không mã hóa)."
    )


def _host() -> str:
    return os.environ.get("SMTP_HOST", "localhost")


def _port() -> int:
    return int(os.environ.get("SMTP_PORT", "25"))
