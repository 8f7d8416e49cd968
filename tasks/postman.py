"""The postmen of one process: sessions with the mail server, receipts, settlement."""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import aclosing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

import aiosmtplib
from aiolimiter import AsyncLimiter
from aiosmtplib import SMTP
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from db import carriage, contacts
from db.carriage import Hours, Outgoing, Settled
from db.outbox import LetterStatus
from db.receipts import Receipt, Word
from db.session import committing, is_broken, transaction
from rules.bounces import is_mailbox_dead
from rules.errors import ServiceUnavailableError
from tasks import smtp
from tasks.meetings import Carried, Meeting
from tasks.receipts import Book

CONNECTIONS = 2
#: Mail servers refuse long sessions; ours end before they would.
LETTERS_A_SESSION = 90
#: A session older than this gives back what is left, well before it counts as lost.
SESSION_LASTS = 300  # Seconds.
PERMANENT = 500

_Heard = TypeVar("_Heard")


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
    server: str = field(default_factory=smtp.name)
    sender: str = field(default_factory=smtp.sender)
    _began: float = field(default_factory=time.monotonic)
    _last_byte: asyncio.Lock = field(default_factory=asyncio.Lock)
    #: Handed over, and not answered yet.
    _unheard: set[int] = field(default_factory=set)
    #: The last letter claimed: to look for the next from the first on would take longer
    #: with each that is gone.
    _claimed_to: int = 0
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

        The database is asked and told meanwhile: the mail server does not wait for it.
        """
        total, met = Carried(), Meeting(())
        settling = []
        try:
            async with aclosing(self._claimed(left)) as claimed:
                async for letters in claimed:
                    met = await self._meet(letters)
                    settling.append(_aside(self._settle, met))
                    total += met.carried
                    if not met.carried.sent:
                        break
        finally:
            await asyncio.gather(*settling)
        if isinstance(met.problem, ServiceUnavailableError):
            raise met.problem
        if met.problem and not met.answers:
            raise ServiceUnavailableError(
                f"Không gửi được thư qua {self.server}: {met.problem}. Thư vẫn còn"
                " trong hộp chờ và sẽ được gửi lại ở lần chạy sau."
            ) from met.problem
        return total

    async def _claimed(self, left: int) -> AsyncGenerator[Sequence[Outgoing]]:
        """Yield the letters of each session, and claim those of the next meanwhile."""
        claiming = _aside(self._claim, left)
        try:
            while letters := await claiming:
                left -= len(letters)
                claiming = _aside(self._claim, left)
                yield letters
        finally:
            await _aside(self._settle, Meeting(await claiming))

    def _claim(self, left: int) -> Sequence[Outgoing]:
        if not left:
            return ()
        with transaction() as session:
            batch = min(LETTERS_A_SESSION, left)
            letters = carriage.claim(
                session, batch, self.hours, self.pid, self._claimed_to
            )
        self._claimed_to = max(self._claimed_to, *(each.id for each in letters), 0)
        return letters

    def _settle(self, met: Meeting) -> None:
        """Write down what was answered, and let wait again what was not."""
        if not met.letters:
            return
        self.receipts.keep()
        with transaction() as session:
            carriage.settle(session, met.answers, self.patience)
            rest = [letter.id for letter in met.rest]
            why = str(met.problem or "Để lượt sau.")
            carriage.put_back(session, rest, why, self.pid)
            self._bury(session, met)

    async def _meet(self, letters: Sequence[Outgoing]) -> Meeting:
        """Hand letters over in one session."""
        met = Meeting(letters)
        began = time.monotonic()
        begun: Outgoing | None = None
        try:
            async with smtp.server() as server:
                for letter in letters:
                    if self._is_over(began):
                        break
                    begun = letter
                    met.answers.append(await self._hand_over(server, letter))
                    begun = None
        except (aiosmtplib.SMTPException, OSError, ServiceUnavailableError) as problem:
            met.problem = problem
            if begun:  # It may be what breaks sessions: let the others go first.
                lost = f"Đứt quãng khi đang gửi: {problem}"
                met.answers.append(self._settled(begun, LetterStatus.DEFERRED, lost))
        return met

    async def _hand_over(self, server: SMTP, letter: Outgoing) -> Settled:
        """Hand one letter over; its receipt is written before the next one leaves."""
        if self._pace:
            await self._pace.acquire()
        try:
            await smtp.announce(server, self.sender, letter.recipient)
            async with self._last_byte:
                return await self._hand_over_content(server, letter)
        except (aiosmtplib.SMTPResponseException, ValueError) as problem:
            await server.rset()
            return self._refused(letter, problem)
        except ServiceUnavailableError:
            server.close()  # It waits for the letter: any word would be taken for it.
            raise

    async def _hand_over_content(self, server: SMTP, letter: Outgoing) -> Settled:
        """Hand over what counts; the book knows when it began and what was heard."""
        self._write(Word.HANDED, letter, "")
        self._unheard.add(letter.id)
        try:
            answer = await smtp.hand_over(server, letter.content)
        except aiosmtplib.SMTPResponseException as problem:
            self._write(Word.REFUSED, letter, str(problem))
            self._unheard.discard(letter.id)
            raise
        self._write(Word.TAKEN, letter, answer.message)
        self._unheard.discard(letter.id)
        return self._settled(letter, LetterStatus.SENT, answer.message)

    def _write(self, word: Word, letter: Outgoing, answer: str) -> None:
        receipt = Receipt(word, letter.message_id, self.server, answer, self._now())
        self.receipts.write(letter.dated, receipt)

    def _now(self) -> datetime:
        """Tell the time of the day being lived, whatever day the clock shows."""
        return self.hours.now + timedelta(seconds=time.monotonic() - self._began)

    def _settled(self, letter: Outgoing, status: LetterStatus, answer: str) -> Settled:
        doubted = letter.id in self._unheard
        return Settled(letter.id, status, answer, self.server, self._now(), doubted)

    def _refused(self, letter: Outgoing, problem: Exception) -> Settled:
        """Tell what is refused for good from what may be taken another time."""
        code = getattr(problem, "code", PERMANENT)
        final = code >= PERMANENT
        status = LetterStatus.REFUSED if final else LetterStatus.DEFERRED
        return self._settled(letter, status, str(problem))

    def _is_over(self, began: float) -> bool:
        """Stop when the session lasts too long, or our claim may be another's."""
        return time.monotonic() - began > SESSION_LASTS or is_broken(self.ledger)

    def _bury(self, session: Session, met: Meeting) -> None:
        """Write no more to mailboxes the server says there are none of."""
        for letter, answer in zip(met.letters, met.answers, strict=False):
            if answer.status is LetterStatus.REFUSED and is_mailbox_dead(answer.answer):
                contacts.mark_dead(
                    session, letter.recipient, answer.answer, self.hours.today
                )


def _aside(act: Callable[..., _Heard], *told: object) -> asyncio.Future[_Heard]:
    """Do in a thread what would keep the mail server waiting."""
    return asyncio.ensure_future(asyncio.to_thread(act, *told))
