"""What a watchman sees wrong: no day lived, letters that do not leave, no room."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from rules.courtesy import CLOSES, OPENS
from rules.timetable import Calendar

#: A day is lived each morning, days off included; two hours are for a slow one.
DAY_LASTS = timedelta(hours=26)
#: So many office hours the oldest letter may wait.
LETTER_WAITS = timedelta(hours=4)
LEAST_ROOM = 2**30  # Bytes.
DAY = timedelta(days=1)


class Trouble(StrEnum):
    DATABASE = "database"
    DAY = "day"
    OUTBOX = "outbox"
    DISK = "disk"
    PREFECT = "prefect"


TROUBLE_NAMES = {
    Trouble.DATABASE: "cơ sở dữ liệu",
    Trouble.DAY: "việc trong ngày",
    Trouble.OUTBOX: "thư chờ gửi",
    Trouble.DISK: "chỗ trống của đĩa",
    Trouble.PREFECT: "máy chủ Prefect",
}

#: Only said: the day and the letters show whether it matters.
WARNINGS = (Trouble.PREFECT,)


@dataclass(frozen=True)
class Life:
    """How far the year of today was lived; ``lived_at`` may be the year before's."""

    started_on: date
    lived_until: date | None = None
    lived_at: datetime | None = None


@dataclass(frozen=True)
class Waiting:
    """The letters that might have left, and since when the oldest might."""

    letters: int
    since: datetime


@dataclass(frozen=True)
class Room:
    folder: str
    free: int


@dataclass(frozen=True)
class Facts:
    """What was seen at one look; ``now`` is told in the office's own time.

    What is said of the database and of Prefect is empty when they answer.
    """

    now: datetime
    database: str = ""
    life: Life | None = None
    waiting: Waiting | None = None
    room: Room | None = None
    prefect: str = ""


@dataclass(frozen=True)
class Alarm:
    """What is wrong, since when if that is known, and what to do about it."""

    trouble: Trouble
    what: str
    to_do: str
    since: datetime | None = None

    @property
    def is_grave(self) -> bool:
        return self.trouble not in WARNINGS


def alarms(facts: Facts, days: Calendar) -> list[Alarm]:
    """Say all that is wrong, the gravest first. No year begun, nothing is expected."""
    found = [*_database(facts), *_day(facts), *_outbox(facts, days), *_room(facts)]
    if facts.prefect and (facts.life or facts.database):
        to_do = "Khởi động lại dịch vụ: systemctl restart antq, hoặc chạy antq up."
        found.append(Alarm(Trouble.PREFECT, facts.prefect, to_do))
    return found


def _database(facts: Facts) -> Iterator[Alarm]:
    if facts.database:
        yield Alarm(
            Trouble.DATABASE,
            f"Cơ sở dữ liệu không trả lời, mọi việc đang dừng. {facts.database}",
            "Mở lại máy chủ cơ sở dữ liệu, hoặc sửa DATABASE_URL, rồi khởi động lại"
            " dịch vụ: systemctl restart antq.",
        )


def _day(facts: Facts) -> Iterator[Alarm]:
    if facts.life is None or _is_lived(facts.life, facts.now.date()):
        return
    since = expected_since(facts.life, facts.now)
    silent = facts.now - since
    if silent > DAY_LASTS:
        yield Alarm(
            Trouble.DAY,
            f"Đã {_hours(silent)} giờ không ngày nào được làm xong: việc mở, nhắc, báo"
            " quá hạn đang dừng.",
            "Khởi động lại dịch vụ (systemctl restart antq, hoặc chạy antq up), xem"
            " lượt “Việc trong ngày” hỏng vì đâu trên trang Prefect, rồi chạy antq"
            " stage run_day. Việc lỡ sẽ được làm bù.",
            since,
        )


def _is_lived(life: Life, today: date) -> bool:
    return life.lived_until is not None and life.lived_until >= today


def expected_since(life: Life, now: datetime) -> datetime:
    """Return from when on a day is awaited: the last one lived, or the year's start."""
    begun = _midnight(life.started_on + DAY, now.tzinfo)
    if life.lived_at is None:
        return max(begun, _midnight(date(now.year, 1, 1), now.tzinfo))
    return max(begun, life.lived_at.astimezone(now.tzinfo))


def _midnight(day: date, zone: tzinfo | None) -> datetime:
    return datetime.combine(day, time(), zone)


def _outbox(facts: Facts, days: Calendar) -> Iterator[Alarm]:
    if facts.waiting is None:
        return
    since = facts.waiting.since.astimezone(facts.now.tzinfo)
    waited = office_hours(since, facts.now, days)
    if waited > LETTER_WAITS:
        yield Alarm(
            Trouble.OUTBOX,
            f"{facts.waiting.letters} thư đến lượt mà chưa gửi được; thư cũ nhất đã"
            f" chờ {_hours(waited)} giờ làm việc.",
            "Kiểm tra máy chủ thư (SMTP_HOST, SMTP_PORT, mật khẩu), rồi chạy antq"
            " stage send_letters.",
            since,
        )


def _room(facts: Facts) -> Iterator[Alarm]:
    if facts.room and facts.room.free < LEAST_ROOM:
        yield Alarm(
            Trouble.DISK,
            f"Đĩa chứa “{facts.room.folder}” chỉ còn {facts.room.free // 2**20} MB"
            " trống: hết chỗ thì cơ sở dữ liệu dừng.",
            "Dọn đĩa hoặc chuyển thư mục dữ liệu sang đĩa lớn hơn.",
        )


def office_hours(start: datetime, end: datetime, days: Calendar) -> timedelta:
    """Return how much office time lies between two instants of the office's zone."""
    span = (end.date() - start.date()).days
    dates = (start.date() + n * DAY for n in range(span + 1))
    total = timedelta()
    for day in filter(days.is_working_day, dates):
        opens = datetime.combine(day, OPENS, start.tzinfo)
        closes = datetime.combine(day, CLOSES, start.tzinfo)
        total += max(min(closes, end) - max(opens, start), timedelta())
    return total


def _hours(span: timedelta) -> int:
    return span // timedelta(hours=1)
