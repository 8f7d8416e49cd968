"""What measurements stand on: an office of their own, a stopwatch, a process apart."""

import os
import resource
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from db.session import forget
from deployments import environment, postgres
from deployments.postgres import Server

#: What the operator set must not steer a measurement.
THEIRS = ("ANTQ_", "DATABASE_URL", "MAIL_FROM", "PREFECT_", "SMTP_")
MIB = 1024  # Of the kilobytes in which Linux tells memory.

_Told = TypeVar("_Told")


@contextmanager
def office(database: str) -> Iterator[tuple[Path, Server]]:
    """Have an empty folder for home and a database server that knows nothing yet."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="antq-bench-")))
        folder.chmod(0o711)  # The database's OS user must pass through.
        for name in [name for name in os.environ if name.startswith(THEIRS)]:
            del os.environ[name]
        environment.settle(folder)
        server = stack.enter_context(postgres.running(folder))
        os.environ["ANTQ_HOME"] = str(folder)
        os.environ["DATABASE_URL"] = server.url(database)
        stack.callback(forget)
        yield folder, server


def apart(act: Callable[..., _Told], *told: object) -> _Told:
    """Do something in a process of its own: its memory is nobody else's."""
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        return process.submit(act, *told).result()


def seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def figure(value: float) -> str:
    """Write a figure with one digit after the comma, as it is printed here."""
    return f"{value:.1f}".replace(".", ",")


def peak() -> float:
    """Return the most MiB this process had in use."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MIB
