"""A real SMTP server on this machine that keeps every letter it accepts.

``python -m deployments.letterbox MAILDIR`` tells its port in one line, and ends when
its standard input does: so it never outlives whoever started it.
"""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from rules.errors import ServiceUnavailableError

_HOST = "127.0.0.1"


@contextmanager
def running(maildir: Path) -> Iterator[tuple[str, int]]:
    """Yield host and port of a server that keeps its letters in that Maildir."""
    _make(maildir)
    command = [sys.executable, "-m", "deployments.letterbox", str(maildir)]
    with subprocess.Popen(  # noqa: S603 - our own module
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    ) as server:
        port = server.stdout.readline() if server.stdout else b""
        if not port:
            raise ServiceUnavailableError(
                "Không mở được máy chủ thư trên máy này. Hãy xem lỗi in ở trên."
            )
        yield _HOST, int(port)


def _make(maildir: Path) -> None:
    try:
        for folder in ("tmp", "new", "cur"):
            (maildir / folder).mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise ServiceUnavailableError(
            f"Không tạo được hộp thư “{maildir}”: {problem.strerror}. Hãy kiểm tra "
            "quyền ghi và chỗ trống của thư mục đó rồi chạy lại."
        ) from problem


class Keeper:
    """Write letters into a Maildir, named in the order in which they came."""

    def __init__(self, maildir: Path) -> None:
        self._draft = maildir / "tmp"
        self._new = maildir / "new"
        self._number = count(1)

    async def handle_DATA(  # noqa: N802 - the name is aiosmtpd's
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        name = f"{time.time_ns()}.P{os.getpid()}Q{next(self._number)}.antq"
        draft = self._draft / name
        try:
            draft.write_bytes(_as_delivered(envelope))
            draft.rename(self._new / name)
        except OSError:
            draft.unlink(missing_ok=True)
            return "452 4.3.1 Insufficient system storage"
        return f"250 2.0.0 Kept as {name}"


def _as_delivered(envelope: Envelope) -> bytes:
    """Put on top what only the envelope tells."""
    lines = [f"Return-Path: <{envelope.mail_from}>"]
    lines += [f"Delivered-To: {address}" for address in envelope.rcpt_tos]
    return "".join(f"{line}\r\n" for line in lines).encode() + (
        envelope.original_content or b""
    )


async def _serve(maildir: Path) -> None:
    loop = asyncio.get_running_loop()
    keeper = Keeper(maildir)
    server = await loop.create_server(
        lambda: SMTP(keeper, hostname="localhost", enable_SMTPUTF8=True, loop=loop),
        host=_HOST,
        port=0,
    )
    async with server:
        print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201 - told
        await loop.run_in_executor(None, sys.stdin.buffer.read)


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1])))
