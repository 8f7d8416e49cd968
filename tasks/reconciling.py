"""Hold the outbox against the book of receipts, before anything in it is taken back."""

from sqlalchemy.orm import Session

from db import carriage, outbox, receipts
from tasks.receipts import Book, book


def reconcile(session: Session) -> Book:
    """Free what the dead held, and believe the book of every letter that waits.

    Letters freed stay locked until what the book knows of them is settled.
    """
    kept = book(outbox.seal(session))
    carriage.release(session)
    if days := receipts.days_waiting(session):
        receipts.settle(session, kept.of(days))
    return kept
