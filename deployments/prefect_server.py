"""The embedded default: a Prefect server on this machine, shared like PostgreSQL.

Its start takes ten seconds and more; so it begins early and is waited for late.
"""

import json
import logging
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from signal import SIGINT
from urllib.parse import urlsplit

import certifi

from deployments import processes
from deployments.environment import settle
from deployments.sharing import shared
from rules.errors import ServiceUnavailableError

_HOST = "127.0.0.1"
_USUAL_PORT = 4200
_MARK = "prefect"
_PATIENCE = 120  # Seconds; the first start also makes the tables.
_PATIENCE_AT_END = 20
_PATIENCE_PER_TRY = 5
_PAUSE = 0.1
_STORAGE = "antq"
_END_OF_CERTIFICATE = "-----END CERTIFICATE-----\n"


@dataclass(frozen=True)
class PrefectServer:
    """A server that has begun to start."""

    url: str
    folder: Path | None = None

    def wait(self) -> str:
        """Return the address of its API once it answers.

        Raises:
            ServiceUnavailableError: It stopped or takes too long.
        """
        deadline = time.monotonic() + _PATIENCE
        while self.folder and not _is_healthy(self.url):
            if _running_at(self.folder) != self.url or time.monotonic() > deadline:
                raise ServiceUnavailableError(
                    "Máy chủ Prefect không khởi động được. Dòng cuối nhật ký: "
                    f"“{_last_line(_log(self.folder))}”. Hãy xem "
                    f"“{_log(self.folder)}” rồi chạy lại, hoặc đặt PREFECT_API_URL "
                    "trỏ tới một máy chủ Prefect có sẵn."
                )
            time.sleep(_PAUSE)
        if self.folder:
            _name_storage(self.folder)
        return self.url


@contextmanager
def starting(home: Path) -> Iterator[PrefectServer]:
    """Have a server start; to be entered before Prefect is imported.

    The operator's own ``PREFECT_API_URL`` is used as it is, and nothing is started.
    """
    settle(home)
    if url := os.environ.get("PREFECT_API_URL"):
        yield PrefectServer(url)
        return
    folder = Path(os.environ["PREFECT_HOME"])
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    start, stop = partial(_start, folder), partial(_stop, folder)
    with shared(folder, start=start, stop=stop):
        server = PrefectServer(_running_at(folder) or "", folder)
        ours = {
            "PREFECT_API_URL": server.url,
            "PREFECT_API_SSL_CERT_FILE": str(_one_authority(folder)),
            # It asks for no token; each client would fetch one.
            "PREFECT_CLIENT_CSRF_SUPPORT_ENABLED": "false",
            # Named, or each run would ask the server three times where results go.
            "PREFECT_RESULTS_DEFAULT_STORAGE_BLOCK": f"local-file-system/{_STORAGE}",
        }
        os.environ.update(ours)
        try:
            yield server
        finally:
            _hand_over_what_waits()
            for name in ours:
                del os.environ[name]


@contextmanager
def running(home: Path) -> Iterator[str]:
    """Yield the address of the API of a server that answers."""
    with starting(home) as server:
        yield server.wait()


def silence(home: Path) -> str:
    """Say that the server an office uses does not answer; nothing when it does."""
    folder = Path(os.environ.get("PREFECT_HOME", home / "prefect"))
    url = os.environ.get("PREFECT_API_URL") or _running_at(folder)
    if url is None:
        return "Máy chủ Prefect trên máy này không chạy."
    return "" if _is_healthy(url) else f"Máy chủ Prefect không trả lời tại {url}."


def _name_storage(folder: Path) -> None:
    """Tell the server where results are kept: where Prefect would keep them."""
    from prefect.filesystems import LocalFileSystem  # noqa: PLC0415 - settings first

    LocalFileSystem(basepath=str(folder / "storage")).save(_STORAGE, overwrite=True)


def _one_authority(folder: Path) -> Path:
    """Keep one certificate authority by itself, for clients of a plain HTTP server.

    There is nothing to verify; yet every client would load all authorities there are
    first, 20 ms each time, some thousand times a year.
    """
    kept = folder / "authority.pem"
    if not kept.exists():
        first, end, _ = Path(certifi.where()).read_text().partition(_END_OF_CERTIFICATE)
        kept.write_text(first + end)
    return kept


def _start(folder: Path) -> None:
    if _running_at(folder):
        return
    port = _free_port()
    settings = {
        "PREFECT_SERVER_API_HOST": _HOST,
        "PREFECT_SERVER_API_PORT": str(port),  # The pages do not follow --port.
    }
    command = [sys.executable, "-P", "-m", _MARK, "server", "start"]
    pid = processes.spawn(command, _log(folder), settings)
    note = {"pid": pid, "url": f"http://{_HOST}:{port}/api"}
    _note(folder).write_text(json.dumps(note))


def _stop(folder: Path) -> None:
    pid = json.loads(_note(folder).read_text())["pid"]
    processes.stop_session(pid, _MARK, SIGINT, _PATIENCE_AT_END)
    _note(folder).unlink()


def _running_at(folder: Path) -> str | None:
    """Return the address of the server that was started there and still lives."""
    try:
        note = json.loads(_note(folder).read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    return str(note["url"]) if processes.is_alive(note["pid"], _MARK) else None


def _hand_over_what_waits() -> None:
    """Let the server have the last lines and events before it may stop."""
    if _MARK not in sys.modules:
        return
    from prefect.events.worker import EventsWorker  # noqa: PLC0415 - only if in use
    from prefect.logging.handlers import APILogWorker  # noqa: PLC0415 - only if in use

    logging.getLogger(EventsWorker.__name__).setLevel(logging.ERROR)  # It says: busy.
    for worker in (APILogWorker, EventsWorker):
        worker.drain_all(timeout=_PATIENCE_AT_END, at_exit=False)


def _is_healthy(url: str) -> bool:
    # No proxy of the office stands between this machine and itself.
    server = urlsplit(url)
    kind = HTTPSConnection if server.scheme == "https" else HTTPConnection
    connection = kind(server.netloc, timeout=_PATIENCE_PER_TRY)
    try:
        connection.request("GET", f"{server.path}/health")
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _free_port() -> int:
    """Take the usual port, or any when that one is in use."""
    wanted = int(os.environ.get("ANTQ_PREFECT_PORT") or _USUAL_PORT)
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                probe.bind((_HOST, port))
                return int(probe.getsockname()[1])
    raise ServiceUnavailableError("Máy không còn cổng mạng nào trống.")


def _note(folder: Path) -> Path:
    return folder / "server.json"


def _log(folder: Path) -> Path:
    return folder / "server.log"


def _last_line(log: Path) -> str:
    text = log.read_text(errors="replace") if log.exists() else ""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    grave = [line for line in lines if "Error" in line]
    return (grave or lines or ["(trống)"])[-1]
