"""One engine, and one way to open a transaction."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from select import select as ready

from sqlalchemy import Connection, Engine, create_engine, func, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from rules.errors import ServiceUnavailableError

_MANY = 500
#: The turn of what units tell: any number, but ours alone.
_TURN = 0x746F6C64


@cache
def engine() -> Engine:
    try:
        url = os.environ["DATABASE_URL"]
    except KeyError:
        raise ServiceUnavailableError(
            "Chưa có cơ sở dữ liệu: đặt DATABASE_URL, hoặc chạy bằng lệnh antq."
        ) from None
    # What a statement was given may hold a name: an error must not print it.
    return create_engine(url, pool_pre_ping=True, hide_parameters=True)


@cache
def _sessions() -> sessionmaker[Session]:
    return sessionmaker(engine())


def transaction() -> AbstractContextManager[Session]:
    """Open a session that commits on leaving and rolls back on error."""
    return _sessions().begin()


@contextmanager
def in_turn() -> Iterator[Session]:
    """Open a transaction that takes turns with every other opened so.

    What units tell is taken in, answered for and judged one after the other: each sees
    all that those before it did, and nothing comes in meanwhile.
    """
    with transaction() as session:
        session.execute(select(func.pg_advisory_xact_lock(_TURN)))
        yield session


@contextmanager
def trial() -> Iterator[Session]:
    """Open a session whose work is seen to its end and then never was."""
    with _sessions()() as session:
        yield session


@contextmanager
def reading() -> Iterator[Session]:
    """Open a session in which the database itself refuses to write."""
    with transaction() as session:
        session.execute(text("SET TRANSACTION READ ONLY"))
        yield session


def committing() -> AbstractContextManager[Connection]:
    """Open a connection on which every statement commits by itself."""
    return engine().execution_options(isolation_level="AUTOCOMMIT").connect()


def is_broken(connection: Connection) -> bool:
    """Say at once, asking nobody, whether the database left an idle connection."""
    raw = connection.connection.driver_connection
    # Nothing is said unasked on a line that is well: only its end can be read.
    return raw is None or bool(ready([raw.fileno()], [], [], 0)[0])


def analyse(session: Session, written: int, *tables: str) -> None:
    """Tell the planner of many rows just written: what it believes is of before."""
    if written >= _MANY:
        session.execute(text(f"ANALYZE {', '.join(tables)}"))


def check() -> None:
    """Refuse to go on when the database does not answer."""
    try:
        with engine().connect():
            pass
    except OperationalError as problem:
        raise ServiceUnavailableError(
            f"Không kết nối được cơ sở dữ liệu: {problem.orig}"
        ) from problem


def forget() -> None:
    """Let go of the engine, so that the next one reads the setting again."""
    if engine.cache_info().currsize:
        engine().dispose()
    engine.cache_clear()
    _sessions.cache_clear()
