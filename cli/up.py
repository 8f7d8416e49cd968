"""Everything an office needs, in one process tree that one Ctrl-C ends."""

import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from signal import SIGINT, SIGTERM
from types import FrameType

from cli import services
from cli.console import say
from deployments import home, letterbox, postgres, prefect_server, processes
from deployments.environment import settle
from rules.errors import OutOfTurnError, ServiceUnavailableError

SERVE = "deployments.serve"
SERVED = "served"
_PATIENCE = 120  # Seconds; every deployment is registered anew at each start.
_PATIENCE_AT_END = 20
_LOOK = 0.2
_ROUND = 10  # Seconds between two looks at those who could have died.


def up() -> None:
    """Start everything, say where the page is, and stay until told to stop."""
    place = home.home()
    settle(place)
    with _stopped_alike(), ExitStack() as stack:
        try:
            stack.enter_context(_alone(place))
            _stay(_start(stack, place))
        except KeyboardInterrupt:
            _deaf_to_impatience()
            say("Đang dừng…")
        finally:
            _deaf_to_impatience()
            stack.close()
    say("Đã dừng hẳn. Lịch chạy vẫn giữ; mở lại bằng “antq up”.")


@dataclass(frozen=True)
class Watched:
    """Something that must stay alive: ``check`` raises once it does not."""

    check: Callable[[], object]


def _start(stack: ExitStack, place: Path) -> list[Watched]:
    """Start what is missing, the slowest first; return what must be watched."""
    watched = []
    server = stack.enter_context(prefect_server.starting(place))
    if "DATABASE_URL" in os.environ:
        say("Cơ sở dữ liệu: theo DATABASE_URL.")
    else:
        cluster = stack.enter_context(postgres.running(place))
        name = home.current_database(place)
        watched.append(Watched(lambda: cluster.url(name)))
        say(f"Cơ sở dữ liệu: “{name}”, đã mở.")
    stack.enter_context(services.database())
    if "SMTP_HOST" in os.environ:
        say(f"Thư: gửi qua {os.environ['SMTP_HOST']}.")
    else:
        watched.append(_keep_letters(stack))
    say("Trang Prefect: đang mở…")
    url = server.wait()
    watched += [Watched(server.wait), _serve(stack, place)]
    say(f"Trang Prefect: {url.removesuffix('/api')}")
    say("Mọi thứ đã chạy. Dừng: Ctrl-C.")
    return watched


def _keep_letters(stack: ExitStack) -> Watched:
    maildir = Path(os.environ["ANTQ_OUT"]) / "thu"
    host, port = stack.enter_context(letterbox.running(maildir))
    stack.enter_context(services.setting("SMTP_HOST", host))
    stack.enter_context(services.setting("SMTP_PORT", str(port)))
    say(f"Thư: chưa đặt SMTP_HOST nên giữ tại “{maildir}”, không gửi ra ngoài.")

    def check() -> None:
        try:
            socket.create_connection((host, port), timeout=_ROUND).close()
        except OSError as problem:
            raise ServiceUnavailableError(
                "Nơi giữ thư trên máy này đã dừng; hãy chạy lại antq up."
            ) from problem

    return Watched(check)


def _serve(stack: ExitStack, place: Path) -> Watched:
    """Serve the deployments from a process of their own."""
    log = place / "serve.log"
    begun = log.stat().st_size if log.exists() else 0
    pid = processes.spawn([sys.executable, "-P", "-m", SERVE], log, {})
    stack.callback(processes.stop_session, pid, SERVE, SIGINT, _PATIENCE_AT_END)

    def check() -> None:
        if not processes.is_alive(pid, SERVE):
            raise ServiceUnavailableError(
                f"Lịch chạy đã dừng đột ngột. Hãy xem “{log}” rồi chạy lại antq up."
            )

    deadline = time.monotonic() + _PATIENCE
    while SERVED not in log.read_bytes()[begun:].decode(errors="replace"):
        check()
        if time.monotonic() > deadline:
            raise ServiceUnavailableError(
                f"Lịch chạy không mở được sau {_PATIENCE} giây. Hãy xem “{log}”."
            )
        time.sleep(_LOOK)
    say("Lịch chạy: đã mở.")
    return Watched(check)


def _stay(watched: list[Watched]) -> None:
    while True:
        time.sleep(_ROUND)
        for each in watched:
            each.check()


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """Let no second `antq up` run every schedule twice."""
    with (place / "up.lock").open("ab") as lock:
        try:
            flock(lock, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            raise OutOfTurnError(
                "antq up đang chạy trên máy này rồi; hãy dùng trang Prefect của nó."
            ) from None
        yield


@contextmanager
def _stopped_alike() -> Iterator[None]:
    """Let the end of a session or a service stop us as Ctrl-C does."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {each: signal.signal(each, stop) for each in (SIGINT, SIGTERM)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _deaf_to_impatience() -> None:
    """Let nothing interrupt the clean stop."""
    for each in (SIGINT, SIGTERM):
        signal.signal(each, signal.SIG_IGN)
