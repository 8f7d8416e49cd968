"""Debian's Postfix in the foreground, on a high loopback port, in a folder of its own.

It discards what it accepts, so that nothing leaves the machine, and logs each letter.
"""

import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from benchmarks.faulty_smtp import HOST, UNKNOWN, Kept

PATIENCE = 20  # Seconds.
_MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
myhostname = mau.example
inet_interfaces = loopback-only
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
mydestination =
relay_domains = mau.example
default_transport = discard
relay_transport = discard
local_transport = discard
alias_maps =
smtpd_recipient_restrictions =
    check_recipient_access regexp:{folder}/unknown, permit_mynetworks, reject
smtpd_client_connection_count_limit = 20
smtpd_tls_security_level = none
"""
_MASTER = """\
{host}:{port} inet n - n - - smtpd
pickup    unix  n - n 60 1 pickup
cleanup   unix  n - n - 0 cleanup
qmgr      unix  n - n 300 1 qmgr
rewrite   unix  - - n - - trivial-rewrite
bounce    unix  - - n - 0 bounce
defer     unix  - - n - 0 bounce
trace     unix  - - n - 0 bounce
verify    unix  - - n - 1 verify
flush     unix  n - n 1000? 0 flush
proxymap  unix  - - n - - proxymap
error     unix  - - n - - error
retry     unix  - - n - - error
discard   unix  - - n - - discard
anvil     unix  - - n - 1 anvil
scache    unix  - - n - 1 scache
postlog   unix-dgram n - n - 1 postlogd
"""
#: A letter is accepted once the queue has it; before, only its header was read.
_LINE = re.compile(
    r"^(?P<at>\S+ +\S+ \S+) \S+ postfix/\w+\[\d+\]: (?P<queue>[0-9A-F]+): "
    r"(?:message-id=<(?P<id>.+)>|from=.*\((?P<active>queue active)\)"
    r"|to=<(?P<to>[^>]+)>)"
)


@contextmanager
def running(folder: Path) -> Iterator[tuple[int, Callable[[], list[Kept]]]]:
    """Yield the port, and what reads the letters accepted so far."""
    program = shutil.which("postfix", path="/usr/sbin:/usr/bin")
    if program is None:
        sys.exit("Chưa có Postfix: apt-get install -y postfix rồi chạy lại.")
    place, port = folder / "postfix", free_port()
    _configure(place, port)
    command = [program, "-c", str(place)]
    with subprocess.Popen([*command, "start-fg"]) as master:  # noqa: S603 - Debian's
        try:
            wait_for(port)
            yield port, lambda: kept(place / "log")
        finally:
            subprocess.run([*command, "stop"], check=False)  # noqa: S603 - likewise
            master.wait()


def kept(log: Path) -> list[Kept]:
    """Return the letters Postfix accepted, in the order in which it did."""
    deadline = time.monotonic() + PATIENCE
    accepted, on_the_way = _read(log)
    while on_the_way and time.monotonic() < deadline:
        time.sleep(0.2)
        accepted, on_the_way = _read(log)
    return accepted


def _read(log: Path) -> tuple[list[Kept], int]:
    """Return what was accepted and got through, and how many are on the way."""
    begun: dict[str, tuple[float, str]] = {}
    active: set[str] = set()
    accepted = []
    for line in log.read_text("utf-8", errors="replace").splitlines():
        if not (found := _LINE.match(line)):
            continue
        queue_id = found["queue"]
        if found["id"]:
            begun[queue_id] = (_moment(found["at"]), f"<{found['id']}>")
        elif found["active"]:
            active.add(queue_id)
        elif queue_id in active:
            active.remove(queue_id)
            told = Kept(*begun.pop(queue_id), found["to"], "", in_silence=False)
            accepted.append(told)
    return accepted, len(active)


def _moment(said: str) -> float:
    """Read a log's moment, which is told in local time, without a year."""
    now = datetime.now().astimezone()
    read = datetime.strptime(f"{now.year} {said}", "%Y %b %d %H:%M:%S")  # noqa: DTZ007 - the log names no zone
    return read.timestamp()


def _configure(place: Path, port: int) -> None:
    for name in ("queue", "data"):
        (place / name).mkdir(parents=True)
    shutil.chown(place / "data", "postfix")
    (place / "main.cf").write_text(_MAIN.format(folder=place))
    (place / "master.cf").write_text(_MASTER.format(host=HOST, port=port))
    (place / "unknown").write_text(f"/^{UNKNOWN}/ 550 5.1.1 Mailbox unknown\n")


def free_port() -> int:
    with closing(socket.create_server((HOST, 0))) as asked:
        return int(asked.getsockname()[1])


def wait_for(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit("Postfix không trả lời.")
