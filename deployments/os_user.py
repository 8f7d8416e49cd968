"""The OS user that runs PostgreSQL, which refuses to run as root."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from rules.errors import ServiceUnavailableError

_ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LC_ALL": "C.UTF-8",
    "TZ": "Asia/Ho_Chi_Minh",
}


@dataclass(frozen=True)
class OsUser:
    name: str
    uid: int
    gid: int

    def run(
        self,
        command: Sequence[str | Path],
        *,
        output: IO[bytes] | int = subprocess.DEVNULL,
    ) -> subprocess.CompletedProcess[bytes]:
        """Run a command as this user, in an environment that is always the same."""
        switch = os.geteuid() != self.uid
        return subprocess.run(  # noqa: S603 - our own commands, without a shell
            command,
            check=False,
            cwd="/",
            env=_ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            user=self.uid if switch else None,
            group=self.gid if switch else None,
            extra_groups=[] if switch else None,
        )

    def may_run(self, program: Path) -> bool:
        return self.run(["test", "-r", program, "-a", "-x", program]).returncode == 0

    def may_enter(self, folder: Path) -> bool:
        return self.run(["test", "-x", folder]).returncode == 0

    def take(self, path: Path) -> None:
        """Hand over what we have just made."""
        if os.geteuid() == 0:
            os.chown(path, self.uid, self.gid)


def server_user(data: Path) -> OsUser:
    """Choose the user: ourselves, or as root the owner of the data or a powerless one.

    Raises:
        ServiceUnavailableError: The data belongs to someone else, or there is no one.
    """
    me = os.geteuid()
    owner = data.stat().st_uid if data.exists() else None
    if me != 0 and owner not in (None, me):
        raise ServiceUnavailableError(
            f"Thư mục cơ sở dữ liệu “{data}” thuộc về người dùng "
            f"“{_name_of(owner)}”, không phải người đang chạy lệnh này. Hãy chạy bằng "
            "người dùng đó hoặc đặt ANTQ_HOME sang thư mục khác."
        )
    if me != 0:
        return _known(me)
    return _known(owner) if owner else _powerless()


def _powerless() -> OsUser:
    chosen = os.environ.get("ANTQ_OS_USER")
    for name in [chosen] if chosen else ["postgres", "nobody"]:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return OsUser(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise ServiceUnavailableError(
        "PostgreSQL không chạy được bằng người dùng root và máy không có người dùng "
        f"“{chosen or 'postgres'}”. Hãy đặt ANTQ_OS_USER là một người dùng thường có "
        "trên máy."
    )


def _known(uid: int) -> OsUser:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError as problem:
        raise ServiceUnavailableError(
            f"Máy không có tên cho người dùng số {uid}, PostgreSQL không chạy được. "
            "Hãy chạy bằng một người dùng có trong /etc/passwd."
        ) from problem
    return OsUser(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _name_of(uid: int | None) -> str:
    try:
        return pwd.getpwuid(uid or 0).pw_name
    except KeyError:
        return str(uid)
