"""The postmen, against a real mail server that refuses, puts off and hangs up."""

import asyncio
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text

from db import outbox
from db.contacts import DeadMailbox
from db.outbox import Letter, LetterStatus, Setback
from db.session import transaction
from rules.errors import ServiceUnavailableError
from tasks import mail, postman, receipts, smtp
from tasks.letters import OFFICE_TIME
from tasks.mail import carry_letters
from tasks.meetings import Carried
from tasks.receipts import book
from tests import factories, moody

MORNING = datetime(2021, 3, 1, 9, tzinfo=OFFICE_TIME)


@pytest.fixture
def server(monkeypatch) -> Iterator[moody.Server]:
    with moody.running() as server:
        monkeypatch.setenv("SMTP_HOST", moody.HOST)
        monkeypatch.setenv("SMTP_PORT", str(server.port))
        yield server


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
def test_a_refusal_is_heard_though_the_server_hangs_up_after_it(server):
    server.hangs_up_on_reset = True
    queue("unknown")

    assert carry() == Carried(refused=1)

    with transaction() as session:
        assert session.scalars(select(DeadMailbox.address)).all()


@pytest.mark.usefixtures("province")
@pytest.mark.parametrize(
    "said", ["530 5.7.0 Authentication required", "550 5.1.1 Sender unknown"]
)
def test_a_server_that_does_not_serve_the_office_costs_no_letter(server, said):
    server.to_sender = said
    sent = queue("a", "b", "c")

    with pytest.raises(ServiceUnavailableError, match="Kiểm tra MAIL_FROM"):
        carry()
    server.to_sender = "250 Ok"
    carry(MORNING + timedelta(hours=1))

    assert sorted(server.kept) == sent
    with transaction() as session:
        assert session.scalars(select(DeadMailbox.address)).all() == []


@pytest.mark.usefixtures("province")
def test_a_server_that_has_had_enough_for_now_costs_no_letter(server):
    server.to_sender = "452 4.5.3 Too many messages in this session"
    sent = queue("a", "b", "c")

    assert carry().deferred == 3
    server.to_sender = "250 Ok"
    carry(MORNING + timedelta(hours=1))

    assert sorted(server.kept) == sent


@pytest.mark.usefixtures("province")
def test_a_server_that_sends_nothing_outside_is_told_of_and_carries_the_rest(
    server, monkeypatch
):
    sent = queue("outside", "a", "b")

    with pytest.raises(ServiceUnavailableError, match="Relay access denied"):
        carry()
    monkeypatch.delitem(moody.ANSWERS, "outside")
    carry(MORNING + timedelta(hours=1))

    assert sorted(server.kept) == sent


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
def test_a_round_that_began_before_the_office_closed_ends_when_it_closes(
    server, monkeypatch
):
    monkeypatch.setattr(postman, "LETTERS_A_SESSION", 1)
    server.meanwhile = lambda: time.sleep(0.2)
    queue(*"abcdefghijklmnop")

    carry(MORNING.replace(hour=16, minute=59, second=59, microsecond=500_000))

    assert 2 <= len(server.kept) < 16


@pytest.mark.usefixtures("province")
def test_a_server_that_ponders_a_letter_for_long_is_given_it_once(server, monkeypatch):
    monkeypatch.setattr(smtp, "_PATIENCE", 0.3)
    server.meanwhile = lambda: time.sleep(0.6)
    queue("a")

    assert carry() == Carried(sent=1)


@pytest.mark.usefixtures("province")
def test_a_clock_put_forward_frees_no_letter_that_a_postman_holds(server):
    queue("a", "b")

    def jump() -> None:
        server.meanwhile = lambda: None
        with transaction() as session:
            session.execute(
                text("UPDATE letter SET claimed_at = claimed_at - interval '1 day'")
            )
        carry()

    server.meanwhile = jump
    carry()

    assert len(server.kept) == len(set(server.kept)) == 2


@pytest.mark.usefixtures("province")
def test_what_nobody_tried_to_deliver_does_not_wait_longer_for_it(monkeypatch, server):
    queue("a", "full")
    with monkeypatch.context() as gone:
        gone.setenv("SMTP_PORT", "1")
        for _ in range(5):
            with pytest.raises(ServiceUnavailableError):
                carry()

    assert carry() == Carried(sent=1, deferred=1)

    assert server.kept
    [wait] = [each for each in told(Letter.next_attempt_at) if each]
    assert wait < MORNING + timedelta(minutes=6)


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


@pytest.mark.usefixtures("province")
def test_what_was_taken_as_the_disk_ran_full_does_not_go_again(server, monkeypatch):
    queue("a")
    with transaction() as session:
        kept = book(outbox.seal(session))
    lines = kept.folder / f"{factories.draft(0).dated}.tsv"

    def fill() -> None:
        monkeypatch.setattr(receipts.os, "write", lambda *_: 0)

    server.meanwhile = fill
    assert carry() == Carried(sent=1)
    monkeypatch.undo()

    assert lines.read_text().count("\n") == 1
    assert told(Letter.status) == [LetterStatus.SENT]


@pytest.mark.usefixtures("province", "server")
def test_letters_put_off_are_tried_again_when_their_time_has_come(monkeypatch):
    monkeypatch.setattr(mail, "RETRY_AFTER", timedelta(0))
    queue("full")

    assert carry() == Carried(deferred=1)
    assert carry(MORNING + timedelta(minutes=5)) == Carried(deferred=1)

    with transaction() as session:
        assert len(session.scalars(select(Setback.id)).all()) == 2
