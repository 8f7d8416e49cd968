"""Years lived beside each other, each in a process, database and mailbox of its own."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from psycopg.sql import SQL, Identifier
from sqlalchemy import Engine, create_engine

import samples
from deployments import letterbox
from deployments.postgres import Server
from tests.conftest import become_another

LIVE = Path(__file__).with_name("live.py")


@dataclass
class Life:
    """One sample year being lived."""

    sample: str
    folder: Path
    environment: dict[str, str]
    process: subprocess.Popen[bytes] = field(init=False)

    @property
    def maildir(self) -> Path:
        return self.folder / "thu"

    @property
    def year(self) -> int:
        return samples.YEARS[self.sample].year

    @property
    def engine(self) -> Engine:
        return _engine(self.environment["DATABASE_URL"])

    def begin(self, *again: str) -> None:
        command = [sys.executable, LIVE, self.sample, self.folder / "hop-thu-den"]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own module
                [*command, *again], env=self.environment, stdout=log, stderr=log
            )

    def end(self) -> None:
        """Wait until the year is lived to its end."""
        assert self.process.wait() == 0, self.log()

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()

    def log(self) -> str:
        return (self.folder / "log").read_text("utf-8")[-5000:]


@cache
def _engine(url: str) -> Engine:
    return create_engine(url)


@pytest.fixture(scope="session")
def life(
    postgres: Server,
    template_database: str,
    prefect_api: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[[str, str], Life]]:
    """Begin the life of a sample, under a name of its own."""
    create = SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
    with ExitStack() as stack:
        connection = stack.enter_context(postgres.cluster.connect())

        def begin(sample: str, name: str) -> Life:
            folder = tmp_path_factory.mktemp(name)
            samples.write(sample, samples.Scale.SMALL, folder / "hop-thu-den")
            connection.execute(
                create.format(Identifier(name), Identifier(template_database))
            )
            become_another(postgres.url(name))
            host, port = stack.enter_context(letterbox.running(folder / "thu"))
            lived = Life(
                sample,
                folder,
                {
                    **os.environ,
                    "ANTQ_OUT": str(folder / "out"),
                    "DATABASE_URL": postgres.url(name),
                    "PREFECT_API_URL": prefect_api,
                    "SMTP_HOST": host,
                    "SMTP_PORT": str(port),
                },
            )
            stack.callback(lived.engine.dispose)
            lived.begin()
            stack.callback(lived.stop)
            return lived

        yield begin
