"""What the book of receipts says, held against the outbox."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from psycopg import Connection
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from db.outbox import WAITING, Letter


class Word(StrEnum):
    """What is known of a letter: by us, then by the server's own word."""

    HANDED = "handed"
    TAKEN = "taken"
    REFUSED = "refused"


@dataclass(frozen=True)
class Receipt:
    """The last word for one letter, and the server's own."""

    word: Word
    message_id: str
    server: str
    answer: str
    at: datetime


def days_waiting(session: Session) -> list[date]:
    """Return the days of the letters that are not known to be delivered."""
    days = select(Letter.dated).where(Letter.status.in_(WAITING)).distinct()
    return list(session.scalars(days.order_by(Letter.dated)))


_HEARD = """
    CREATE TEMP TABLE heard (
        n bigint GENERATED ALWAYS AS IDENTITY,
        word text, message_id text, server text, answer text, at timestamptz
    ) ON COMMIT DROP
"""
_COPY = "COPY heard (word, message_id, server, answer, at) FROM STDIN"
#: The last word counts. What was handed over and not answered the server may have.
_SETTLE = text("""
    WITH held AS (
        SELECT l.id, l.message_id FROM letter l
        WHERE l.status IN ('queued', 'sending', 'deferred')
          AND l.message_id IN (SELECT message_id FROM heard)
        ORDER BY l.id FOR UPDATE  -- in the order in which a postman locks them
    ), last AS (
        SELECT DISTINCT ON (l.id) l.id, h.* FROM heard h JOIN held l USING (message_id)
        ORDER BY l.id, h.n DESC
    ), taken AS (
        UPDATE letter l SET status = 'sent', answer = last.answer,
               server = last.server, sent_at = last.at
        FROM last WHERE l.id = last.id AND last.word = 'taken'
    )
    UPDATE letter l SET is_doubted = true FROM last
    WHERE l.id = last.id AND last.word = 'handed' AND l.status <> 'sending'
""")


def settle(session: Session, receipts: Iterable[Receipt]) -> None:
    """Settle what the server took; doubt what was handed over and never answered."""
    connection = session.connection().connection.driver_connection
    assert isinstance(connection, Connection)  # noqa: S101 - psycopg is the only driver
    connection.execute("DROP TABLE IF EXISTS heard")
    connection.execute(_HEARD)
    with connection.cursor().copy(_COPY) as copy:
        for each in receipts:
            copy.write_row(
                (each.word, each.message_id, each.server, each.answer, each.at)
            )
    session.execute(_SETTLE)
