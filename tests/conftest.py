"""Every test may ask for real services; none gets yesterday's, or the operator's."""

import email.policy
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from db import migrations
from db.session import forget
from deployments import environment, letterbox
from deployments.postgres import Server, running

# Before anything imports Prefect, which reads its settings only once.
_OURS = ("ANTQ_", "DATABASE_URL", "IMAP_", "MAIL_FROM", "PREFECT_", "SMTP_")
for name in [name for name in os.environ if name.startswith(_OURS)]:
    del os.environ[name]
# The database's OS user must reach it, so it is open; the letters in it are made up.
HOME = Path(tempfile.mkdtemp(prefix="antq-tests-"))
HOME.chmod(0o755)
os.environ["ANTQ_HOME"] = str(HOME)
environment.settle(HOME)

_NOTHING_LASTS = "fsync=off full_page_writes=off synchronous_commit=off"
_TEMPLATE = "template"
_numbers = count(1)


def pytest_configure(config: pytest.Config) -> None:
    # Prefect's clients leave sockets for the collector to close; we may not.
    config.addinivalue_line("filterwarnings", "ignore:unclosed .*:ResourceWarning")


def pytest_unconfigure() -> None:
    shutil.rmtree(HOME, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANTQ_POSTGRES_OPTIONS", _NOTHING_LASTS)
        with running(HOME) as server:
            yield server


@pytest.fixture(scope="session")
def template_database(postgres: Server) -> str:
    """Lay out the schema once, for every test to clone."""
    migrations.upgrade(postgres.url(_TEMPLATE))
    return _TEMPLATE


@pytest.fixture
def database(
    postgres: Server,
    template_database: str,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[str]:
    """Yield the address of a fresh database, which ``DATABASE_URL`` names too."""
    name = f"test_{next(_numbers)}"
    clone = SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
    drop = SQL("DROP DATABASE {} WITH (FORCE)")
    with postgres.cluster.connect() as connection:
        connection.execute(
            clone.format(Identifier(name), Identifier(template_database))
        )
        url = postgres.url(name)
        monkeypatch.setenv("DATABASE_URL", url)
        forget()
        become_another(url)
        yield url
        forget()
        connection.execute(drop.format(Identifier(name)))


@pytest.fixture(scope="session")
def prefect_api() -> Iterator[str]:
    """Have a Prefect server: seconds to start, so only for tests that run flows."""
    from prefect.settings import PREFECT_API_URL, temporary_settings  # noqa: PLC0415 - slow
    from prefect.testing.utilities import prefect_test_harness  # noqa: PLC0415 - slow

    harness = prefect_test_harness(server_startup_timeout=120)
    heartbeat_off = temporary_settings({"flows.heartbeat_frequency": None})
    with harness, heartbeat_off, pytest.MonkeyPatch.context() as patch:
        url = PREFECT_API_URL.value()
        patch.setenv("PREFECT_API_URL", url)  # For the processes that a test starts.
        yield url


def become_another(url: str) -> None:
    """Make a clone an installation of its own, with a book of receipts of its own."""
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        connection.execute("UPDATE installation SET seal = gen_random_uuid()")


@dataclass(frozen=True)
class Mailbox:
    host: str
    port: int
    maildir: Path

    def letters(self) -> list[EmailMessage]:
        """Read what has been delivered, in the order in which it came."""
        parser = BytesParser(EmailMessage, policy=email.policy.default)
        kept = sorted((self.maildir / "new").iterdir())
        return [parser.parsebytes(path.read_bytes()) for path in kept]


@pytest.fixture
def mailbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """Run a real SMTP server, which ``SMTP_HOST`` and ``SMTP_PORT`` name."""
    maildir = tmp_path / "maildir"
    with letterbox.running(maildir) as (host, port):
        monkeypatch.setenv("SMTP_HOST", host)
        monkeypatch.setenv("SMTP_PORT", str(port))
        monkeypatch.setenv("MAIL_FROM", "thuong-truc@tinh.example.vn")
        yield Mailbox(host, port, maildir)
