"""The postmen of one process: claims, sessions with the mail server, settlement."""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import aclosing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

import aiosmtplib
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from db import carriage, contacts
from db.carriage import Hours, Outgoing
from db.outbox import LetterStatus
from db.session import committing, is_broken, transaction
from rules.bounces import is_mailbox_dead
from rules.courtesy import opens_again
from rules.errors import ServiceUnavailableError
from rules.timetable import calendar
from tasks import smtp
from tasks.handover import Handover
from tasks.meetings import Carried, Meeting
from tasks.receipts import Book

CONNECTIONS = 2
#: Mail servers refuse long sessions; ours end before they would.
LETTERS_A_SESSION = 90
#: A session older than this gives back what is left, for another run to claim.
SESSION_LASTS = 300  # Seconds.

_Heard = TypeVar("_Heard")


@dataclass
class Postmen:
    """Some connections of one process: each claims letters and carries them."""

    receipts: Book
    hours: Hours
    patience: timedelta
    ledger: Connection
    pid: int
    _began: float = field(default_factory=time.monotonic)
    #: The last letter claimed: to look for the next from the first on would take longer
    #: with each that is gone.
    _claimed_to: int = 0

    def __post_init__(self) -> None:
        self._handover = Handover(self.receipts, self._now)

    @classmethod
    @contextmanager
    def hired(
        cls, receipts: Book, hours: Hours, patience: timedelta
    ) -> Iterator["Postmen"]:
        """Hire them for as long as their connection to the database lives."""
        with committing() as ledger:
            pid = carriage.postman(ledger)
            try:
                yield cls(receipts, hours, patience, ledger, pid)
            finally:
                if not is_broken(ledger):
                    carriage.dismiss(ledger)

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
        if self._handover.unserved:
            raise self._handover.unserving(self._handover.unserved)
        if met.problem and not met.answers:
            raise ServiceUnavailableError(
                f"Không gửi được thư qua {smtp.name()}: {met.problem}. Thư vẫn còn"
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
            # A round that began before the office closed does not go on into the night.
            hours = office_hours(self._now())
            letters = carriage.claim(session, batch, hours, self.pid, self._claimed_to)
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
                    if self._is_over(began) or not server.is_connected:
                        break
                    begun = letter
                    met.answers.append(await self._handover.hand_over(server, letter))
                    begun = None
        except (aiosmtplib.SMTPException, OSError, ServiceUnavailableError) as problem:
            met.problem = problem
            if begun:  # It may be what breaks sessions: let the others go first.
                met.answers.append(self._handover.cut_short(begun, problem))
        return met

    def _now(self) -> datetime:
        """Tell the time of the day being lived, whatever day the clock shows."""
        return self.hours.now + timedelta(seconds=time.monotonic() - self._began)

    def _is_over(self, began: float) -> bool:
        """Stop when the session lasts too long, or our claim may be another's."""
        return time.monotonic() - began > SESSION_LASTS or is_broken(self.ledger)

    def _bury(self, session: Session, met: Meeting) -> None:
        """Write no more to mailboxes the server says there are none of."""
        answered = zip(met.letters, met.answers, strict=False)
        # In one order for all postmen: two may meet the same mailboxes.
        for letter, answer in sorted(answered, key=lambda each: each[0].recipient):
            if answer.status is LetterStatus.REFUSED and is_mailbox_dead(answer.answer):
                contacts.mark_dead(
                    session, letter.recipient, answer.answer, self.hours.today
                )


def office_hours(now: datetime) -> Hours:
    """Say what may leave now, which is told in the office's own time."""
    return Hours(now, opens_again(now, calendar()))


def _aside(act: Callable[..., _Heard], *told: object) -> asyncio.Future[_Heard]:
    """Do in a thread what would keep the mail server waiting."""
    return asyncio.ensure_future(asyncio.to_thread(act, *told))
