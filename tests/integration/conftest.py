"""A small province in a fresh database, and a backup of it."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from psycopg.sql import SQL, Identifier
from sqlalchemy.engine import make_url

from db.session import forget
from deployments.postgres import Server
from tests import factories


@pytest.fixture
def province(database) -> dict[str, int]:  # noqa: ARG001 - for what it does
    return factories.found_province()


@pytest.fixture
def year(province) -> dict[str, int]:
    factories.start_year()
    return province


@dataclass(frozen=True)
class Archive:
    """Copies of the database of a test, as a backup keeps them."""

    server: Server
    name: str

    def keep(self) -> None:
        self._copy(self.name, self._kept)

    def restore(self) -> None:
        forget()
        self._drop(self.name)
        self._copy(self._kept, self.name)

    @property
    def _kept(self) -> str:
        return f"{self.name}_backup"

    def _copy(self, source: str, target: str) -> None:
        forget()  # No one may be connected to what is copied.
        create = SQL("CREATE DATABASE {} TEMPLATE {}")
        with self.server.cluster.connect() as connection:
            connection.execute(create.format(Identifier(target), Identifier(source)))

    def _drop(self, name: str) -> None:
        with self.server.cluster.connect() as connection:
            connection.execute(SQL("DROP DATABASE {}").format(Identifier(name)))


@pytest.fixture
def archive(postgres: Server, database: str) -> Iterator[Archive]:
    name = make_url(database).database or ""
    yield Archive(postgres, name)
    postgres.drop(f"{name}_backup")
