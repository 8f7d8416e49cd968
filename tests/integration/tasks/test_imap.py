"""Against a real Dovecot; where there is none, it says so."""

from collections.abc import Iterator
from datetime import date

import pytest
from imap_tools import AND, MailBoxUnencrypted
from sqlalchemy import select

from db import outbox
from db.outbox import Letter, LetterStatus, Setback
from db.session import transaction
from flows.post_office import read_bounces
from rules.errors import ServiceUnavailableError
from tasks.bounces import settle_report
from tasks.imap import ReadMail, is_configured, read_mailbox
from tests import bounces, dovecot, factories

DAY = date(2021, 2, 17)

pytestmark = pytest.mark.skipif(
    dovecot.PROGRAM is None, reason="cần máy chủ IMAP thật: gói dovecot-imapd"
)


@pytest.fixture(scope="module")
def server() -> Iterator[dovecot.Server]:
    with dovecot.running() as running:
        yield running


@pytest.fixture
def inbox(server, monkeypatch) -> Iterator[MailBoxUnencrypted]:
    """Have an empty mailbox, which the settings name, over TLS."""
    monkeypatch.setenv("IMAP_HOST", dovecot.HOST)
    monkeypatch.setenv("IMAP_PORT", str(server.secure))
    monkeypatch.setenv("IMAP_USERNAME", dovecot.USER)
    monkeypatch.setenv("IMAP_PASSWORD", dovecot.PASSWORD)
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
    with MailBoxUnencrypted(dovecot.HOST, server.plain) as mailbox:
        mailbox.login(dovecot.USER, dovecot.PASSWORD)
        mailbox.delete(mailbox.uids())
        yield mailbox


@pytest.fixture
def letter(database) -> int:  # noqa: ARG001 - for what it does
    draft = factories.draft(
        1, message_id=bounces.MESSAGE_ID, recipient=bounces.ADDRESS, dated=DAY
    )
    with transaction() as session:
        (number,) = outbox.queue(session, [draft]).values()
        session.get_one(Letter, number).status = LetterStatus.SENT
        return number


def setbacks() -> list[str]:
    with transaction() as session:
        return list(session.scalars(select(Setback.status).order_by(Setback.id)))


def unread(mailbox) -> list[str]:
    mailbox.client.noop()  # What others changed is told only when one asks.
    found = mailbox.fetch(AND(seen=False), mark_seen=False)
    return sorted(message.headers["message-id"][0] for message in found)


def put(mailbox, *names) -> None:
    for name in names:
        mailbox.append(bounces.written(name), "INBOX")


def status(number) -> str:
    with transaction() as session:
        return session.get_one(Letter, number).status


def test_reports_are_settled_and_read_and_peoples_letters_stay_unread(inbox, letter):
    put(inbox, "answer", "delayed", "out_of_office", "postfix")

    first = read_mailbox.fn(DAY)
    again = read_mailbox.fn(DAY)

    assert (first, again) == (ReadMail(2, 2), ReadMail(0, 2))
    assert unread(inbox) == ["<tra-loi-1@mau.example>", "<vang-mat-1@mau.example>"]
    assert status(letter) == LetterStatus.BOUNCED
    assert setbacks() == [LetterStatus.DEFERRED, LetterStatus.BOUNCED]


def test_a_report_of_a_letter_that_is_not_ours_stays_unread(inbox, letter):
    inbox.append(bounces.written("postfix", message_id="<la@ngoai.example>"), "INBOX")

    assert read_mailbox.fn(DAY) == ReadMail(0, 1)

    assert len(unread(inbox)) == 1
    assert status(letter) == LetterStatus.SENT


def test_a_reader_who_fell_before_he_marked_it_reads_it_again_in_vain(inbox, letter):
    put(inbox, "postfix")
    settle_report(bounces.report("postfix"), DAY)
    before = setbacks()

    assert read_mailbox.fn(DAY) == ReadMail(1, 0)

    assert (unread(inbox), setbacks()) == ([], before)
    assert status(letter) == LetterStatus.BOUNCED


def test_a_report_that_came_too_early_waits_unread_for_the_postman(inbox, letter):
    put(inbox, "postfix")
    with transaction() as session:
        session.get_one(Letter, letter).status = LetterStatus.SENDING

    assert read_mailbox.fn(DAY) == ReadMail(0, 1)

    assert len(unread(inbox)) == 1


@pytest.mark.usefixtures("letter")
def test_what_people_marked_deleted_is_not_expunged(inbox):
    put(inbox, "answer", "postfix")
    first = inbox.uids()[0]
    inbox.client.uid("STORE", first, "+FLAGS", r"(\Deleted)")

    read_mailbox.fn(DAY)

    inbox.client.noop()
    assert len(inbox.uids()) == 2


@pytest.mark.usefixtures("letter")
def test_a_server_of_the_own_network_may_do_without_encryption(
    inbox, server, monkeypatch
):
    put(inbox, "postfix")
    monkeypatch.setenv("IMAP_TLS", "0")
    monkeypatch.setenv("IMAP_PORT", str(server.plain))

    assert read_mailbox.fn(DAY) == ReadMail(1, 0)


@pytest.mark.usefixtures("inbox", "database")
@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("IMAP_PASSWORD", "sai", "Authentication failed"),
        ("IMAP_FOLDER", "Không có", "Không đọc được hộp thư báo lỗi trên 127.0.0.1"),
        ("IMAP_PORT", "1", "refused"),
        ("SSL_CERT_FILE", "/dev/null", "CERTIFICATE_VERIFY_FAILED"),
        ("IMAP_TLS", "yes", "IMAP_TLS phải là 1"),
    ],
)
def test_a_mailbox_that_cannot_be_read_says_why(monkeypatch, name, value, said):
    monkeypatch.setenv(name, value)

    with pytest.raises(ServiceUnavailableError, match=said):
        read_mailbox.fn(DAY)


def test_without_a_host_there_is_nothing_to_read(monkeypatch):
    monkeypatch.delenv("IMAP_HOST", raising=False)

    assert not is_configured()


@pytest.mark.usefixtures("prefect_api")
async def test_the_flow_reads_the_mailbox_and_without_one_does_nothing(
    inbox, letter, monkeypatch
):
    put(inbox, "postfix")
    with monkeypatch.context() as unset:
        unset.delenv("IMAP_HOST")
        await read_bounces(DAY)
    before = status(letter)

    await read_bounces(DAY)

    assert (before, status(letter)) == (LetterStatus.SENT, LetterStatus.BOUNCED)
