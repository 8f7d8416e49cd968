"""Due dates reach the reader's calendar, move in it and leave it."""

import email
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.policy import default

import pytest
import vobject

from templates.invitations import DueDate, Task, attachments
from templates.letters import Attachment, Sender, compose
from tests.unit.templates.mornings import MORNINGS, REGISTER

TASK = Task(REGISTER.title, REGISTER.due, REGISTER.how, REGISTER.source)
DUE = DueDate("2021/registration/2021/X1", "Xã Hàm Đức", TASK)
OTHER = DueDate("2021/registration/2021/X2", "Thôn Một; số 2, ấp 3", TASK)
MOVED = replace(DUE, task=replace(TASK, due=date(2021, 3, 19), moved=1))


def parsed(attachment: Attachment) -> vobject.base.Component:
    """Read a calendar by a program we did not write, which checks it first."""
    calendar = vobject.readOne(attachment.content.decode())
    calendar.validate(raiseException=True)
    return calendar


def test_a_due_date_is_a_whole_day_in_the_calendar(sender):
    [file] = attachments(sender, [DUE], [])

    event = parsed(file).vevent
    assert file.name == "han-viec.ics"
    assert file.media_type == "text/calendar; method=PUBLISH; charset=utf-8"
    assert parsed(file).method.value == "PUBLISH"
    assert event.dtstart.value == date(2021, 3, 5)
    assert event.dtend.value == date(2021, 3, 6)
    assert event.dtstamp.value == datetime(2021, 3, 2, tzinfo=UTC)
    assert event.summary.value == f"Hạn: {REGISTER.title} – Xã Hàm Đức"
    assert REGISTER.how in event.description.value
    assert event.organizer.value == f"mailto:{sender.reply_to}"
    assert event.transp.value == "TRANSPARENT"
    assert event.status.value == "CONFIRMED"
    assert event.sequence.value == "0"
    assert event.valarm.trigger.value == timedelta(hours=-15)


def test_an_event_keeps_its_name_as_it_moves_and_goes(sender):
    first = parsed(attachments(sender, [DUE], [])[0]).vevent
    moved = parsed(attachments(sender, [MOVED], [])[0]).vevent
    [gone] = attachments(sender, [], [MOVED])

    calendar = parsed(gone)
    assert first.uid.value == moved.uid.value == calendar.vevent.uid.value
    assert moved.dtstart.value == date(2021, 3, 19)
    assert moved.sequence.value == "1"
    assert gone.name == "huy-han.ics"
    assert gone.media_type == "text/calendar; method=CANCEL; charset=utf-8"
    assert calendar.method.value == "CANCEL"
    assert calendar.vevent.status.value == "CANCELLED"
    assert calendar.vevent.sequence.value == "2"


def test_each_duty_of_each_installation_has_its_own_name(sender):
    elsewhere = replace(sender, address="antq@langson.example")

    names = {
        event.uid.value
        for who in (sender, elsewhere)
        for event in parsed(attachments(who, [DUE, OTHER], [])[0]).vevent_list
    }

    assert len(names) == 4


def test_what_is_new_and_what_is_met_are_two_files(sender):
    files = attachments(sender, [OTHER], [DUE])

    assert [file.name for file in files] == ["han-viec.ics", "huy-han.ics"]
    assert parsed(files[0]).vevent.summary.value.endswith("Thôn Một; số 2, ấp 3")
    assert attachments(sender, [], []) == []


def test_lines_are_folded_and_end_as_the_standard_says(sender):
    for file in attachments(sender, [DUE, OTHER], [DUE]):
        lines = file.content.split(b"\r\n")

        assert all(len(line) <= 75 for line in lines)
        assert b"\n" not in b"".join(lines)
        assert all(line.decode() or line == lines[-1] for line in lines)


@pytest.mark.parametrize("method", ["PUBLISH", "CANCEL"])
def test_a_mail_program_finds_the_calendar_whole(method, sender: Sender):
    both = attachments(sender, [OTHER], [DUE])
    letter = compose(
        "digest",
        occasion="2021/digest/a",
        sender=sender,
        recipient="ham-duc@binhthuan.example",
        facts={"to": "Xã", "year": 2021, "sections": MORNINGS["opened"]},
        attachments=both,
    )

    message = email.message_from_bytes(letter.content, policy=default)
    [found] = [
        file
        for file in message.iter_attachments()
        if file["Content-Type"].params["method"] == method
    ]
    assert found.get_content_type() == "text/calendar"
    assert found.get_content_charset() == "utf-8"
    assert found.get_payload(decode=True) in {file.content for file in both}
    assert message.defects == []
