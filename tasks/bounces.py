"""Settle the letters that came back; imports nothing that is slow."""

from collections.abc import Iterable
from datetime import date
from email.message import Message

from db import bounces
from db.bounces import Outcome
from db.session import transaction
from tasks.delivery_reports import read


def settle_report(message: Message, today: date) -> Outcome:
    """Record what a message says of our letters; anything else is not ours."""
    found = read(message)
    if not found:
        return Outcome.NOT_OURS
    with transaction() as session:
        return _gravest(bounces.record(session, each, today) for each in found)


def _gravest(outcomes: Iterable[Outcome]) -> Outcome:
    """A report is read again while one of its letters is not settled."""
    told = set(outcomes)
    order = (Outcome.TOO_EARLY, Outcome.SETTLED, Outcome.NOT_OURS)
    return next(outcome for outcome in order if outcome in told)
