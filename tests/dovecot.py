"""A real IMAP server on this machine, for as long as a test lasts."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HOST, USER, PASSWORD = "127.0.0.1", "thuong-truc", "mat-khau-thu"
PROGRAM = shutil.which("dovecot", path=f"{os.environ['PATH']}:/usr/sbin")

_SETTINGS = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
protocols = imap
listen = {host}
ssl = yes
ssl_cert = <{home}/cert.pem
ssl_key = <{home}/key.pem
disable_plaintext_auth = no
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {login}
first_valid_uid = 1
mail_location = maildir:{home}/mail
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {secure}
  }}
}}
service anvil {{
  chroot =
}}
"""


@dataclass(frozen=True)
class Server:
    plain: int
    secure: int
    certificate: Path


@contextmanager
def running() -> Iterator[Server]:
    """Run it in the foreground under a user of its own where we are root."""
    home = Path(tempfile.mkdtemp(prefix="antq-imap-"))
    try:
        server = _prepare(home)
        command = [str(PROGRAM), "-F", "-c", str(home / "dovecot.conf")]
        with subprocess.Popen(command) as process:  # noqa: S603 - our own settings
            try:
                _wait(server.plain, home / "log")
                yield server
            finally:
                process.terminate()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _prepare(home: Path) -> Server:
    home.chmod(0o755)
    server = Server(_free_port(), _free_port(), home / "cert.pem")
    is_root = os.getuid() == 0
    me = pwd.getpwuid(os.getuid()).pw_name
    owner = pwd.getpwnam("mail") if is_root else pwd.getpwuid(os.getuid())
    (home / "mail").mkdir()
    if is_root:
        os.chown(home / "mail", owner.pw_uid, owner.pw_gid)
    settings = _SETTINGS.format(
        home=home,
        host=HOST,
        user="dovecot" if is_root else me,
        group="dovecot" if is_root else me,
        login="dovenull" if is_root else me,
        password=PASSWORD,
        uid=owner.pw_uid,
        gid=owner.pw_gid,
        plain=server.plain,
        secure=server.secure,
    )
    (home / "dovecot.conf").write_text(settings)
    _certify(server, home / "key.pem")
    return server


def _certify(server: Server, key: Path) -> None:
    asked = (
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=thu.mau.example"
    )
    name = ["-addext", f"subjectAltName=IP:{HOST}"]
    files = ["-keyout", str(key), "-out", str(server.certificate)]
    command = [*asked.split(), *name, *files]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - likewise


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait(port: int, log: Path) -> None:
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        try:
            with socket.create_connection((HOST, port), timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(log.read_text() if log.exists() else "no log")
