"""A real mail server whose answer is the recipient's name."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from socket import socket

from aiosmtpd.controller import Controller

HOST = "127.0.0.1"
ANSWERS = {
    "full": "452 4.2.2 Mailbox full",
    "unknown": "550 5.1.1 No such user here",
    "policy": "550 5.7.1 Message refused",
    "outside": "554 5.7.1 <outside@mau.example>: Relay access denied",
}


class Server:
    """Refuses, puts off and hangs up as it is told; keeps what it accepts."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.kept: list[str] = []
        self.to_sender = "250 Ok"
        self.hangs_up_on_reset = False
        #: What is done while a letter's last byte waits for an answer.
        self.meanwhile: Callable[[], object] = lambda: None

    async def handle_MAIL(  # noqa: N802 - the names are aiosmtpd's
        self, _server, _session, envelope, address, _options
    ):
        envelope.mail_from = address
        return self.to_sender

    async def handle_RCPT(  # noqa: N802 - likewise
        self, _server, _session, envelope, address, _options
    ):
        envelope.rcpt_tos.append(address)
        return ANSWERS.get(address.partition("@")[0], "250 Ok")

    async def handle_RSET(  # noqa: N802 - likewise
        self, server, _session, _envelope
    ):
        if self.hangs_up_on_reset:
            server.transport.abort()
        return "250 Ok"

    async def handle_DATA(  # noqa: N802 - likewise
        self, server, _session, envelope
    ):
        if envelope.rcpt_tos[0].startswith("hangs-up"):
            server.transport.abort()
        self.kept.append(message_from_bytes(envelope.content)["Message-ID"])
        await asyncio.to_thread(self.meanwhile)
        return f"250 2.0.0 Kept as {len(self.kept)}"


@contextmanager
def running() -> Iterator[Server]:
    with socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    server = Server(port)
    controller = Controller(server, hostname=HOST, port=port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
