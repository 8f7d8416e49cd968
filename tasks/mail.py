"""Carry letters to the mail server: claim, send, settle."""

import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

import aiosmtplib
from aiosmtplib import SMTP
from prefect import task
from prefect.cache_policies import NO_CACHE
from sqlalchemy import Connection

from db import outbox
from db.outbox import LetterStatus, Outgoing
from db.session import committing, transaction
from rules.errors import ServiceUnavailableError

LOST_AFTER = timedelta(minutes=15)
CONNECTIONS = 4
#: Mail servers refuse long sessions; ours end before they would.
LETTERS_A_SESSION = 90


@dataclass(frozen=True)
class Carried:
    """How many letters the server took, and how many it refused or put off."""

    sent: int = 0
    refused: int = 0
    deferred: int = 0

    def __add__(self, other: "Carried") -> "Carried":
        return Carried(
            self.sent + other.sent,
            self.refused + other.refused,
            self.deferred + other.deferred,
        )


@task(task_run_name="Chuyển thư", cache_policy=NO_CACHE)
async def carry_letters(limit: int = 2000) -> Carried:
    """Carry up to ``limit`` waiting letters; each is settled as it is answered."""
    with transaction() as session:
        outbox.release(session, older_than=LOST_AFTER)
        outbox.withdraw_answered(session)
        share = ceil(min(outbox.waiting(session), limit) / CONNECTIONS)
    if not share:
        return Carried()
    with committing() as ledger:
        postmen = (_postman(ledger, share) for _ in range(CONNECTIONS))
        return sum(await asyncio.gather(*postmen), start=Carried())


async def _postman(ledger: Connection, left: int) -> Carried:
    """Carry letters session by session until none is left or enough were carried."""
    total = Carried()
    while left and not total.deferred:
        with transaction() as session:
            batch = min(LETTERS_A_SESSION, left)
            letters = outbox.claim(session, batch, outbox.postman(ledger))
        if not letters:
            break
        total += await _one_session(ledger, letters)
        left -= len(letters)
    return total


async def _one_session(ledger: Connection, letters: Sequence[Outgoing]) -> Carried:
    answers: dict[LetterStatus, int] = dict.fromkeys(LetterStatus, 0)
    try:
        async with _server() as server:
            for letter in letters:
                answers[await _carry(server, letter, ledger)] += 1
    except (aiosmtplib.SMTPException, OSError) as problem:
        _put_back(letters, problem)
        if not sum(answers.values()):
            raise ServiceUnavailableError(
                f"Không gửi được thư qua {_host()}:{_port()}: {problem}. Thư vẫn còn"
                " trong hộp chờ và sẽ được gửi lại ở lần chạy sau."
            ) from problem
    carried = answers[LetterStatus.SENT]
    refused = answers[LetterStatus.FAILED]
    return Carried(carried, refused, len(letters) - carried - refused)


async def _carry(server: SMTP, letter: Outgoing, ledger: Connection) -> LetterStatus:
    """Hand one letter over, and record the answer at once."""
    sender = os.environ.get("MAIL_FROM", "antq@localhost.example")
    try:
        _, answer = await server.sendmail(sender, [letter.recipient], letter.content)
        status = LetterStatus.SENT
    except (aiosmtplib.SMTPResponseException, ValueError) as problem:
        answer = str(problem)
        code = getattr(problem, "code", 550)
        status = LetterStatus.FAILED if code >= _PERMANENT else LetterStatus.QUEUED
        await server.rset()
    outbox.settle(ledger, letter.id, status, answer)
    return status


_PERMANENT = 500


def _put_back(letters: Sequence[Outgoing], problem: Exception) -> None:
    with transaction() as session:
        outbox.put_back(session, [letter.id for letter in letters], str(problem))


def _server() -> SMTP:
    return SMTP(
        hostname=_host(),
        port=_port(),
        username=os.environ.get("SMTP_USERNAME"),
        password=os.environ.get("SMTP_PASSWORD"),
        start_tls=_start_tls(),
        timeout=30,
    )


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
