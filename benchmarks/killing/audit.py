"""Hold what the engine wrote down against what the mail server kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from benchmarks.faulty_smtp import Kept
from benchmarks.killing.books import Books, Noted, Written
from benchmarks.killing.fight import Answer, Fight
from benchmarks.killing.oracle import Rungs
from benchmarks.killing.world import Kill
from db.outbox import LetterStatus
from rules.ladder import Notice

#: News is told besides the ladder: the oracle of the ladder knows nothing of it.
NEWS = (Notice.EXTENDED, Notice.HANDED_OVER, Notice.RECEIVED)
#: Seconds between a kill and the letter it left between answer and receipt.
WINDOW = 1.5
#: Seconds in which a duty may be met between the claim's snapshot and its clock.
BLINK = 0.5


@dataclass(frozen=True)
class Fate:
    """What became of all that had to be told."""

    #: What the oracle says had to be told, come what may.
    foretold: int
    sent: int
    withdrawn: int
    refused: int
    waiting: int
    #: What the oracle says had to be told, and nobody noted.
    lost: Rungs
    #: What was told though the oracle knows no reason.
    baseless: int
    #: Told twice: in the outbox, and in what the server kept, by different letters.
    twice_sent: int
    twice_kept: int

    @property
    def due(self) -> int:
        ended = self.sent + self.withdrawn + self.refused
        return ended + self.waiting + len(self.lost)


def fate(books: Books) -> Fate:
    ends = [_end(books, notice) for notice in books.notices]
    told = {each.key for each in books.notices}
    ladder = {each.key for each in books.notices if each.rung not in NEWS}
    return Fate(
        foretold=len(books.must),
        sent=ends.count(LetterStatus.SENT),
        withdrawn=ends.count(LetterStatus.WITHDRAWN),
        refused=ends.count(LetterStatus.REFUSED),
        waiting=ends.count(LetterStatus.QUEUED),
        lost=books.must - told,
        baseless=len(ladder - books.may),
        twice_sent=sum(_times(books, each, _is_sent) > 1 for each in books.notices),
        twice_kept=sum(_times(books, each, _is_kept) > 1 for each in books.notices),
    )


def _end(books: Books, notice: Noted) -> LetterStatus:
    if _times(books, notice, _is_sent):
        return LetterStatus.SENT
    if books.refused & set(notice.letters) or notice.recipient in books.dead:
        return LetterStatus.REFUSED
    return LetterStatus.WITHDRAWN if notice.over else LetterStatus.QUEUED


def _times(books: Books, notice: Noted, is_so: Callable[[Books, Written], bool]) -> int:
    return sum(is_so(books, letter) for letter in books.letters_of(notice))


def _is_sent(_: Books, letter: Written) -> bool:
    return letter.status is LetterStatus.SENT


def _is_kept(books: Books, letter: Written) -> bool:
    return letter.message_id in books.kept


@dataclass(frozen=True)
class Wire:
    """What the server kept, letter by letter."""

    kept: int
    #: Kept again under the same Message-ID: the server had hung up in silence.
    after_silence: int
    #: Kept again because of a kill, each kill once; and what no kill explains.
    after_kill: int
    unexplained: int
    #: Marked as sent, yet not kept, or only kept later.
    sent_unkept: int
    #: Kept, yet the outbox knows no such letter, or other bytes.
    unknown: int
    changed: int
    #: Kept, yet the outbox took it back: nobody had heard of the answer.
    kept_unsent: int
    #: Claimed after the duty was known to be met.
    too_late: int
    #: Likewise, but in a letter the server may have had, which goes again as it is.
    too_late_again: int


def wire(books: Books, fight: Fight) -> Wire:
    silent, others = _repeats(books)
    explained = _explained(others, fight.world.kills)
    by_id = {each.message_id: each for each in books.letters.values()}
    return Wire(
        kept=sum(map(len, books.kept.values())),
        after_silence=silent,
        after_kill=explained,
        unexplained=len(others) - explained,
        sent_unkept=sum(_unkept(books, each) for each in by_id.values()),
        unknown=sum(each not in by_id for each in books.kept),
        changed=sum(_changed(by_id, each) for each in books.kept.values()),
        kept_unsent=sum(
            not _is_sent(books, letter)
            for key, letter in by_id.items()
            if key in books.kept
        ),
        too_late=_too_late(books, fight.answers, doubted=False),
        too_late_again=_too_late(books, fight.answers, doubted=True),
    )


def _repeats(books: Books) -> tuple[int, list[float]]:
    """Count what the server's own silence repeated; tell when the others began."""
    silent, others = 0, []
    for copies in books.kept.values():
        for first, _ in pairwise(copies):
            if first.in_silence:
                silent += 1
            else:
                others.append(first.at)
    return silent, others


def _explained(repeats: Sequence[float], kills: Sequence[Kill]) -> int:
    """Count the repeats that a kill explains: one at most for each postman it hit."""
    left = sorted(kill.at for kill in kills for _ in range(kill.postmen))
    explained = 0
    for at in sorted(repeats):
        near = [kill for kill in left if abs(kill - at) <= WINDOW]
        if near:
            left.remove(near[0])
            explained += 1
    return explained


def _unkept(books: Books, letter: Written) -> bool:
    """Say whether it is marked as sent, and was not kept before it was marked."""
    if letter.status is not LetterStatus.SENT:
        return False
    copies = books.kept.get(letter.message_id)
    marked = letter.settled_at
    return not copies or marked is None or marked.timestamp() < copies[0].at


def _changed(by_id: Mapping[str, Written], copies: Sequence[Kept]) -> bool:
    letter = by_id.get(copies[0].message_id)
    digests = {each.digest for each in copies}
    return letter is not None and digests not in ({letter.digest}, {""})


def _too_late(books: Books, answers: Mapping[int, Answer], *, doubted: bool) -> int:
    """Count what was told of a duty already met when its letter was last claimed."""
    return sum(
        letter.claimed_at is not None
        and letter.claimed_at.timestamp() - BLINK > answer.known_at
        for notice in books.notices
        if notice.rung != Notice.RECEIVED
        and (answer := answers.get(notice.obligation_id))
        for letter in books.letters_of(notice)
        if _is_sent(books, letter) and letter.is_doubted is doubted
    )
