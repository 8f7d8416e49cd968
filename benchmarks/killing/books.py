"""What both sides wrote down: the engine of its letters, the server of what it kept."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import text
from sqlalchemy.orm import Session

from benchmarks.faulty_smtp import Kept
from benchmarks.killing.fight import Fight
from benchmarks.killing.oracle import Rungs, foretold
from db.outbox import LetterStatus
from db.session import reading

_NOTICES = text("""
    SELECT n.id, n.obligation_id, n.due, n.rung, n.recipient,
           o.due <> n.due OR n.rung <> 'received'
               AND (o.fulfilled_on IS NOT NULL OR o.waived_on IS NOT NULL)
               OR o.locks < :day,
           array_remove(array_agg(c.letter_id), NULL)
    FROM notice n JOIN obligation o ON o.id = n.obligation_id
    LEFT JOIN carriage c ON c.notice_id = n.id GROUP BY n.id, o.id
""")
_LETTERS = text("""
    SELECT l.id, l.message_id, l.status, l.is_doubted, l.claimed_at, s.at, l.content
    FROM letter l LEFT JOIN settlement s ON s.letter_id = l.id
""")
_DEAD = text("SELECT address FROM dead_mailbox")
_REFUSED = text("SELECT DISTINCT letter_id FROM setback WHERE status = 'refused'")


@dataclass(frozen=True)
class Noted:
    """One rung of one duty for one mailbox, and the letters that ever carried it."""

    id: int
    obligation_id: int
    due: date
    rung: str
    recipient: str
    over: bool
    letters: Sequence[int]

    @property
    def key(self) -> tuple[int, date, str]:
        return self.obligation_id, self.due, self.rung


@dataclass(frozen=True)
class Written:
    """A letter as the outbox tells of it."""

    message_id: str
    status: LetterStatus
    is_doubted: bool
    claimed_at: datetime | None
    settled_at: datetime | None
    digest: str


@dataclass(frozen=True)
class Books:
    """Everything both sides wrote down."""

    notices: Sequence[Noted]
    letters: Mapping[int, Written]
    refused: set[int]
    #: Mailboxes that are written to no more.
    dead: set[str]
    #: What the server kept, by Message-ID, in the order in which it came.
    kept: Mapping[str, Sequence[Kept]]
    must: Rungs
    may: Rungs

    def letters_of(self, notice: Noted) -> Iterator[Written]:
        return (self.letters[each] for each in notice.letters)


def read(fight: Fight) -> Books:
    kept: dict[str, list[Kept]] = defaultdict(list)
    for each in fight.world.kept():
        kept[each.message_id].append(each)
    with reading() as session:
        notices = session.execute(_NOTICES, {"day": fight.last_day})
        return Books(
            notices=[Noted(*row) for row in notices],
            letters=_letters(session),
            refused=set(session.scalars(_REFUSED)),
            dead=set(session.scalars(_DEAD)),
            kept=kept,
            **dict(zip(("must", "may"), foretold(session, fight), strict=True)),
        )


def _letters(session: Session) -> dict[int, Written]:
    rows = session.execute(_LETTERS, execution_options={"yield_per": 1000})
    return {
        number: Written(
            message_id,
            LetterStatus(status),
            *row,
            digest=sha256(content).hexdigest(),
        )
        for number, message_id, status, *row, content in rows
    }
