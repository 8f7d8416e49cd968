"""The folder of the server's socket: short enough, and closed to everyone else."""

import os
import stat
from hashlib import sha256
from pathlib import Path

from deployments.os_user import OsUser
from rules.errors import ServiceUnavailableError

SOCKET = ".s.PGSQL.5432"
LOCK = f"{SOCKET}.lock"
_LONGEST_ADDRESS = 107  # Bytes, by the kernel.
_SHORT = Path("/tmp")  # noqa: S108 - the folder in it is checked to be ours alone


def socket_folder(folder: Path) -> Path:
    """Stay in the folder where the address allows it."""
    usual = folder / "run"
    fits = len(os.fsencode(usual / SOCKET)) <= _LONGEST_ADDRESS
    if fits and "," not in str(usual):  # A comma would part two addresses.
        return usual
    return _SHORT / f"antq-{sha256(os.fsencode(folder)).hexdigest()[:16]}"


def make_socket_folder(folder: Path, user: OsUser) -> None:
    """Make it for that user alone.

    Raises:
        ServiceUnavailableError: Someone else was there first.
    """
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        _check(folder, user)
    else:
        user.take(folder)


def _check(folder: Path, user: OsUser) -> None:
    found = folder.lstat()
    closed = not found.st_mode & 0o077
    if not (stat.S_ISDIR(found.st_mode) and found.st_uid == user.uid and closed):
        raise ServiceUnavailableError(
            f"“{folder}” phải là thư mục riêng (0700) của người dùng “{user.name}” "
            "nhưng không phải vậy. Hãy xoá nó rồi chạy lại."
        )
