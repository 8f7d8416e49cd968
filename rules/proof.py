"""Was a unit told of its duty before its due date, and if not, whose fault was it?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from rules.ladder import ESCALATION, OVER


class Fate(StrEnum):
    """What became of a letter that was to tell a unit of its duty."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    BOUNCED = "bounced"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    TOLD = "told"
    TOLD_LATE = "told_late"
    OUR_FAULT = "our_fault"
    NOT_YET = "not_yet"


@dataclass(frozen=True)
class Telling:
    """A letter to the unit itself: when it was written, and what became of it."""

    written_on: date
    fate: Fate
    #: When the mail server took it, by the clock of the office.
    accepted_at: datetime | None = None
    server: str = ""
    answer: str = ""


@dataclass(frozen=True)
class Case:
    """What is known of how a unit was told of one duty."""

    deadline: date
    #: When it was done or let go.
    ended_on: date | None
    #: A letter can reach the unit: its mailbox, or its deputy's.
    is_reachable: bool
    tellings: Sequence[Telling]


@dataclass(frozen=True)
class Verdict:
    outcome: Outcome
    words: str


def verdict(case: Case, today: date) -> Verdict:
    """Judge by the first letter that a server took and that did not come back."""
    first = min(
        (each for each in case.tellings if each.fate is Fate.ACCEPTED),
        key=_moment,
        default=None,
    )
    if first:
        return _told(first, case.deadline)
    if case.ended_on and case.ended_on <= case.deadline:
        return Verdict(
            Outcome.NOT_YET,
            f"Chưa đến lượt báo: việc đã kết thúc ngày {case.ended_on:%d/%m/%Y},"
            " trước khi có thư tới đơn vị.",
        )
    if today <= case.deadline and (hope := _hope(case)):
        return Verdict(Outcome.NOT_YET, f"Chưa đến lượt báo: {hope}.")
    return Verdict(Outcome.OUR_FAULT, f"Lỗi thuộc về thường trực: {_fault(case)}.")


def _moment(telling: Telling) -> tuple[date, str]:
    """Order tellings; an answer without an hour counts from the letter's day."""
    at = telling.accepted_at
    return (at.date(), at.isoformat()) if at else (telling.written_on, "")


def _told(first: Telling, deadline: date) -> Verdict:
    at = first.accepted_at
    day, _ = _moment(first)
    when = f"{day:%d/%m/%Y}" + (f" lúc {at:%H:%M}" if at else "")
    server = f"máy chủ {first.server or '(không rõ tên)'}"
    answer = f"nhận với câu trả lời “{first.answer}”"
    if day <= deadline:
        return Verdict(
            Outcome.TOLD,
            f"Đã báo ngày {when}, trước khi hết hạn {deadline:%d/%m/%Y}:"
            f" {server} {answer}.",
        )
    return Verdict(
        Outcome.TOLD_LATE,
        f"Đã báo nhưng sau hạn {deadline:%d/%m/%Y}: ngày {when} {server} mới {answer}.",
    )


def _hope(case: Case) -> str:
    """Say what is still to come before the due date, if nothing hinders it."""
    last = case.tellings[-1] if case.tellings else None
    if last and last.fate is Fate.WAITING:
        put_off = f"; máy chủ hoãn nhận: “{last.answer}”" if last.answer else ""
        return f"thư lập ngày {last.written_on:%d/%m/%Y} đang chờ gửi{put_off}"
    if not case.is_reachable or (last and last.fate is Fate.REFUSED):
        return ""
    if last and last.fate is Fate.BOUNCED:
        return (
            f"thư ngày {last.written_on:%d/%m/%Y} bị trả lại (“{last.answer}”),"
            " sẽ báo lại"
        )
    return "thư sẽ lập trong ngày làm việc kế tiếp"


def _fault(case: Case) -> str:
    if not case.tellings:
        return (
            "không lập thư nào báo việc này cho đơn vị"
            if case.is_reachable
            else "đơn vị không có hộp thư nào nhận được thư"
        )
    last = case.tellings[-1]
    said = f" (“{last.answer}”)" if last.answer else ""
    words = f"thư ngày {last.written_on:%d/%m/%Y} {_FAILED[last.fate]}{said}"
    if case.is_reachable:
        return words
    return f"{words}, đơn vị không còn hộp thư nào khác để gửi"


_FAILED = {
    Fate.WAITING: "chưa chuyển được tới máy chủ thư",
    Fate.REFUSED: "bị máy chủ thư từ chối",
    Fate.BOUNCED: "bị trả lại",
    Fate.EXPIRED: "quá thời hạn mà chưa chuyển được",
    Fate.WITHDRAWN: "đã rút lại mà không có thư thay",
}


#: These tell others of the unit's silence, or the unit of something else.
NOT_TOLD_BY = (*ESCALATION, *OVER)
