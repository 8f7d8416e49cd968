"""Carry letters to the mail server: claim, send, note the receipt, settle."""

import asyncio
from datetime import datetime, timedelta
from math import ceil

from prefect import task
from prefect.cache_policies import NO_CACHE
from sqlalchemy.orm import Session

from db import carriage, digests, outbox
from db.carriage import Hours, Settled
from db.outbox import LetterStatus
from db.session import transaction
from rules.courtesy import opens_again
from rules.timetable import calendar
from tasks.digests import write_digests
from tasks.postman import CONNECTIONS, Carried, Postmen
from tasks.receipts import Book, Word, book

LOST_AFTER = timedelta(minutes=15)
#: How long a letter waits that the server put off; twice as long each time.
RETRY_AFTER = timedelta(minutes=5)


@task(task_run_name="Chuyển thư", cache_policy=NO_CACHE)
async def carry_letters(now: datetime, limit: int = 10_000) -> Carried:
    """Carry up to ``limit`` waiting letters; each is settled as it is answered.

    ``now`` is told in the office's own time.
    """
    hours = Hours(now, opens_again(now, calendar()))
    with transaction() as session:
        receipts = book(outbox.seal(session))
        put_in_order(session, receipts, hours)
        share = ceil(min(outbox.waiting(session), limit) / CONNECTIONS)
    if not share:
        return Carried()
    with Postmen.hired(receipts, hours, RETRY_AFTER) as postmen:
        rounds = (postmen.carry(share) for _ in range(CONNECTIONS))
        # One that fails must not cut short the letter another is handing over.
        done = await asyncio.gather(*rounds, return_exceptions=True)
    for problem in done:
        if isinstance(problem, BaseException):
            raise problem
    return sum((each for each in done if isinstance(each, Carried)), start=Carried())


def put_in_order(session: Session, receipts: Book, hours: Hours) -> None:
    """Settle what was accepted, free what the dead held, rewrite what is untrue.

    What the server may have is not rewritten. Letters freed stay locked until what the
    book knows of them is settled.
    """
    carriage.release(session, older_than=LOST_AFTER)
    known = receipts.read()
    waiting = [
        (letter_id, each)
        for letter_id, message_id in carriage.waiting_letters(session)
        if (each := known.get(message_id))
    ]
    accepted = [
        Settled(letter_id, LetterStatus.SENT, each.answer, each.server, each.at)
        for letter_id, each in waiting
        if each.word is Word.TAKEN
    ]
    doubted = [letter_id for letter_id, each in waiting if each.word is Word.HANDED]
    carriage.settle(session, accepted, RETRY_AFTER)
    carriage.doubt(session, doubted)
    untrue = digests.take_back(session, hours.today)
    if untrue:
        write_digests(session, hours.today, only=untrue)
