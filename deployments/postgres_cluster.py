"""One PostgreSQL data folder: make it, start a server on it, stop that server."""

import os
import shlex
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from signal import SIGINT

import psycopg

from deployments import processes
from deployments.os_user import OsUser, server_user
from deployments.postgres_failures import log_since, told_by_log, told_by_system
from deployments.postgres_programs import major_version, programs
from deployments.postgres_sockets import LOCK, SOCKET, make_socket_folder, socket_folder
from rules.errors import ServiceUnavailableError

OWNER = "engine"
_SETTINGS = (
    "listen_addresses=",
    "unix_socket_permissions=0700",
    "max_wal_size=2GB",
    "jit=off",
    # A rehearsed year fills the tables in two minutes; plans must know it at once.
    "autovacuum_naptime=1s",
    "log_checkpoints=off",
)
_INITDB = (
    f"--username={OWNER}",
    "--encoding=UTF8",
    "--locale=C.UTF-8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--auth-local=peer",
    "--auth-host=reject",
    "--no-instructions",
)
_PATIENCE = 300  # Seconds; a recovery after a power cut reads up to 2 GB of WAL.
_PAUSE = 0.05
_NO_PROCESS = 2**31 - 1  # No kernel gives out such an id.
_CHILDREN_REMAIN = "pre-existing shared memory block"


@dataclass(frozen=True)
class Cluster:
    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    @property
    def sockets(self) -> Path:
        return socket_folder(self.folder)

    @cached_property
    def user(self) -> OsUser:
        return server_user(self.data)

    @cached_property
    def bin(self) -> Path:
        return programs(self.folder, self.user)

    def start(self) -> None:
        """Have a server that answers; the caller holds the door."""
        try:
            self._start()
        except OSError as problem:
            raise told_by_system(self.folder, problem) from problem

    def stop(self) -> None:
        """Let running statements be cut and everything committed be kept."""
        if pid := self.postmaster():
            processes.stop(pid, str(self.data), SIGINT, _PATIENCE)
            with suppress(OSError):
                self.sockets.rmdir()

    def _start(self) -> None:
        deadline = time.monotonic() + _PATIENCE
        while not self._answers():
            since = self.log.stat().st_size if self.log.exists() else 0
            starts = self.postmaster() is not None or self._launch()
            failed = not starts and _CHILDREN_REMAIN not in log_since(self.log, since)
            if failed or time.monotonic() > deadline:
                raise told_by_log(self.log, since)
            time.sleep(_PAUSE)

    def _launch(self) -> bool:
        self._check_folder()
        if not self.data.exists():
            self._create()
        self._check_version()
        make_socket_folder(self.sockets, self.user)
        self._clear_locks_of_the_dead()
        extra = os.environ.get("ANTQ_POSTGRES_OPTIONS", "").split()
        settings = (*_SETTINGS, f"unix_socket_directories={self.sockets}", *extra)
        options = shlex.join(f"--{setting}" for setting in settings)
        return self._run("pg_ctl", "start", "-s", "-w", f"-t{_PATIENCE}", "-o", options)

    def _run(self, program: str, *arguments: str, data: Path | None = None) -> bool:
        where = str(data or self.data)
        command = [str(self.bin / program), *arguments, "-D", where]
        self.log.touch(mode=0o600)  # It quotes statements, and so perhaps persons.
        with self.log.open("ab") as log:
            return self.user.run(command, output=log).returncode == 0

    def _create(self) -> None:
        since = self.log.stat().st_size if self.log.exists() else 0
        draft = self.folder / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        self.user.take(draft)
        if not self._run("initdb", *_INITDB, data=draft):
            raise told_by_log(self.log, since)
        names = sorted({"root", self.user.name})
        identities = "".join(f"{OWNER} {name} {OWNER}\n" for name in names)
        (draft / "pg_ident.conf").write_text(identities)
        (draft / "pg_hba.conf").write_text(f"local all all peer map={OWNER}\n")
        draft.rename(self.data)

    def _check_folder(self) -> None:
        if not self.user.may_enter(self.folder):
            raise ServiceUnavailableError(
                f"Người dùng “{self.user.name}”, người chạy PostgreSQL, không vào được "
                f"thư mục “{self.folder}”. Hãy đặt ANTQ_HOME sang một thư mục mà mọi "
                "người đi qua được, chẳng hạn /var/lib/antq."
            )

    def _check_version(self) -> None:
        written = int((self.data / "PG_VERSION").read_text())
        can_read = major_version(self.bin, self.user)
        if written != can_read:
            raise ServiceUnavailableError(
                f"Dữ liệu trong “{self.data}” do PostgreSQL {written} ghi, còn chương "
                f"trình đang có là PostgreSQL {can_read}. Hãy cài lại bản {written}, "
                "hoặc chuyển dữ liệu bằng pg_dump sang một ANTQ_HOME mới."
            )

    def _answers(self) -> bool:
        if self.postmaster() is None:
            return False
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.sockets), user=OWNER, dbname="postgres", autocommit=True
        )

    def postmaster(self) -> int | None:
        try:
            pid = int((self.data / "postmaster.pid").read_text().partition("\n")[0])
        except (FileNotFoundError, ValueError):
            return None
        return pid if processes.is_alive(pid, str(self.data)) else None

    def _clear_locks_of_the_dead(self) -> None:
        """Free locks whose process id is now a zombie's or a stranger's.

        The other lines stay: by them PostgreSQL waits for the dead one's children.
        """
        for name in (SOCKET, LOCK):
            (self.sockets / name).unlink(missing_ok=True)
        lock = self.data / "postmaster.pid"
        lines = lock.read_text().splitlines(keepends=True) if lock.exists() else []
        if lines:
            lock.write_text("".join([f"{_NO_PROCESS}\n", *lines[1:]]))
        else:
            lock.unlink(missing_ok=True)
