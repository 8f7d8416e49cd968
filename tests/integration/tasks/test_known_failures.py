"""What befell other engines, each by its name: here against real services."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from benchmarks import faulty_smtp
from benchmarks.faulty_smtp import FLAWLESS
from db import extensions
from db.notices import Notice
from db.obligations import Obligation
from db.outbox import Letter, LetterStatus
from db.session import forget, transaction
from tasks import mail, planning
from tasks.digests import tell_duties
from tasks.letters import OFFICE_TIME
from tasks.mail import carry_letters
from tasks.meetings import Carried
from tasks.stages import close_stages, open_stages, remind_units
from tests import factories

OPENS = date(2021, 2, 17)
#: Five working days before 25/3, and the first one after it.
REMINDS, OVERDUE = date(2021, 3, 18), date(2021, 3, 26)
LATER = date(2021, 4, 20)
NEXT_DAY = REMINDS + timedelta(days=1)
AREA = factories.address("X1-A1")


def live(day: date) -> None:
    due = planning.due_today(day)
    open_stages.fn(due.opening, day)
    remind_units.fn(due.reminding, day)
    close_stages.fn(due.closing, day)
    if planning.news_to_tell(day):
        tell_duties.fn(day)


def carry(day: date) -> Carried:
    morning = datetime.combine(day, datetime.min.time().replace(hour=9), OFFICE_TIME)
    return asyncio.run(carry_letters.fn(morning))


def live_and_carry(*days: date) -> None:
    for day in days:
        live(day)
        carry(day)


def plan_of_area() -> int:
    """Return the duty of the first area to have a plan."""
    with transaction() as session:
        owed = select(Obligation).filter_by(duty="plan", due=date(2021, 3, 25))
        units = {each.unit_id: each.id for each in session.scalars(owed)}
        told = select(Notice.obligation_id).filter_by(recipient=AREA, rung="opened")
        return next(each for each in session.scalars(told) if each in units.values())


def fulfil(*duties: int, day: date) -> None:
    with transaction() as session:
        for duty in duties:
            session.get_one(Obligation, duty).fulfilled_on = day


def letters_to(recipient: str, day: date) -> list[tuple[LetterStatus, str]]:
    statement = select(Letter.status, Letter.message_id).order_by(Letter.id)
    with transaction() as session:
        rows = session.execute(statement.filter_by(recipient=recipient, dated=day))
        return [(status, message_id) for status, message_id in rows]


def rungs_sent(duty: int) -> list[tuple[str, date]]:
    """Return what was told of a duty by letters that left."""
    statement = (
        select(Notice.rung, Notice.due)
        .join(Letter, Letter.id == Notice.letter_id)
        .where(Notice.obligation_id == duty, Letter.status == LetterStatus.SENT)
    )
    with transaction() as session:
        return sorted((rung, due) for rung, due in session.execute(statement))


@pytest.fixture
def silent_server(tmp_path, monkeypatch, request) -> Iterator[object]:
    """Run a server that hangs up after the last byte; yield what tells all it kept."""
    rates = replace(FLAWLESS, **{request.param: 1.0})
    log = tmp_path / "kept"
    with faulty_smtp.running(log, 1, rates) as port:
        monkeypatch.setenv("SMTP_HOST", faulty_smtp.HOST)
        monkeypatch.setenv("SMTP_PORT", str(port))
        monkeypatch.setattr(mail, "RETRY_AFTER", timedelta(0))
        yield lambda: faulty_smtp.kept(log)


@pytest.mark.usefixtures("year")
def test_a_timer_fires_once_however_often_the_engine_starts_again(mailbox):
    live_and_carry(OPENS, REMINDS)
    before = len(mailbox.letters())

    for _ in range(3):
        forget()
        live_and_carry(REMINDS)

    assert len(mailbox.letters()) == before
    assert [status for status, _ in letters_to(AREA, REMINDS)] == [LetterStatus.SENT]


@pytest.mark.usefixtures("year", "mailbox")
def test_an_overdue_timer_fires_after_a_restore(archive):
    live_and_carry(OPENS, REMINDS)
    archive.keep()
    live(OVERDUE)
    archive.restore()

    live_and_carry(OVERDUE + timedelta(days=3))

    due = date(2021, 3, 25)
    assert ("overdue:-1", due) in rungs_sent(plan_of_area())


@pytest.mark.usefixtures("year")
def test_no_reminder_of_a_date_that_was_moved_while_it_waited(mailbox):
    live_and_carry(OPENS)
    live(REMINDS)
    duty, delivered = plan_of_area(), len(mailbox.letters())
    with transaction() as session:
        why = {"reason": "Mưa lũ", "approved_by": "Thường trực"}
        extensions.extend(session, [duty], LATER, today=REMINDS, **why)

    carry(REMINDS)
    live_and_carry(NEXT_DAY)

    due = date(2021, 3, 25)
    assert rungs_sent(duty) == [("extended", LATER), ("opened", due)]
    status, message_id = letters_to(AREA, REMINDS)[0]
    assert status is LetterStatus.WITHDRAWN
    ids = [letter["Message-ID"] for letter in mailbox.letters()[delivered:]]
    assert message_id not in ids


@pytest.mark.usefixtures("year")
def test_replicas_that_live_one_day_together_tell_it_once(mailbox):
    live_and_carry(OPENS)
    before = len(mailbox.letters())

    with ThreadPoolExecutor(4) as replicas:
        list(replicas.map(live_and_carry, [REMINDS] * 4))

    ids = [letter["Message-ID"] for letter in mailbox.letters()[before:]]
    assert len(ids) == len(set(ids)) > 0
    assert [status for status, _ in letters_to(AREA, REMINDS)] == [LetterStatus.SENT]


@pytest.mark.usefixtures("province")
def test_replicas_that_open_a_stage_together_give_each_duty_once(mailbox):
    factories.start_year()

    with ThreadPoolExecutor(4) as replicas:
        list(replicas.map(live_and_carry, [OPENS] * 4))

    to_area = [each for each in mailbox.letters() if each["Delivered-To"] == AREA]
    assert len(to_area) == 1


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize("silent_server", ["hang_up_without_keeping"], indirect=True)
def test_no_letter_is_marked_sent_before_it_left(silent_server):
    live(OPENS)

    carry(OPENS)

    assert silent_server() == []
    assert {status for status, _ in letters_to(AREA, OPENS)} <= {
        LetterStatus.DEFERRED,
        LetterStatus.QUEUED,
    }


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize("silent_server", ["hang_up_after_keeping"], indirect=True)
def test_what_the_server_kept_in_silence_comes_again_as_the_same_letter(silent_server):
    live(OPENS)
    for day in (OPENS, OPENS + timedelta(days=1)):
        for _ in range(5):
            carry(day)

    kept = silent_server()
    recipients = {each.recipient for each in kept}
    letters = {(each.recipient, each.message_id, each.digest) for each in kept}
    assert len(kept) > len(letters) == len(recipients)


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize("silent_server", ["hang_up_after_keeping"], indirect=True)
def test_what_the_server_kept_in_silence_is_not_told_again_in_the_morning(
    silent_server,
):
    live(OPENS)
    carry(OPENS)
    told = {each.recipient: each.message_id for each in silent_server()}

    live_and_carry(OPENS + timedelta(days=1))

    again = {each.recipient: each.message_id for each in silent_server()}
    assert told
    assert {recipient: again[recipient] for recipient in told} == told


@pytest.mark.usefixtures("year")
def test_no_alert_of_a_duty_that_was_met_while_it_waited(mailbox):
    live_and_carry(OPENS)
    live(REMINDS)
    duty, delivered = plan_of_area(), len(mailbox.letters())
    fulfil(duty, day=REMINDS)

    carry(REMINDS)

    assert [rung for rung, _ in rungs_sent(duty)] == ["opened"]
    to = {letter["Delivered-To"] for letter in mailbox.letters()[delivered:]}
    assert AREA not in to


@pytest.mark.usefixtures("year")
def test_a_clock_that_jumps_back_sends_nothing_again(mailbox):
    live_and_carry(OPENS, REMINDS, NEXT_DAY)
    before = len(mailbox.letters())

    live_and_carry(REMINDS, NEXT_DAY, OPENS)

    assert len(mailbox.letters()) == before


@pytest.mark.usefixtures("year")
def test_a_backup_of_yesterday_sends_nothing_the_server_has(archive, mailbox):
    live_and_carry(OPENS)
    archive.keep()
    live_and_carry(REMINDS)
    before = letters_to(AREA, REMINDS), len(mailbox.letters())

    archive.restore()
    live_and_carry(REMINDS)

    assert (letters_to(AREA, REMINDS), len(mailbox.letters())) == before


@pytest.mark.usefixtures("year")
def test_a_backup_of_letters_that_waited_sends_none_the_server_has(archive, mailbox):
    live(OPENS)
    archive.keep()
    carry(OPENS)
    before = letters_to(AREA, OPENS), len(mailbox.letters())

    archive.restore()
    carry(NEXT_DAY)

    assert (letters_to(AREA, OPENS), len(mailbox.letters())) == before


@pytest.mark.usefixtures("year")
def test_the_morning_after_a_restore_tells_nothing_the_server_has(archive, mailbox):
    live(OPENS)
    archive.keep()
    carry(OPENS)
    before = letters_to(AREA, OPENS), len(mailbox.letters())

    archive.restore()
    live_and_carry(OPENS + timedelta(days=1))

    assert (letters_to(AREA, OPENS), len(mailbox.letters())) == before
