"""The embedded default: a PostgreSQL of our own, shared by whoever needs it.

It listens on a socket in a folder that only its OS user may enter, never on a port.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from psycopg.sql import SQL, Identifier

from deployments.postgres_cluster import OWNER, Cluster
from deployments.postgres_failures import told_by_system
from deployments.sharing import at_the_door, shared

_PASSABLE = 0o711


@dataclass(frozen=True)
class Server:
    cluster: Cluster

    def url(self, database: str) -> str:
        """Return the database's address; make it when missing.

        A server that died meanwhile is started again.
        """
        with at_the_door(self.cluster.folder):
            self.cluster.start()
            self._create_if_missing(database)
        host = quote(str(self.cluster.sockets))
        return f"postgresql+psycopg://{OWNER}@/{quote(database)}?host={host}"

    def drop(self, database: str) -> None:
        """Remove a database and all it holds, if there is one; cut who still reads."""
        with at_the_door(self.cluster.folder), self.cluster.connect() as connection:
            drop = SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            connection.execute(drop.format(Identifier(database)))

    def _create_if_missing(self, database: str) -> None:
        with self.cluster.connect() as connection:
            known = "SELECT FROM pg_database WHERE datname = %s"
            if connection.execute(known, [database]).fetchone() is None:
                create = SQL("CREATE DATABASE {}").format(Identifier(database))
                connection.execute(create)


@contextmanager
def running(home: Path) -> Iterator[Server]:
    """Use the server of that home; the last user of all processes stops it.

    Raises:
        ServiceUnavailableError: It cannot start; the message says why.
    """
    cluster = Cluster(_folder(home))
    with shared(cluster.folder, start=cluster.start, stop=cluster.stop):
        yield Server(cluster)


def _folder(home: Path) -> Path:
    folder = home / "postgres"
    try:
        if not folder.exists():
            folder.mkdir(parents=True)
            folder.chmod(_PASSABLE)
        (folder / "door.lock").touch(mode=0o600)
    except OSError as problem:
        raise told_by_system(folder, problem) from problem
    return folder
