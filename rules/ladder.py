"""The ladder: who is told of a duty, and how many working days from its due date."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Notice(StrEnum):
    """What a mailbox is told about a duty, what weighs most first."""

    LEADERSHIP = "leadership"
    OFFICE = "office"
    SUPERIOR = "superior"
    OVERDUE = "overdue"
    EXTENDED = "extended"
    REMINDER = "reminder"
    HANDED_OVER = "handed_over"
    OPENED = "opened"
    RECEIVED = "received"
    WAIVED = "waived"


#: These are told of a duty that is over; every other of one that is open.
OVER = (Notice.RECEIVED, Notice.WAIVED)
#: Whom each step of escalation asks, in the order in which they are asked.
ESCALATION = (Notice.SUPERIOR, Notice.OFFICE, Notice.LEADERSHIP)
#: What each of them is called.
STEP_NAMES = {
    Notice.SUPERIOR: "cấp trên trực tiếp",
    Notice.OFFICE: "thường trực Ban Chỉ đạo tỉnh",
    Notice.LEADERSHIP: "lãnh đạo Ban Chỉ đạo tỉnh",
}
#: The kinds of rungs a ladder has; besides them a mailbox is told what happened.
LADDER = (Notice.REMINDER, Notice.OVERDUE, *ESCALATION)


class CatchUp(StrEnum):
    """What becomes of that which an outage let pass."""

    NONE = "none"
    LATEST = "latest"
    EACH = "each"


CATCH_UP_NAMES = {
    CatchUp.NONE: "bỏ, không làm bù",
    CatchUp.LATEST: "chỉ làm bù lần sau cùng",
    CatchUp.EACH: "làm bù đủ từng lần",
}

#: Reminders missed are one reminder; escalation climbs again, one step a day.
CATCH_UP: Mapping[Notice, CatchUp] = {
    Notice.LEADERSHIP: CatchUp.EACH,
    Notice.OFFICE: CatchUp.EACH,
    Notice.SUPERIOR: CatchUp.EACH,
    Notice.OVERDUE: CatchUp.LATEST,
    Notice.REMINDER: CatchUp.LATEST,
    Notice.EXTENDED: CatchUp.LATEST,
    Notice.HANDED_OVER: CatchUp.LATEST,
    Notice.OPENED: CatchUp.EACH,
    Notice.RECEIVED: CatchUp.EACH,
    Notice.WAIVED: CatchUp.EACH,
}


@dataclass(frozen=True)
class Rung:
    """One rung: ``mark`` working days are left, negative once overdue."""

    notice: Notice
    mark: int = 0

    @classmethod
    def parse(cls, text: str) -> "Rung":
        notice, _, mark = text.partition(":")
        return cls(Notice(notice), int(mark or 0))

    def __str__(self) -> str:
        return f"{self.notice}:{self.mark}" if self.mark_matters else self.notice

    @property
    def said(self) -> str:
        """Say what the rung does: ``nhắc khi còn 5 ngày làm việc``."""
        days = f"{abs(self.mark)} ngày làm việc"
        match self.notice:
            case Notice.REMINDER if self.mark == 0:
                return "nhắc trong ngày hết hạn"
            case Notice.REMINDER:
                return f"nhắc khi còn {days}"
            case notice if self.mark_matters:
                return f"{_SAID[notice]} khi quá hạn {days}"
            case notice:
                return _SAID[notice]

    @property
    def mark_matters(self) -> bool:
        """Say whether a duty may be told this several times, at several marks."""
        return self.notice in LADDER


_SAID = {
    Notice.OVERDUE: "nhắc",
    **{step: f"báo {name}" for step, name in STEP_NAMES.items()},
    Notice.EXTENDED: "báo hạn mới",
    Notice.HANDED_OVER: "chuyển việc cho đầu mối mới",
    Notice.OPENED: "giao việc",
    Notice.RECEIVED: "báo đã nhận kết quả",
    Notice.WAIVED: "báo được miễn",
}

#: The rungs of a stage, in no order.
Ladder = tuple[Rung, ...]


def ladder(entry: Mapping[str, Sequence[int]]) -> Ladder:
    """Read a ladder as the year's file tells it: marks by notice."""
    rungs = tuple(
        Rung(Notice(key), mark) for key, marks in entry.items() for mark in marks
    )
    for rung in rungs:
        if rung.notice not in LADDER:
            raise ValueError(f"“{rung.notice}” không phải bậc của thang nhắc")
        if (rung.mark < 0) is (rung.notice is Notice.REMINDER):
            raise ValueError(f"“{rung.notice}” không thể ở mốc {rung.mark}")
    return rungs
