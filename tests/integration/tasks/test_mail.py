"""The postmen, against a real mail server that refuses, puts off and hangs up."""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes
from socket import socket

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select, text

from db import outbox
from db.contacts import DeadMailbox
from db.outbox import Letter, LetterStatus, Setback
from db.session import transaction
from rules.errors import ServiceUnavailableError
from tasks import mail
from tasks.letters import OFFICE_TIME
from tasks.mail import carry_letters
from tasks.meetings import Carried
from tasks.receipts import book
from tests import factories

MORNING = datetime(2021, 3, 1, 9, tzinfo=OFFICE_TIME)
ANSWERS = {
    "full": "452 4.2.2 Mailbox full",
    "unknown": "550 5.1.1 No such user here",
    "policy": "550 5.7.1 Message refused",
}


class Moody:
    """A server whose answer is the recipient's name; it keeps what it accepts."""

    def __init__(self) -> None:
        self.kept: list[str] = []

    async def handle_RCPT(  # noqa: N802 - the name is aiosmtpd's
        self, _server, _session, envelope, address, _options
    ):
        envelope.rcpt_tos.append(address)
        return ANSWERS.get(address.partition("@")[0], "250 Ok")

    async def handle_DATA(  # noqa: N802 - likewise
        self, server, _session, envelope
    ):
        if envelope.rcpt_tos[0].startswith("hangs-up"):
            server.transport.abort()
        self.kept.append(message_from_bytes(envelope.content)["Message-ID"])
        return f"250 2.0.0 Kept as {len(self.kept)}"


@pytest.fixture
def server(monkeypatch) -> Iterator[Moody]:
    moody = Moody()
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(moody, hostname="127.0.0.1", port=port)
    controller.start()
    monkeypatch.setenv("SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("SMTP_PORT", str(port))
    yield moody
    controller.stop()


def queue(*names: str) -> list[str]:
    """Queue a letter to each; return their Message-IDs."""
    drafts = [
        factories.draft(
            number,
            recipient=f"{name}@mau.example",
            content=f"Message-ID: <{number}@mau.example>\r\n\r\nx\r\n".encode(),
        )
        for number, name in enumerate(names)
    ]
    with transaction() as session:
        outbox.queue(session, drafts)
    return [draft.message_id for draft in drafts]


def carry(now=MORNING) -> Carried:
    return asyncio.run(carry_letters.fn(now))


def told(column) -> list[object]:
    with transaction() as session:
        return list(session.scalars(select(column).order_by(Letter.id)))


@pytest.mark.usefixtures("province")
def test_what_the_server_took_keeps_its_answer_and_who_it_was(server):
    sent = queue("a", "b", "c")

    assert carry() == Carried(sent=3)
    assert carry() == Carried()

    assert sorted(server.kept) == sorted(sent)
    assert told(Letter.status) == [LetterStatus.SENT] * 3
    assert {answer.split(" as ")[0] for answer in told(Letter.answer)} == {"2.0.0 Kept"}
    assert {name.split(":")[0] for name in told(Letter.server)} == {"127.0.0.1"}


@pytest.mark.usefixtures("province")
def test_what_one_mailbox_puts_off_keeps_no_other_waiting(server):
    sent = queue("full", "a", "b")

    assert carry() == Carried(sent=2, deferred=1)
    assert carry() == Carried()

    assert sorted(server.kept) == sent[1:]
    assert told(Letter.status)[0] is LetterStatus.DEFERRED
    with transaction() as session:
        put_off = session.scalars(select(Setback.answer)).all()
    assert put_off == ["(452, '4.2.2 Mailbox full', 'full@mau.example')"]


@pytest.mark.usefixtures("province", "server")
def test_a_mailbox_the_server_does_not_know_is_written_to_no_more():
    queue("unknown", "policy", "a")

    assert carry() == Carried(sent=1, refused=2)

    with transaction() as session:
        dead = session.scalars(select(DeadMailbox.address)).all()
    assert dead == ["unknown@mau.example"]
    assert told(Letter.status) == [
        LetterStatus.REFUSED,
        LetterStatus.REFUSED,
        LetterStatus.SENT,
    ]


@pytest.mark.usefixtures("province")
def test_a_letter_that_breaks_the_session_lets_the_others_go_first(server):
    sent = queue("hangs-up", "a", "b")

    carry()
    carry()

    assert told(Letter.status)[0] is LetterStatus.DEFERRED
    assert set(sent[1:]) <= set(server.kept)


@pytest.mark.usefixtures("province")
def test_what_the_book_says_was_taken_is_not_sent_again(server):
    queue("a", "b")
    carry()
    with transaction() as session:
        session.execute(text("UPDATE letter SET status = 'queued', answer = NULL"))

    assert carry() == Carried()

    assert len(server.kept) == 2
    assert told(Letter.status) == [LetterStatus.SENT] * 2
    assert all(told(Letter.answer))


@pytest.mark.usefixtures("province")
def test_at_night_letters_wait_for_the_morning(server):
    queue("a")

    assert carry(MORNING.replace(hour=20)) == Carried()
    assert server.kept == []
    assert carry(MORNING + timedelta(days=1)) == Carried(sent=1)


@pytest.mark.usefixtures("province")
def test_no_more_letters_a_minute_than_the_server_wants(server, monkeypatch):
    monkeypatch.setenv("SMTP_LETTERS_A_MINUTE", "100")
    queue("a", "b")

    assert carry() == Carried(sent=2)
    monkeypatch.setenv("SMTP_LETTERS_A_MINUTE", "nhiều")
    queue("c", "d", "e")
    with pytest.raises(ServiceUnavailableError, match="phải là một số nguyên"):
        carry()
    assert len(server.kept) == 2


@pytest.mark.usefixtures("province")
def test_a_server_that_is_not_there_leaves_every_letter_waiting(monkeypatch):
    monkeypatch.setenv("SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("SMTP_PORT", "1")
    queue("a", "b")

    with pytest.raises(ServiceUnavailableError, match="Thư vẫn còn trong hộp chờ"):
        carry()

    assert told(Letter.status) == [LetterStatus.QUEUED] * 2


@pytest.mark.usefixtures("province")
def test_no_letter_leaves_that_the_book_of_receipts_cannot_hold(server):
    queue("a", "b")
    with transaction() as session:
        kept = book(outbox.seal(session))
    page = kept.folder / f"{factories.draft(0).dated}.tsv"
    page.symlink_to(page / "no such disk")

    with pytest.raises(ServiceUnavailableError, match="Không ghi được sổ giao thư"):
        carry()
    assert server.kept == []

    page.unlink()
    assert carry(MORNING + timedelta(hours=1)) == Carried(sent=2)


@pytest.mark.usefixtures("province", "server")
def test_letters_put_off_are_tried_again_when_their_time_has_come(monkeypatch):
    monkeypatch.setattr(mail, "RETRY_AFTER", timedelta(0))
    queue("full")

    assert carry() == Carried(deferred=1)
    assert carry(MORNING + timedelta(minutes=5)) == Carried(deferred=1)

    with transaction() as session:
        assert len(session.scalars(select(Setback.id)).all()) == 2
