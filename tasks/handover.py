"""Hand one letter over to the mail server, and write down what it said of it."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from aiolimiter import AsyncLimiter
from aiosmtplib import (
    SMTP,
    SMTPException,
    SMTPResponseException,
    SMTPSenderRefused,
)

from db.carriage import Outgoing, Settled
from db.outbox import LetterStatus
from db.receipts import Receipt, Word
from rules.bounces import is_office_unserved
from rules.errors import ServiceUnavailableError
from tasks import smtp
from tasks.receipts import Book

PERMANENT = 500


def _pace() -> AsyncLimiter | None:
    limit = smtp.letters_a_minute()
    return AsyncLimiter(limit, 60) if limit else None


@dataclass
class Handover:
    """Where the postmen of one process hand over; one letter at a time is in between.

    A letter is accepted when the server answers its last byte, and known to be when the
    receipt is written. Only one is ever in between: a process killed there, of whatever
    number of connections, repeats at most that one, under the same Message-ID.
    """

    receipts: Book
    #: Tells the time of the day being lived, whatever day the clock shows.
    now: Callable[[], datetime]
    server: str = field(default_factory=smtp.name)
    sender: str = field(default_factory=smtp.sender)
    #: What the server said when it would not serve the office at all.
    unserved: str = ""
    _last_byte: asyncio.Lock = field(default_factory=asyncio.Lock)
    #: Handed over, and not answered yet.
    _unheard: set[int] = field(default_factory=set)
    _pace: AsyncLimiter | None = field(default_factory=_pace)

    async def hand_over(self, server: SMTP, letter: Outgoing) -> Settled:
        """Hand one letter over; its receipt is written before the next one leaves.

        Raises ``ServiceUnavailableError`` where no letter would be taken, or the book
        holds no more; ``SMTPException`` and ``OSError`` where the session broke.
        """
        if self._pace:
            await self._pace.acquire()
        try:
            await smtp.announce(server, self.sender, letter.recipient)
            async with self._last_byte:
                return await self._hand_over_content(server, letter)
        except SMTPSenderRefused as problem:
            if problem.code < PERMANENT:  # Enough for one session, or for a while.
                raise
            raise self.unserving(f"{problem.code} {problem.message}") from problem
        except (SMTPResponseException, ValueError) as problem:
            # A server that hangs up after its refusal has refused none the less.
            with suppress(SMTPException, OSError):
                await server.rset()
            return self._refused(letter, problem)
        except ServiceUnavailableError:
            server.close()  # It waits for the letter: any word would be taken for it.
            raise

    def cut_short(self, letter: Outgoing, problem: Exception) -> Settled:
        """Settle a letter whose session broke: the server may have it or not."""
        lost = f"Đứt quãng khi đang gửi: {problem}"
        return self._settled(letter, LetterStatus.DEFERRED, lost)

    def unserving(self, said: str) -> ServiceUnavailableError:
        """Say that the fault is ours to mend, and that nothing is lost."""
        return ServiceUnavailableError(
            f"Máy chủ thư {self.server} không chuyển thư của {self.sender}: {said}."
            " Kiểm tra MAIL_FROM, SMTP_USERNAME, SMTP_PASSWORD và quyền gửi của máy này"
            " trên máy chủ thư; thư vẫn còn trong hộp chờ và sẽ được gửi lại."
        )

    async def _hand_over_content(self, server: SMTP, letter: Outgoing) -> Settled:
        """Hand over what counts; the book knows when it began and what was heard."""
        self._write(Word.HANDED, letter, "")
        self._unheard.add(letter.id)
        try:
            answer = await smtp.hand_over(server, letter.content)
        except SMTPResponseException as problem:
            self._write(Word.REFUSED, letter, str(problem))
            self._unheard.discard(letter.id)
            raise
        # The outbox will say so where the book cannot: the next letter meets the error.
        with suppress(ServiceUnavailableError):
            self._write(Word.TAKEN, letter, answer.message)
        self._unheard.discard(letter.id)
        return self._settled(letter, LetterStatus.SENT, answer.message)

    def _write(self, word: Word, letter: Outgoing, answer: str) -> None:
        receipt = Receipt(word, letter.message_id, self.server, answer, self.now())
        self.receipts.write(letter.dated, receipt)

    def _refused(self, letter: Outgoing, problem: Exception) -> Settled:
        """Tell what is refused for good from what may be taken another time."""
        code, said = getattr(problem, "code", PERMANENT), str(problem)
        if is_office_unserved(said, code):
            self.unserved = said
            return self._settled(letter, LetterStatus.DEFERRED, said)
        final = code >= PERMANENT
        status = LetterStatus.REFUSED if final else LetterStatus.DEFERRED
        return self._settled(letter, status, said)

    def _settled(self, letter: Outgoing, status: LetterStatus, answer: str) -> Settled:
        doubted = letter.id in self._unheard
        return Settled(letter.id, status, answer, self.server, self.now(), doubted)
