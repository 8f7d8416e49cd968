"""A real SMTP server that fails at random, and logs every letter it keeps.

``python benchmarks/faulty_smtp.py LOG SEED RATES`` tells its port in one line, and
ends when its standard input does.
"""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import IO

from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"
#: No mailbox is known whose name begins so.
UNKNOWN = "khong-co-"
SLOWEST = 0.3  # Seconds.


@dataclass(frozen=True)
class Rates:
    """How often each thing goes wrong, of all times it could."""

    put_off_recipient: float = 0.01
    put_off_letter: float = 0.01
    hang_up_early: float = 0.004
    hang_up_without_keeping: float = 0.004
    hang_up_after_keeping: float = 0.004
    slow: float = 0.01


FLAWLESS = Rates(0, 0, 0, 0, 0, 0)
OFTEN = Rates()


@dataclass(frozen=True)
class Kept:
    """A letter the server kept: when, which one, for whom, and what its bytes were."""

    at: float
    message_id: str
    recipient: str
    digest: str
    #: The server hung up before it said so.
    in_silence: bool

    def line(self) -> str:
        return json.dumps(vars(self)) + "\n"


def kept(log: Path) -> list[Kept]:
    """Return every letter the server kept, in the order in which it came."""
    return [Kept(**json.loads(line)) for line in log.read_text("utf-8").splitlines()]


@contextmanager
def running(log: Path, seed: int, rates: Rates = OFTEN) -> Iterator[int]:
    """Yield the port of a server that logs what it keeps."""
    log.touch()
    words = [str(log), str(seed), json.dumps(vars(rates))]
    with subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, __file__, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as server:
        port = server.stdout.readline() if server.stdout else b""
        if not port:
            sys.exit("Không mở được máy chủ thư hay lỗi; xem lỗi in ở trên.")
        yield int(port)


class Faulty:
    """Answer as real servers do on their bad days."""

    def __init__(self, log: IO[str], dice: Random, rates: Rates) -> None:
        self._log = log
        self._dice = dice
        self._rates = rates

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's own
        self,
        server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        if self._happens(self._rates.hang_up_early):
            return _hang_up(server)
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's own
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        if address.startswith(UNKNOWN):
            return "550 5.1.1 Mailbox unknown"
        if self._happens(self._rates.put_off_recipient):
            return "450 4.2.1 Mailbox busy, try again later"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's own
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        if self._happens(self._rates.slow):
            await asyncio.sleep(self._dice.uniform(0, SLOWEST))
        if self._happens(self._rates.put_off_letter):
            return "451 4.3.0 Try again later"
        if self._happens(self._rates.hang_up_without_keeping):
            return _hang_up(server)
        silent = self._happens(self._rates.hang_up_after_keeping)
        self._keep(envelope, in_silence=silent)
        return _hang_up(server) if silent else "250 2.0.0 Kept"

    def _happens(self, rate: float) -> bool:
        return self._dice.random() < rate

    def _keep(self, envelope: Envelope, *, in_silence: bool) -> None:
        content = envelope.original_content or b""
        message_id = str(BytesHeaderParser().parsebytes(content)["Message-ID"])
        digest = sha256(content).hexdigest()
        for recipient in envelope.rcpt_tos:
            told = Kept(time.time(), message_id, recipient, digest, in_silence)
            self._log.write(told.line())
        self._log.flush()


def _hang_up(server: SMTP) -> str:
    if server.transport:
        server.transport.abort()
    return "421 4.3.2 Never heard"


async def _serve(log: Path, seed: str, told: str) -> None:
    loop, rates = asyncio.get_running_loop(), Rates(**json.loads(told))
    with log.open("a", encoding="utf-8") as lines:
        faulty = Faulty(lines, Random(seed), rates)  # noqa: S311 - dice, no secret
        server = await loop.create_server(
            lambda: SMTP(faulty, hostname="localhost", loop=loop), HOST, 0
        )
        async with server:
            print(server.sockets[0].getsockname()[1], flush=True)
            await loop.run_in_executor(None, sys.stdin.buffer.read)


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1]), *sys.argv[2:]))
