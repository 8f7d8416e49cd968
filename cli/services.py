"""What a command needs around it: the database, Prefect, the folder of papers."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from deployments import home, postgres, prefect_server
from deployments.environment import settle
from rules.errors import ServiceUnavailableError

DRIVER = "postgresql+psycopg"
_PATIENCE = 10  # Seconds; a server that is gone may not answer at all.


@contextmanager
def database() -> Iterator[None]:
    """Have ``DATABASE_URL`` name a database of our schema: ours, or the operator's."""
    from db import migrations, session  # noqa: PLC0415 - only if it is used

    place = home.home()
    with ExitStack() as stack:
        if "DATABASE_URL" not in os.environ:
            stack.enter_context(setting("DATABASE_URL", _own_address(stack, place)))
        _check_address(os.environ["DATABASE_URL"])
        stack.callback(session.forget)
        session.check()
        migrations.upgrade(os.environ["DATABASE_URL"])
        stack.enter_context(setting("ANTQ_OUT", str(out_folder(place))))
        yield


@contextmanager
def database_as_it_is() -> Iterator[bool]:
    """Have ``DATABASE_URL`` name the database there is; say whether there is one.

    Nothing is laid out or brought up to date: who only watches changes nothing.
    """
    from db import session  # noqa: PLC0415 - only if it is used

    place = home.home()
    with ExitStack() as stack:
        stack.enter_context(setting("PGCONNECT_TIMEOUT", str(_PATIENCE)))
        if "DATABASE_URL" not in os.environ:
            if not (place / "postgres").is_dir():
                yield False
                return
            stack.enter_context(setting("DATABASE_URL", _own_address(stack, place)))
        _check_address(os.environ["DATABASE_URL"])
        stack.callback(session.forget)
        session.check()
        yield True


def _own_address(stack: ExitStack, place: Path) -> str:
    """Open our own database for as long as the stack; return its address."""
    from psycopg import OperationalError  # noqa: PLC0415 - only if it is used

    try:
        server = stack.enter_context(postgres.running(place))
        return server.url(home.current_database(place))
    except OperationalError as problem:
        raise ServiceUnavailableError(f"Máy chủ báo: {problem}") from problem


def _check_address(url: str) -> None:
    from sqlalchemy import make_url  # noqa: PLC0415 - only if it is used
    from sqlalchemy.exc import ArgumentError  # noqa: PLC0415 - likewise

    try:
        driver = make_url(url).drivername
    except ArgumentError:
        driver = ""
    if driver != DRIVER:
        raise ServiceUnavailableError(
            f"DATABASE_URL phải có dạng {DRIVER}://người-dùng@máy-chủ/tên; hãy sửa lại,"
            " hoặc bỏ đặt để dùng cơ sở dữ liệu kèm theo."
        )


@contextmanager
def prefect() -> Iterator[None]:
    """Have a Prefect server too: that of a running ``antq up``, or one for a while."""
    # What goes wrong is said by us, in one sentence.
    os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")
    place = home.home()
    settle(place)
    with prefect_server.starting(place) as server, database():
        server.wait()
        yield


def out_folder(place: Path) -> Path:
    """Return where papers go: a rehearsed year's stay with its other papers."""
    if chosen := os.environ.get("ANTQ_OUT"):
        return Path(chosen).absolute()
    rehearsed = Path("out", home.current_database(place)).absolute()
    return rehearsed if rehearsed.is_dir() else rehearsed.parent


@contextmanager
def setting(name: str, value: str) -> Iterator[None]:
    """Set a variable of the environment for a while."""
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before
