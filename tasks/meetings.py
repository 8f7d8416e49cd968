"""What came of the sessions with the mail server."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from db.carriage import Outgoing, Settled
from db.outbox import LetterStatus


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
class Meeting:
    """A session with the server: the letters brought to it, and what became of them."""

    letters: Sequence[Outgoing]
    answers: list[Settled] = field(default_factory=list)
    problem: Exception | None = None

    @property
    def rest(self) -> Sequence[Outgoing]:
        return self.letters[len(self.answers) :]

    @property
    def carried(self) -> Carried:
        found = Counter(each.status for each in self.answers)
        return Carried(
            sent=found[LetterStatus.SENT],
            refused=found[LetterStatus.REFUSED],
            deferred=found[LetterStatus.DEFERRED] + len(self.rest),
        )
