"""Let several processes share one service; the last to leave stops it.

Who uses the service is a lock, not a list: the kernel drops it with its holder,
however that one dies.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, flock
from pathlib import Path
from typing import IO


@contextmanager
def at_the_door(folder: Path) -> Iterator[None]:
    """Let no one else start or stop the service meanwhile."""
    with _opened(folder / "door.lock") as door:
        flock(door, LOCK_EX)
        yield


@contextmanager
def shared(
    folder: Path, *, start: Callable[[], None], stop: Callable[[], None]
) -> Iterator[None]:
    """Start the service unless it runs, and stop it when no one else uses it."""
    with _opened(folder / "users.lock") as seat:
        with at_the_door(folder):
            start()
            flock(seat, LOCK_SH)
        try:
            yield
        finally:
            with at_the_door(folder):
                try:
                    flock(seat, LOCK_EX | LOCK_NB)
                except BlockingIOError:
                    pass  # Someone else is still seated.
                else:
                    stop()


def _opened(lock: Path) -> IO[bytes]:
    lock.touch(mode=0o600)  # No stranger may hold it.
    return lock.open("ab")
