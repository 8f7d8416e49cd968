"""Start, recognise and stop processes that may outlive the one that began them."""

import os
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from signal import SIGKILL, Signals

_STEP = 0.02


def spawn(command: list[str], log: Path, settings: Mapping[str, str]) -> int:
    """Start a process in a session of its own, writing to the log; return its id."""
    append = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    pid = os.posix_spawn(
        command[0],
        command,
        os.environ | settings,
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, str(log), append, 0o600),
            (os.POSIX_SPAWN_DUP2, 1, 2),
        ],
        setsid=True,
    )
    # For a moment a new process has no command line and could be taken for a zombie.
    while not is_alive(pid, command[0]) and os.waitpid(pid, os.WNOHANG) == (0, 0):
        time.sleep(_STEP)
    return pid


def is_alive(pid: int, mark: str) -> bool:
    """Tell whether it runs and is the one meant: its command line bears the mark.

    An id used again bears another, a zombie none at all.
    """
    try:
        return mark.encode() in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def stop(pid: int, mark: str, signal: Signals, patience: float) -> bool:
    """Ask a process to end; return whether it did in time."""
    deadline = time.monotonic() + patience
    with suppress(ProcessLookupError):
        os.kill(pid, signal)
    while is_alive(pid, mark) and time.monotonic() < deadline:
        time.sleep(_STEP)
    _reap(pid)
    return not is_alive(pid, mark)


def stop_session(pid: int, mark: str, signal: Signals, patience: float) -> None:
    """Ask a process to end, and end all of its session when it does not."""
    if not stop(pid, mark, signal, patience):
        with suppress(ProcessLookupError):
            os.killpg(pid, SIGKILL)
        _reap(pid)


def _reap(pid: int) -> None:
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
