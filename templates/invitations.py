"""Due dates for the reader's calendar (RFC 5545), moved and withdrawn by their UID."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from functools import lru_cache
from hashlib import sha256

from icalendar import Alarm, Calendar, Event, vCalAddress

from templates.letters import Sender
from templates.mime import Attachment, checked_address

PUBLISH, CANCEL = "PUBLISH", "CANCEL"
_FILES = {PUBLISH: "han-viec.ics", CANCEL: "huy-han.ics"}
_ALARM = timedelta(hours=-15)  # nine o'clock on the day before
_BEGIN, _DONE = b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n"
_END = b"END:VCALENDAR\r\n"


@dataclass(frozen=True)
class Task:
    """What many units owe alike by one day; ``moved`` is how often it was put off."""

    title: str
    due: date
    how: str
    source: str
    moved: int = 0


@dataclass(frozen=True)
class DueDate:
    """A unit's due date; ``key`` names the duty in all years and keeps its name."""

    key: str
    unit: str
    task: Task


def attachments(
    sender: Sender, new: Sequence[DueDate], met: Sequence[DueDate]
) -> list[Attachment]:
    """Enclose the dates to put in a calendar and those to take out of it."""
    files = ((PUBLISH, new), (CANCEL, met))
    return [_file(sender, method, dates) for method, dates in files if dates]


def _file(sender: Sender, method: str, dates: Sequence[DueDate]) -> Attachment:
    head = _heading(method)
    events = (_event(sender, method, each) for each in dates)
    media_type = f"text/calendar; method={method}; charset=utf-8"
    return Attachment(_FILES[method], b"".join((head, *events, _END)), media_type)


@lru_cache(maxsize=2)
def _heading(method: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Ban Chi dao//antq//VI")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    written: bytes = calendar.to_ical()
    return written.removesuffix(_END)


def _event(sender: Sender, method: str, date: DueDate) -> bytes:
    """Write what is the unit's own, then what it shares with many."""
    own = Event()
    own.add("uid", _uid(sender, date.key))
    own.add("summary", f"Hạn: {date.task.title} – {date.unit}")
    written: bytes = own.to_ical()
    return written.removesuffix(_DONE) + _shared(sender, method, date.task)


def _uid(sender: Sender, key: str) -> str:
    domain = checked_address(sender.address).partition("@")[2]
    return f"{sha256(f'{domain}/{key}'.encode()).hexdigest()[:32]}@{domain}"


@lru_cache(maxsize=1024)  # a morning opens a few tasks for thousands of units
def _shared(sender: Sender, method: str, task: Task) -> bytes:
    event = Event()
    event.add("dtstamp", sender.dated.astimezone(UTC))
    event.add("dtstart", task.due)
    event.add("dtend", task.due + timedelta(days=1))
    event.add("organizer", _organizer(sender))
    event.add("transp", "TRANSPARENT")
    event.add("description", _description(sender, task))
    if method == CANCEL:
        event.add("status", "CANCELLED")
        event.add("sequence", task.moved + 1)
    else:
        event.add("status", "CONFIRMED")
        event.add("sequence", task.moved)
        event.add_component(_alarm(task))
    written: bytes = event.to_ical()
    return written.removeprefix(_BEGIN)


def _organizer(sender: Sender) -> vCalAddress:
    organizer = vCalAddress(f"mailto:{checked_address(sender.reply_to)}")
    organizer.params["CN"] = sender.office
    return organizer


def _description(sender: Sender, task: Task) -> str:
    return (
        f"Cách làm: {task.how}\nCăn cứ: {task.source}\n"
        f"Nơi giải đáp: {sender.office}, {sender.contact}."
    )


def _alarm(task: Task) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", _ALARM)
    alarm.add("description", f"Ngày mai là hạn cuối: {task.title}")
    return alarm
