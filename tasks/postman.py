"""The postmen of one process: sessions with the mail server, receipts, settlement."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import aiosmtplib
from aiolimiter import AsyncLimiter
from aiosmtplib import SMTP
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from db import carriage, contacts
from db.carriage import Hours, Outgoing, Settled
from db.outbox import LetterStatus
from db.session import committing, is_broken, transaction
from rules.bounces import is_mailbox_dead
from rules.errors import ServiceUnavailableError
from tasks import smtp
from tasks.receipts import Book, Receipt, Word

CONNECTIONS = 2
#: Mail servers refuse long sessions; ours end before they would.
LETTERS_A_SESSION = 90
#: A session older than this gives back what is left, well before it counts as lost.
SESSION_LASTS = 300  # Seconds.
PERMANENT = 500


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


@dataclass
class Postmen:
    """Some connections of one process; one letter at a time is between them.

    A letter is accepted when the server answers its last byte, and known to be when the
    receipt is written. Only one is ever in between: a process killed there, of whatever
    number of connections, repeats at most that one, under the same Message-ID.
    """

    receipts: Book
    hours: Hours
    patience: timedelta
    ledger: Connection
    pid: int
    _began: float = field(default_factory=time.monotonic)
    _last_byte: asyncio.Lock = field(default_factory=asyncio.Lock)
    _pace: AsyncLimiter | None = None

    @classmethod
    @contextmanager
    def hired(
        cls, receipts: Book, hours: Hours, patience: timedelta
    ) -> Iterator["Postmen"]:
        """Hire them for as long as their connection to the database lives."""
        with committing() as ledger:
            limit = smtp.letters_a_minute()
            pace = AsyncLimiter(limit, 60) if limit else None
            pid = carriage.postman(ledger)
            yield cls(receipts, hours, patience, ledger, pid, _pace=pace)

    async def carry(self, left: int) -> Carried:
        """Carry letters session by session until none is left or enough were.

        While one asks the database, the others go on talking to the mail server.
        """
        total = Carried()
        while left > 0:
            batch = min(LETTERS_A_SESSION, left)
            letters = await asyncio.to_thread(self._claim, batch)
            if not letters:
                break
            carried = await self._one_session(letters)
            total += carried
            if not carried.sent:
                break
            left -= len(letters)
        return total

    def _claim(self, batch: int) -> Sequence[Outgoing]:
        with transaction() as session:
            return carriage.claim(session, batch, self.hours, self.pid)

    async def _one_session(self, letters: Sequence[Outgoing]) -> Carried:
        answers: list[Settled] = []
        problem = await self._meet(letters, answers)
        await asyncio.to_thread(self._settle, letters, answers, problem)
        if problem and not answers:
            raise ServiceUnavailableError(
                f"Không gửi được thư qua {smtp.name()}: {problem}. Thư vẫn còn"
                " trong hộp chờ và sẽ được gửi lại ở lần chạy sau."
            ) from problem
        return _counted(answers, len(letters))

    def _settle(
        self,
        letters: Sequence[Outgoing],
        answers: Sequence[Settled],
        problem: Exception | None,
    ) -> None:
        """Write down what was answered, and let wait again what was not."""
        self.receipts.keep()
        rest = [letter.id for letter in letters[len(answers) :]]
        with transaction() as session:
            carriage.settle(session, answers, self.patience)
            if rest:
                carriage.put_back(session, rest, str(problem or "Để lượt sau."))
            self._bury(session, letters, answers)

    async def _meet(
        self, letters: Sequence[Outgoing], answers: list[Settled]
    ) -> Exception | None:
        """Hand letters over in one session; return what broke it, if anything did."""
        began = time.monotonic()
        begun = False
        try:
            async with smtp.server() as server:
                for letter in letters:
                    if self._is_over(began):
                        break
                    begun = True
                    answers.append(await self._hand_over(server, letter))
                    begun = False
        except (aiosmtplib.SMTPException, OSError) as problem:
            if begun:  # It may be what breaks sessions: let the others go first.
                lost = f"Mất kết nối khi đang gửi: {problem}"
                letter = letters[len(answers)]
                answers.append(self._settled(letter, LetterStatus.DEFERRED, lost))
            return problem
        return None

    async def _hand_over(self, server: SMTP, letter: Outgoing) -> Settled:
        """Hand one letter over; its receipt is written before the next last byte."""
        if self._pace:
            await self._pace.acquire()
        try:
            await server.mail(smtp.sender())
            await server.rcpt(letter.recipient)
            async with self._last_byte:
                return await self._hand_over_content(server, letter)
        except (aiosmtplib.SMTPResponseException, ValueError) as problem:
            await server.rset()
            return self._refused(letter, problem)

    async def _hand_over_content(self, server: SMTP, letter: Outgoing) -> Settled:
        """Hand over what counts; the book knows when it began and what was heard."""
        self._write(Word.HANDED, letter, "")
        try:
            answer = await server.data(letter.content)
        except aiosmtplib.SMTPResponseException as problem:
            self._write(Word.REFUSED, letter, str(problem))
            raise
        self._write(Word.TAKEN, letter, answer.message)
        return self._settled(letter, LetterStatus.SENT, answer.message)

    def _write(self, word: Word, letter: Outgoing, answer: str) -> None:
        now = self._now()
        receipt = Receipt(word, letter.message_id, smtp.name(), answer, now)
        self.receipts.write(receipt)

    def _now(self) -> datetime:
        """Tell the time of the day being lived, whatever day the clock shows."""
        return self.hours.now + timedelta(seconds=time.monotonic() - self._began)

    def _settled(self, letter: Outgoing, status: LetterStatus, answer: str) -> Settled:
        return Settled(letter.id, status, answer, smtp.name(), self._now())

    def _refused(self, letter: Outgoing, problem: Exception) -> Settled:
        """Tell what is refused for good from what may be taken another time."""
        code = getattr(problem, "code", PERMANENT)
        final = code >= PERMANENT
        status = LetterStatus.REFUSED if final else LetterStatus.DEFERRED
        return self._settled(letter, status, str(problem))

    def _is_over(self, began: float) -> bool:
        """Stop when the session lasts too long, or our claim may be another's."""
        return time.monotonic() - began > SESSION_LASTS or is_broken(self.ledger)

    def _bury(
        self,
        session: Session,
        letters: Sequence[Outgoing],
        answers: Sequence[Settled],
    ) -> None:
        """Write no more to mailboxes the server says there are none of."""
        for letter, answer in zip(letters, answers, strict=False):
            if answer.status is LetterStatus.REFUSED and is_mailbox_dead(answer.answer):
                contacts.mark_dead(
                    session, letter.recipient, answer.answer, self.hours.today
                )


def _counted(answers: Sequence[Settled], claimed: int) -> Carried:
    found = Counter(each.status for each in answers)
    return Carried(
        sent=found[LetterStatus.SENT],
        refused=found[LetterStatus.REFUSED],
        deferred=found[LetterStatus.DEFERRED] + claimed - len(answers),
    )
