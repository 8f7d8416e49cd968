import json
import os
import subprocess
import sys
from datetime import date

import pytest
from sqlalchemy import select

from db import outbox
from db.contacts import DeadMailbox
from db.outbox import Letter, LetterStatus
from db.session import transaction
from tests import bounces, factories

DAY = date(2021, 2, 17)
ANTQ = [sys.executable, "-c", "from cli.app import main; main()"]


@pytest.fixture
def letter(year) -> int:  # noqa: ARG001 - for what it does
    draft = factories.draft(
        1, message_id=bounces.MESSAGE_ID, recipient=bounces.ADDRESS, dated=DAY
    )
    with transaction() as session:
        (number,) = outbox.queue(session, [draft]).values()
        session.get_one(Letter, number).status = LetterStatus.SENT
        return number


def status(number) -> str:
    with transaction() as session:
        return session.get_one(Letter, number).status


def piped(content, **environment) -> subprocess.CompletedProcess[bytes]:
    """Start the command as a mail server does, with a message on its input."""
    command = [*ANTQ, "bounce", "--on", "17/02/2021", "--json"]
    return subprocess.run(  # noqa: S603 - our own command
        command,
        input=content,
        capture_output=True,
        check=False,
        env=os.environ | environment,
    )


def test_a_message_piped_in_is_settled(letter):
    told = piped(bounces.written("postfix"))

    assert told.returncode == 0
    assert json.loads(told.stdout) == {"settled": 1, "too_early": 0, "not_ours": 0}
    assert status(letter) == LetterStatus.BOUNCED


def test_several_messages_are_piped_in_as_an_mbox(letter):
    names = ("answer", "delayed", "qmail")
    mbox = b"".join(
        b"From MAILER-DAEMON Wed Feb 17 07:00:12 2021\n" + bounces.written(name) + b"\n"
        for name in names
    )

    told = piped(mbox)

    assert json.loads(told.stdout) == {"settled": 2, "too_early": 0, "not_ours": 1}
    assert status(letter) == LetterStatus.BOUNCED


def test_the_mail_server_is_asked_to_try_again_while_the_letter_is_not_settled(letter):
    with transaction() as session:
        session.get_one(Letter, letter).status = LetterStatus.SENDING

    assert piped(bounces.written("postfix")).returncode == os.EX_TEMPFAIL


@pytest.mark.usefixtures("year")
def test_the_mail_server_is_asked_to_try_again_while_there_is_no_database():
    nowhere = "postgresql+psycopg://antq@127.0.0.1:1/antq"

    told = piped(bounces.written("postfix"), DATABASE_URL=nowhere)

    assert told.returncode == os.EX_TEMPFAIL
    assert "Không kết nối được cơ sở dữ liệu" in told.stderr.decode()


def test_a_maildir_keeps_what_is_not_ours_new_and_marks_reports_read(
    antq, letter, tmp_path
):
    for folder in ("tmp", "new", "cur"):
        (tmp_path / folder).mkdir()
    for name in ("answer", "exim"):
        (tmp_path / "new" / f"{name}.thu").write_bytes(bounces.written(name))

    code, said, _ = antq("bounce", str(tmp_path), "--on", "17/02/2021")

    assert code == 0
    assert said == (
        "1 thư báo lỗi đã ghi; 0 thư báo lỗi phải đọc lại sau, vì thư gốc chưa gửi"
        " xong; 1 thư khác, để nguyên."
    )
    kept = sorted(path.relative_to(tmp_path) for path in tmp_path.glob("*/*"))
    assert [str(path) for path in kept] == ["cur/exim.thu:2,S", "new/answer.thu"]
    assert status(letter) == LetterStatus.BOUNCED


@pytest.mark.usefixtures("year")
def test_a_path_of_no_letter_is_refused_in_one_sentence(antq, tmp_path):
    code, _, said = antq("bounce", str(tmp_path / "khong-co"))

    assert code == 1
    assert "không phải tệp thư hay hộp thư Maildir" in said


def test_the_status_names_the_dead_mailbox_with_the_servers_words(antq, letter):
    antq("bounce", str(bounces.SAMPLES / "exchange.eml"), "--on", "17/02/2021")

    _, said, _ = antq("status", "--on", "18/02/2021")

    assert status(letter) == LetterStatus.BOUNCED
    assert "Hộp thư bị trả lại: 1" in said
    assert (
        "x1-a1@mau.example, Đầu mối phong trào, X1-A1 (Thôn Một), từ 17/02/2021,"
        " không gửi được. Máy chủ báo: 5.1.10 550 5.1.10 RESOLVER.ADR" in said
    )
    with transaction() as session:
        assert session.scalars(select(DeadMailbox.since)).all() == [DAY]
