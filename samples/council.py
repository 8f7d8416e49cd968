"""A session of the council: who of the seats was there, and how they voted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rules.forms import Cell
from samples.organisation import committee_code
from samples.sample import DAY, Sample
from samples.sent import Sent

SEATS, ABSENT = 11, 7
AGREE, AGAINST, OTHER = "Đồng ý", "Không đồng ý", "Ý kiến khác"
ONE_DIFFERS = 0.25  # share of the passing items one member does not support
FEW_FOR = (4, 6)  # votes for an item that does not pass


@dataclass(frozen=True)
class Ballots:
    """What is voted on, and whether the council lets it pass."""

    reference: str
    passes: bool


@dataclass(frozen=True)
class Council:
    code: str
    held_on: date

    def rows(self, sample: Sample, items: Sequence[Ballots]) -> Iterator[Sent]:
        host = sample.organisation.province.code
        sender = committee_code(host)
        told = sample.first_working_day(self.held_on + DAY)
        seats = [seat for seat in range(1, SEATS + 1) if seat != ABSENT]
        session: dict[str, Cell] = {
            "unit": host,
            "session": self.code,
            "held_on": self.held_on,
            "seats": SEATS,
            "present": len(seats),
        }
        yield Sent(told, sender, "session", session)
        for item in items:
            for seat, ballot in zip(seats, _ballots(sample, item, seats), strict=True):
                vote: dict[str, Cell] = {
                    "unit": host,
                    "session": self.code,
                    "reference": item.reference,
                    "seat": seat,
                    "ballot": ballot,
                }
                yield Sent(told, sender, "vote", vote)


def _ballots(sample: Sample, item: Ballots, seats: Sequence[int]) -> list[str]:
    luck = sample.dice("votes", item.reference)
    if item.passes:
        against = int(luck.random() < ONE_DIFFERS)
    else:
        against = len(seats) - luck.randint(*FEW_FOR)
    ballots = [luck.choice((AGAINST, OTHER)) for _ in range(against)]
    ballots += [AGREE] * (len(seats) - against)
    luck.shuffle(ballots)
    return ballots
