"""What happened to a duty and to the letters about it, in words an inspector reads."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from db.extensions import Extension
from db.obligations import Obligation
from db.outbox import LetterStatus, Setback
from db.proof import Carried
from rules.timetable import calendar
from tasks.letters import OFFICE_TIME

SETBACKS = {
    LetterStatus.DEFERRED: "Máy chủ thư hoãn nhận",
    LetterStatus.REFUSED: "Máy chủ thư từ chối",
    LetterStatus.BOUNCED: "Bị trả lại",
    LetterStatus.EXPIRED: "Quá thời hạn, không gửi nữa",
    LetterStatus.WITHDRAWN: "Được rút lại, không gửi",
}
#: What became of these has no hour of its own: it is told with the letter.
SILENTLY = (LetterStatus.EXPIRED, LetterStatus.WITHDRAWN)


@dataclass(frozen=True)
class Event:
    """Something that happened on a day, at an hour where one is known."""

    on: date
    at: datetime | None
    words: str
    details: Sequence[str] = ()
    #: The day is over.
    closing: bool = False

    def moment(self) -> tuple[date, bool, time]:
        return self.on, self.closing, self.at.time() if self.at else time.min


def of_life(
    owed: Obligation, extensions: Sequence[Extension], today: date
) -> Iterator[Event]:
    """Tell what became of a duty, besides its letters."""
    yield Event(owed.opened_on, None, f"Giao việc, hạn {owed.first_due:%d/%m/%Y}")
    for each in extensions:
        words = f"Gia hạn từ {each.was_due:%d/%m/%Y} đến {each.due:%d/%m/%Y}"
        why = (f"Lý do: {each.reason}", f"Người cho phép: {each.approved_by}")
        yield Event(each.made_on, None, words, why)
    if owed.waived_on:
        why = (f"Căn cứ: {owed.waived_ground}", f"Người quyết định: {owed.waived_by}")
        yield Event(owed.waived_on, None, "Được miễn", why)
    if owed.fulfilled_on:
        yield Event(owed.fulfilled_on, None, f"Xong việc, {_punctual(owed)}")
    ended = owed.fulfilled_on or owed.waived_on or today
    for day in sorted({owed.missed or owed.due, owed.due}):
        if day < ended:
            yield Event(day, None, "Hết hạn, chưa có kết quả", closing=True)


def _punctual(owed: Obligation) -> str:
    if not owed.late or owed.fulfilled_on is None:
        return "đúng hạn"
    late = calendar().working_days_late(owed.deadline, owed.fulfilled_on)
    return f"chậm {late} ngày làm việc so với hạn {owed.deadline:%d/%m/%Y}"


def unwritten(each: Carried) -> Event:
    return Event(
        each.told_on,
        None,
        f"Đến lượt {each.rung.said}; chưa lập thư",
        (f"Tới {_mailbox(each)}",),
    )


def of_letter(
    number: int, group: Sequence[Carried], setbacks: Sequence[Setback]
) -> Iterator[Event]:
    """Tell of one letter: written, put off, refused or come back, taken."""
    letter = group[0]
    rungs = ", ".join(dict.fromkeys(each.rung.said for each in group))
    yield _written(letter, f"Lập thư số {number}: {rungs}")
    for each in setbacks:
        at = each.at.astimezone(OFFICE_TIME)
        if each.status not in SILENTLY:
            words = f"{SETBACKS[each.status]}: thư số {number}"
            yield Event(at.date(), at, words, (f"Trả lời: “{each.answer}”",))
    if letter.sent_at:
        at = letter.sent_at.astimezone(OFFICE_TIME)
        words = f"Máy chủ {letter.server or '(không rõ tên)'} nhận thư số {number}"
        yield Event(at.date(), at, words, (f"Trả lời: “{letter.answer}”",))


def _written(letter: Carried, words: str) -> Event:
    day = letter.dated or letter.told_on
    at = letter.queued_at.astimezone(OFFICE_TIME) if letter.queued_at else None
    fate = (
        (f"{SETBACKS[letter.status]}: {letter.answer}",)
        if letter.status in SILENTLY
        else ()
    )
    return Event(
        day,
        at if at and at.date() == day else None,
        words,
        (
            f"Tới {_mailbox(letter)}",
            f"Tiêu đề: {letter.subject}",
            f"Message-ID: {letter.message_id}",
            *fate,
        ),
    )


def _mailbox(each: Carried) -> str:
    if each.role is None:
        return f"{each.recipient} (hộp thư không còn trong danh sách đầu mối)"
    deputy = ", dự phòng" if each.is_deputy else ""
    return f"{each.recipient} ({each.role}{deputy}, {each.unit})"
