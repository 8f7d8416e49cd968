"""What a command needs around it: the database, Prefect, the folder of papers."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from deployments import home, postgres, prefect_server
from deployments.environment import settle
from rules.errors import ServiceUnavailableError

DRIVER = "postgresql+psycopg"


@contextmanager
def database() -> Iterator[None]:
    """Have ``DATABASE_URL`` name a database of our schema: ours, or the operator's."""
    from db import migrations, session  # noqa: PLC0415 - only if it is used

    place = home.home()
    with ExitStack() as stack:
        if "DATABASE_URL" not in os.environ:
            server = stack.enter_context(postgres.running(place))
            url = server.url(home.current_database(place))
            stack.enter_context(setting("DATABASE_URL", url))
        _check_address(os.environ["DATABASE_URL"])
        stack.callback(session.forget)
        session.check()
        migrations.upgrade(os.environ["DATABASE_URL"])
        stack.enter_context(setting("ANTQ_OUT", str(out_folder(place))))
        yield


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
