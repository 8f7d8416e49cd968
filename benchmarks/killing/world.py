"""What a fight needs: a database server, a mail server, two workers and their clock."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from signal import SIGKILL
from tempfile import TemporaryDirectory

from benchmarks import faulty_smtp, postfix
from benchmarks.faulty_smtp import Kept
from benchmarks.ground import THEIRS
from benchmarks.killing import province
from db.session import forget
from deployments import environment, postgres
from deployments.postgres import Server

DATABASE = "kills"
WORKERS = 2


@dataclass(frozen=True)
class Kill:
    """When what was killed, and how many letters were in hand at that moment."""

    at: float
    what: str
    in_hand: int
    #: How many may have had a letter between its last byte and its receipt.
    postmen: int = 1


@dataclass
class World:
    folder: Path
    server: Server
    url: str
    #: Reads what the mail server has kept so far.
    kept: Callable[[], list[Kept]]
    settings: dict[str, str]
    workers: list[ForkServerProcess] = field(default_factory=list)
    kills: list[Kill] = field(default_factory=list)

    @property
    def troubles(self) -> Path:
        return self.folder / "troubles"

    def show(self, day: date) -> None:
        """Let the clock show a day: a worker sees all of it or nothing."""
        draft = self.folder / "clock.new"
        draft.write_text(day.isoformat())
        draft.replace(self.folder / "clock")

    def start_workers(self) -> None:
        self.workers = [self._worker() for _ in range(WORKERS)]

    def stop_workers(self) -> None:
        for worker in self.workers:
            worker.kill()
            worker.join()

    def kill_worker(self, number: int, in_hand: int) -> None:
        """Kill a worker where it stands; another takes its place at once."""
        victim = self.workers[number]
        self.kills.append(Kill(time.time(), "worker", in_hand))
        victim.kill()
        victim.join()
        victim.close()
        self.workers[number] = self._worker()

    def kill_database(self, in_hand: int) -> None:
        """Kill the server of the database; its supervisor starts it again."""
        pid = self.server.cluster.postmaster()
        if pid is None:
            return
        self.kills.append(Kill(time.time(), "postgres", in_hand, WORKERS))
        os.kill(pid, SIGKILL)
        self.server.url(DATABASE)

    def _worker(self) -> ForkServerProcess:
        from benchmarks.killing.worker import work  # noqa: PLC0415 - after settling

        processes = get_context("forkserver")
        # What takes seconds is imported once; the killed one's heir begins at once.
        processes.set_forkserver_preload([work.__module__])
        clock = self.folder / "clock"
        worker = processes.Process(
            target=work, args=(clock, self.troubles, self.settings), daemon=True
        )
        worker.start()
        return worker


@contextmanager
def made(units: int, seed: int, mta: str) -> Iterator[World]:
    """Yield a world of its own in an empty folder, a year begun in it."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="antq-kill-")))
        folder.chmod(0o711)  # The servers' OS users must pass through.
        for name in [name for name in os.environ if name.startswith(THEIRS)]:
            del os.environ[name]
        environment.settle(folder)
        server = stack.enter_context(postgres.running(folder))
        url = os.environ["DATABASE_URL"] = server.url(DATABASE)
        stack.callback(forget)
        port, kept = stack.enter_context(_mail_server(mta, folder, seed))
        settings = {
            "ANTQ_HOME": str(folder),
            "DATABASE_URL": url,
            "MAIL_FROM": "thuong-truc@mau.example",
            "SMTP_HOST": faulty_smtp.HOST,
            "SMTP_PORT": str(port),
            "SMTP_STARTTLS": "0",
        }
        os.environ.update(settings)
        province.found(url, units)
        world = World(folder, server, url, kept, settings)
        stack.callback(world.stop_workers)
        yield world


def _mail_server(
    mta: str, folder: Path, seed: int
) -> AbstractContextManager[tuple[int, Callable[[], list[Kept]]]]:
    return postfix.running(folder) if mta == "postfix" else _faulty(folder, seed)


@contextmanager
def _faulty(folder: Path, seed: int) -> Iterator[tuple[int, Callable[[], list[Kept]]]]:
    log = folder / "kept"
    with faulty_smtp.running(log, seed) as port:
        yield port, lambda: faulty_smtp.kept(log)
