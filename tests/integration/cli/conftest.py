"""A small Bình Thuận on 16 November 2021, for those who only look."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from psycopg.sql import SQL, Identifier

import samples
from cli import app
from db.session import forget
from deployments.postgres import Server
from tasks import planning, recognition, stages
from tasks.intake import take_in_files

AUTUMN = date(2021, 11, 16)
NAME = "cli_autumn"


@pytest.fixture(scope="module")
def autumn(
    postgres: Server, template_database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[date]:
    """Have the areas judged, and nothing of what comes after."""
    create = SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
    drop = SQL("DROP DATABASE {} WITH (FORCE)")
    with (
        postgres.cluster.connect() as connection,
        pytest.MonkeyPatch.context() as patch,
    ):
        connection.execute(
            create.format(Identifier(NAME), Identifier(template_database))
        )
        patch.setenv("DATABASE_URL", postgres.url(NAME))
        patch.setenv("ANTQ_OUT", str(tmp_path_factory.mktemp("out")))
        forget()
        try:
            _live(tmp_path_factory.mktemp("inbox"))
            yield AUTUMN
        finally:
            forget()
            connection.execute(drop.format(Identifier(NAME)))


def _live(inbox: Path) -> None:
    samples.write("binh-thuan-2021", samples.Scale.SMALL, inbox)
    for folder in inbox.glob("2021-*"):
        if date.fromisoformat(folder.name) > AUTUMN:
            shutil.rmtree(folder)
    take_in_files.fn(inbox, AUTUMN)
    planning.start_cycle.fn(2021, AUTUMN)
    stages.open_stages.fn(planning.due_today(AUTUMN).opening, AUTUMN)
    recognition.recognise.fn(2021, "Khu dân cư", AUTUMN)


@pytest.fixture
def antq(capsys):
    """Run a command line; return its code and what it said, on one line each."""

    def run(*arguments: str) -> tuple[int, str, str]:
        code = app.run(arguments)
        said = capsys.readouterr()
        return code, " ".join(said.out.split()), " ".join(said.err.split())

    return run
