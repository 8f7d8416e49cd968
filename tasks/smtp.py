"""The office's mail server, as the environment names it."""

import os

from aiosmtplib import SMTP

from rules.errors import ServiceUnavailableError


def server() -> SMTP:
    return SMTP(
        hostname=_host(),
        port=_port(),
        username=os.environ.get("SMTP_USERNAME"),
        password=os.environ.get("SMTP_PASSWORD"),
        start_tls=_start_tls(),
        timeout=30,
    )


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
