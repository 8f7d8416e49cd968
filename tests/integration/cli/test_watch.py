"""The watchman as the operating system starts him: a process of his own."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import update

from cli.clock import OFFICE_TIME
from db import migrations, outbox
from db.cycle import Cycle
from db.outbox import Letter
from db.session import transaction
from deployments.postgres import running
from tests import factories, moody

WATCH = [sys.executable, "-c", "from cli.app import main; main()", "watch"]
TO, GONE = "quan-tri@mau.example", "unknown@mau.example"


def watch(home: Path, **settings: str) -> tuple[int, str]:
    """Watch once; return the code and what was said of trouble."""
    theirs = {"ANTQ_HOME": str(home), "ANTQ_ALARM_TO": TO} | settings
    # Another test's Prefect server is none of this installation's.
    ours = {key: word for key, word in os.environ.items() if key != "PREFECT_API_URL"}
    done = subprocess.run(  # noqa: S603 - our own command
        WATCH, env=ours | theirs, check=False, capture_output=True, text=True
    )
    return done.returncode, " ".join(done.stderr.split())


@pytest.fixture
def now() -> datetime:
    return datetime.now(OFFICE_TIME)


@pytest.fixture
def lived(database, mailbox, now):  # noqa: ARG001 - for what they do
    """Have this year lived until an hour of yesterday or today."""
    factories.found_province()

    def live(at: datetime) -> None:
        with transaction() as session:
            session.merge(
                Cycle(
                    year=now.year,
                    grading="qd510",
                    started_on=at.date() - timedelta(days=30),
                    lived_until=at.date() - timedelta(days=1),
                    lived_at=at,
                )
            )

    return live


def queue(since: datetime, **columns: object) -> None:
    with transaction() as session:
        outbox.queue(session, [factories.draft(1)])
        session.execute(update(Letter).values(queued_at=since, **columns))


@pytest.mark.usefixtures("database", "mailbox")
def test_where_no_year_has_begun_the_watchman_is_quiet(tmp_path):
    assert watch(tmp_path) == (0, "")


def test_a_year_that_is_being_lived_is_quiet(lived, mailbox, now, tmp_path):
    lived(now - timedelta(hours=2))

    code, said = watch(tmp_path)

    assert (code, said.count("Báo động")) == (0, 0)
    assert "Lưu ý: Máy chủ Prefect trên máy này không chạy." in said
    assert mailbox.letters() == []


def test_a_day_missed_is_alarmed_once_and_all_clear_is_told_once(
    lived, mailbox, now, tmp_path
):
    lived(now - timedelta(hours=27))
    first, again = watch(tmp_path), watch(tmp_path)
    lived(now - timedelta(hours=1))
    well, still_well = watch(tmp_path), watch(tmp_path)

    assert [code for code, _ in (first, again, well, still_well)] == [1, 1, 0, 0]
    assert "Báo động: Đã 27 giờ không ngày nào được làm xong" in again[1]
    alarm, clear = mailbox.letters()
    assert alarm["To"] == clear["To"] == TO
    assert alarm["Subject"].startswith("Báo động: 1 việc hỏng trên máy")
    assert "antq stage run_day" in alarm.get_body(("plain",)).get_content()
    assert clear["Subject"].startswith("Đã trở lại bình thường: việc trong ngày")


def test_letters_that_do_not_leave_are_alarmed(lived, mailbox, now, tmp_path):
    lived(now - timedelta(hours=1))
    queue(now - timedelta(days=30))

    code, said = watch(tmp_path)

    assert code == 1
    assert "1 thư đến lượt mà chưa gửi được" in said
    assert len(mailbox.letters()) == 1


def test_a_letter_put_off_by_the_server_is_not_old(lived, now, tmp_path):
    lived(now - timedelta(hours=1))
    queue(now - timedelta(days=30), next_attempt_at=now + timedelta(hours=1))

    assert watch(tmp_path)[0] == 0


def test_a_mail_server_that_is_gone_is_told_by_another_code(lived, now, tmp_path):
    lived(now - timedelta(hours=27))

    code, said = watch(tmp_path, SMTP_PORT="1")

    assert code == 2
    assert "Báo động: Đã 27 giờ" in said
    assert "Không gửi được thư báo động qua 127.0.0.1:1" in said


def test_an_address_that_cannot_be_does_not_keep_the_others_from_knowing(
    lived, mailbox, now, tmp_path
):
    lived(now - timedelta(hours=27))

    code, said = watch(tmp_path, ANTQ_ALARM_TO=f"quản-trị@mau.example, {TO}")

    assert code == 2
    assert "Địa chỉ thư “quản-trị@mau.example” không dùng được" in said
    assert [letter["To"] for letter in mailbox.letters()] == [TO]


@pytest.mark.parametrize("to", [f"{GONE}, {TO}", f"{TO}, {GONE}"])
def test_a_mailbox_that_is_gone_does_not_keep_the_others_from_knowing_once(
    lived, now, tmp_path, monkeypatch, to
):
    lived(now - timedelta(hours=27))
    with moody.running() as server:
        monkeypatch.setenv("SMTP_PORT", str(server.port))
        codes = [watch(tmp_path, ANTQ_ALARM_TO=to)[0] for _ in range(3)]

    assert codes == [2, 1, 1]
    assert len(server.kept) == 1


def test_nobody_to_tell_is_still_said_and_left_with_1(lived, mailbox, now, tmp_path):
    lived(now - timedelta(hours=27))

    code, said = watch(tmp_path, ANTQ_ALARM_TO="")

    assert (code, mailbox.letters()) == (1, [])
    assert "Chưa đặt ANTQ_ALARM_TO" in said


@contextmanager
def killed_database() -> Iterator[str]:
    """Start a PostgreSQL and kill it; yield the address where it was."""
    # The database's OS user must be able to go there.
    with tempfile.TemporaryDirectory(prefix="antq-watch-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        with running(home) as server:
            url = server.url("antq")
            note = home / "postgres" / "data" / "postmaster.pid"
            os.kill(int(note.read_text().splitlines()[0]), signal.SIGKILL)
            yield url


def test_a_database_that_was_killed_is_told_by_mail_all_the_same(mailbox, tmp_path):
    with killed_database() as url:
        first = watch(tmp_path, DATABASE_URL=url)
        again = watch(tmp_path, DATABASE_URL=url)

    assert [code for code, _ in (first, again)] == [1, 1]
    assert "Cơ sở dữ liệu không trả lời" in first[1]
    [alarm] = mailbox.letters()
    assert "Cơ sở dữ liệu không trả lời" in alarm.get_body(("plain",)).get_content()


def test_an_engine_that_is_down_with_its_own_database_is_alarmed(mailbox, now):
    with tempfile.TemporaryDirectory(prefix="antq-watch-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        _live_there(home, now - timedelta(hours=30))

        code, said = watch(home)

        assert not (home / "postgres" / "data" / "postmaster.pid").exists()
    assert code == 1
    assert "Báo động: Đã 30 giờ không ngày nào được làm xong" in said
    assert len(mailbox.letters()) == 1


def _live_there(home: Path, at: datetime) -> None:
    """Have a database of that home's own know a year, and stop it."""
    with running(home) as server:
        url = server.url("antq")
        migrations.upgrade(url)
        with psycopg.connect(url.replace("+psycopg", "")) as connection:
            connection.execute(
                "INSERT INTO cycle (year, grading, started_on, lived_at)"
                " VALUES (%s, 'qd510', %s, %s)",
                [datetime.now(OFFICE_TIME).year, at.date() - timedelta(days=30), at],
            )
