from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes

import pytest
from sqlalchemy import select

from db import contacts, outbox
from db.bounces import Outcome
from db.contacts import DeadMailbox
from db.outbox import Letter, LetterStatus, Setback
from db.session import transaction
from tasks.bounces import settle_report
from tests import bounces, factories

DAY = date(2021, 2, 17)
SENT = datetime(2021, 2, 17, 0, 0, 5, tzinfo=UTC)


def sent(
    message_id=bounces.MESSAGE_ID, day=DAY, status="sent", recipient=bounces.ADDRESS
) -> int:
    """Have sent a letter, and the server have taken it."""
    draft = factories.draft(
        message_id, message_id=message_id, recipient=recipient, dated=day
    )
    with transaction() as session:
        (number,) = outbox.queue(session, [draft]).values()
        letter = session.get_one(Letter, number)
        letter.status, letter.answer = status, "250 2.0.0 Ok: queued as 9B0B41F29E"
        letter.sent_at = SENT + (day - DAY) if status == "sent" else None
        return number


def kept(number) -> tuple[str, list[tuple[str, str]]]:
    with transaction() as session:
        setbacks = select(Setback.status, Setback.answer).where(
            Setback.letter_id == number
        )
        rows = session.execute(setbacks.order_by(Setback.id)).all()
        return session.get_one(Letter, number).status, [tuple(row) for row in rows]


def dead() -> dict[str, date]:
    with transaction() as session:
        rows = session.execute(select(DeadMailbox.address, DeadMailbox.since))
        return dict(rows.all())


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("server", bounces.DEAD)
def test_a_report_of_any_server_finds_its_letter_and_its_mailbox(server):
    letter = sent()

    outcome = settle_report(bounces.report(server), DAY)

    status, (setback,) = kept(letter)
    assert (outcome, status) == (Outcome.SETTLED, LetterStatus.BOUNCED)
    assert setback[0] == LetterStatus.BOUNCED
    assert "5.1.1" in setback[1]
    assert dead() == {bounces.ADDRESS: DAY}


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("server", bounces.DEAD)
def test_a_report_read_twice_changes_nothing(server):
    letter = sent()
    settle_report(bounces.report(server), DAY)
    with transaction() as session:
        contacts.revive(session, [bounces.ADDRESS])
    before = kept(letter)

    outcome = settle_report(bounces.report(server), DAY + timedelta(1))

    assert (outcome, kept(letter), dead()) == (Outcome.SETTLED, before, {})


@pytest.mark.usefixtures("database")
def test_what_the_server_said_when_it_took_the_letter_is_kept():
    letter = sent()

    settle_report(bounces.report("postfix"), DAY)

    with transaction() as session:
        found = session.get_one(Letter, letter)
        assert found.answer == "250 2.0.0 Ok: queued as 9B0B41F29E"
        assert found.sent_at == SENT
    assert kept(letter)[1][0][1] == (
        "5.1.1 550 5.1.1 <x1-a1@mau.example>: Recipient address rejected: User unknown"
        " in virtual mailbox table (mx.mau.example)"
    )


@pytest.mark.usefixtures("database")
def test_a_letter_put_off_stays_sent_and_its_story_says_so_once():
    letter = sent()

    for _ in range(2):
        settle_report(bounces.report("delayed"), DAY)

    status, (setback,) = kept(letter)
    assert status == LetterStatus.SENT
    assert setback[0] == LetterStatus.DEFERRED
    assert "Connection timed out" in setback[1]
    assert dead() == {}


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("name", bounces.ANSWERS)
def test_what_people_and_their_programs_answer_is_no_report(name):
    letter = sent()

    outcome = settle_report(bounces.report(name), DAY)

    assert (outcome, kept(letter)) == (Outcome.NOT_OURS, (LetterStatus.SENT, []))


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("5.1.1", "5.7.1"),
        ("5.1.1", "5.6.0"),
        ("5.1.1", "5.2.2"),
        ("5.1.1", "4.4.7"),
    ],
)
def test_a_fault_that_is_not_the_mailboxs_brings_the_letter_back_only(was, now):
    letter = sent()

    settle_report(bounces.report("postfix", **{was: now}), DAY)

    assert kept(letter)[0] == LetterStatus.BOUNCED
    assert dead() == {}


@pytest.mark.usefixtures("database")
def test_a_mailbox_full_three_days_of_letters_in_a_row_is_dead_too():
    days = [DAY + timedelta(n) for n in range(3)]
    for number, day in enumerate(days):
        sent(f"<thu-{number}@antq>", day)
    full = {"5.1.1": "5.2.2"}

    said = []
    for number, day in enumerate(days):
        about = {"message_id": f"<thu-{number}@antq>"}
        settle_report(bounces.report("postfix", **about, **full), day)
        said.append(dead())

    assert said == [{}, {}, {bounces.ADDRESS: days[2]}]


