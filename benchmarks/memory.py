"""How much memory a tree of processes uses, as Linux counts it."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PROC = Path("/proc")
PAUSE = 0.5  # Seconds between two looks; adding up the pages costs something too.
PAGE = 4096
PROGRAMS = {"postgres": "PostgreSQL", "prefect": "Prefect", "letterbox": "Hộp thư"}


@dataclass
class Peak:
    """The most that was ever in use at once, and by which programs."""

    total: int = 0
    programs: Counter[str] = field(default_factory=Counter)

    def look(self, root: int, folder: Path) -> None:
        programs: Counter[str] = Counter()
        for pid in _tree(root, str(folder)):
            programs[_program(pid)] += _used(pid)
        if programs.total() > self.total:
            self.total, self.programs = programs.total(), programs


@contextmanager
def watched(root: int, folder: Path) -> Iterator[Peak]:
    """Watch a process, its descendants, and whoever works for them in the folder."""
    peak, done = Peak(), threading.Event()

    def watch() -> None:
        while not done.is_set():
            peak.look(root, folder)
            time.sleep(PAUSE)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()


def _tree(root: int, mark: str) -> set[int]:
    """Return the process ids; a server that left its parent is known by its folder."""
    pids = [int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit()]
    parents = {pid: _parent(pid) for pid in pids}
    found = {root} | {pid for pid in pids if mark in _command(pid)}
    while more := {pid for pid in pids if parents[pid] in found} - found:
        found |= more
    return found


def _parent(pid: int) -> int:
    # The program's name stands in brackets and may hold spaces.
    stat = _read(pid, "stat").rpartition(")")[2].split()
    return int(stat[1]) if stat else 0


def _command(pid: int) -> str:
    return _read(pid, "cmdline").replace("\0", " ")


def _program(pid: int) -> str:
    command = _command(pid)
    named = (name for mark, name in PROGRAMS.items() if mark in command)
    return next(named, "antq")


def _used(pid: int) -> int:
    """Return the share of memory that is its own; all that is resident if hidden."""
    for line in _read(pid, "smaps_rollup").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    pages = _read(pid, "statm").split()
    return int(pages[1]) * PAGE if pages else 0


def _read(pid: int, name: str) -> str:
    try:
        return (PROC / str(pid) / name).read_text(errors="replace")
    except OSError:
        return ""  # It has ended, or is not ours to look at.
