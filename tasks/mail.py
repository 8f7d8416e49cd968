"""Carry letters to the mail server: claim, send, note the receipt, settle."""

import asyncio
from datetime import datetime, timedelta
from math import ceil

from prefect import task
from prefect.cache_policies import NO_CACHE
from sqlalchemy.orm import Session

from db import digests, outbox
from db.carriage import Hours
from db.session import transaction
from tasks.digests import write_digests
from tasks.meetings import Carried
from tasks.postman import CONNECTIONS, Postmen, office_hours
from tasks.receipts import Book
from tasks.reconciling import reconcile

#: How long a letter waits that the server put off; twice as long each time.
RETRY_AFTER = timedelta(minutes=5)


@task(task_run_name="Chuyển thư", cache_policy=NO_CACHE)
async def carry_letters(now: datetime) -> Carried:
    """Carry the letters that wait; each is settled as it is answered.

    ``now`` is told in the office's own time.
    """
    hours = office_hours(now)
    with transaction() as session:
        receipts = put_in_order(session, hours)
        share = ceil(outbox.waiting(session) / CONNECTIONS)
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


def put_in_order(session: Session, hours: Hours) -> Book:
    """Believe the book of receipts, then write anew what is no longer true.

    What the server may have is not rewritten.
    """
    kept = reconcile(session)
    untrue = digests.take_back(session, hours.today)
    if untrue:
        write_digests(session, hours.today, only=untrue)
    return kept