@pytest.mark.usefixtures("database")
def test_a_mailbox_full_now_and_then_lives():
    days = [DAY + timedelta(n) for n in range(4)]
    for number, day in enumerate(days):
        sent(f"<thu-{number}@antq>", day)

    for number in (0, 2, 3):
        about = {"message_id": f"<thu-{number}@antq>", "5.1.1": "5.2.2"}
        settle_report(bounces.report("postfix", **about), days[number])

    assert dead() == {}


@pytest.mark.usefixtures("database")
def test_a_spurned_letter_never_makes_a_mailbox_dead():
    for number in range(4):
        sent(f"<thu-{number}@antq>", DAY + timedelta(number))

    for number in range(4):
        about = {"message_id": f"<thu-{number}@antq>", "5.1.1": "5.7.1"}
        settle_report(bounces.report("postfix", **about), DAY)

    assert dead() == {}


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    "about",
    [
        {"message_id": "<thu-la@ngoai.example>"},
        {"address": "x1-a2@mau.example"},
    ],
    ids=["a letter that is not ours", "our letter, to someone else"],
)
@pytest.mark.parametrize("server", bounces.DEAD)
def test_a_forged_report_changes_nothing(server, about):
    letter = sent()
    other = sent("<thu-khac@antq>", recipient="x1-a2@mau.example")

    outcome = settle_report(bounces.report(server, **about), DAY)

    assert outcome is Outcome.NOT_OURS
    assert kept(letter) == kept(other) == (LetterStatus.SENT, [])
    assert dead() == {}


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("status", ["withdrawn", "expired", "refused"])
def test_a_letter_that_never_left_cannot_come_back(status):
    letter = sent(status=status)

    settle_report(bounces.report("postfix"), DAY)

    assert (kept(letter), dead()) == ((status, []), {})


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("status", ["queued", "sending", "deferred"])
def test_a_report_that_comes_before_the_postman_settled_is_read_again(status):
    letter = sent(status=status)

    early = settle_report(bounces.report("postfix"), DAY)
    with transaction() as session:
        session.get_one(Letter, letter).status = LetterStatus.SENT
    later = settle_report(bounces.report("postfix"), DAY)

    assert (early, later) == (Outcome.TOO_EARLY, Outcome.SETTLED)
    assert kept(letter)[0] == LetterStatus.BOUNCED


@pytest.mark.usefixtures("database")
def test_a_report_that_quotes_no_letter_means_the_last_one_before_it():
    before = sent("<thu-1@antq>", DAY - timedelta(1))
    meant = sent("<thu-2@antq>", DAY)
    after = sent("<thu-3@antq>", DAY + timedelta(1))
    text = bounces.written("qmail").decode().partition("--- Below")[0]

    for _ in range(2):
        settle_report(message_from_bytes(text.encode()), DAY)

    assert kept(meant)[0] == LetterStatus.BOUNCED
    assert len(kept(meant)[1]) == 1
    assert kept(before) == kept(after) == (LetterStatus.SENT, [])
    # Anybody could have written it: it takes more than one to give a mailbox up.
    assert dead() == {}


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\n",
        b"From: MAILER-DAEMON\r\nContent-Type: text/plain; charset=khong\r\n\r\n\xff",
        b"Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\n%s\r\n--x--"
        % b"Content-Type: message/delivery-status\r\n\r\nAction failed",
    ],
)
def test_what_no_program_can_read_is_left_for_a_person(broken):
    assert settle_report(message_from_bytes(broken), DAY) is Outcome.NOT_OURS


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("poison", [b"\0", b"\xff"])
def test_what_no_database_can_hold_is_left_out_of_a_report(poison):
    letter = sent()
    report = bounces.written("postfix").replace(b"unknown", b"un" + poison + b"known")

    settled = settle_report(message_from_bytes(report), DAY)

    assert settled is Outcome.SETTLED
    assert kept(letter)[0] == LetterStatus.BOUNCED


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("poison", [b"\0", b"\xff"])
def test_a_report_about_a_letter_of_no_name_is_left_for_a_person(poison):
    report = bounces.written("postfix", message_id="<x@mau.example>")

    broken = message_from_bytes(report.replace(b"<x@", b"<" + poison + b"@"))

    assert settle_report(broken, DAY) is Outcome.NOT_OURS


@pytest.mark.usefixtures("database")
def test_a_report_forwarded_by_a_person_is_theirs():
    letter = sent()
    forwarded = (
        b"From: can-bo@mau.example\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/mixed; boundary=xyz\r\n\r\n--xyz\r\n"
        b"Content-Type: message/rfc822\r\n\r\n" + bounces.written("postfix")
    ) + b"\r\n--xyz--\r\n"

    outcome = settle_report(message_from_bytes(forwarded), DAY)

    assert (outcome, kept(letter)) == (Outcome.NOT_OURS, (LetterStatus.SENT, []))
