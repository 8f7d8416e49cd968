import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

import pytest

OURS = ("ANTQ_", "DATABASE_URL", "PREFECT_", "SMTP_")
UP = [sys.executable, "-c", "from cli.app import main; main()", "up"]


@pytest.fixture
def home():
    # The database's OS user must be able to go there.
    folder = Path(tempfile.mkdtemp(prefix="antq-up-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def _environment(home):
    kept = {k: v for k, v in os.environ.items() if not k.startswith(OURS)}
    ours = {"ANTQ_HOME": home, "ANTQ_OUT": home / "out", "ANTQ_PREFECT_PORT": "0"}
    return kept | {name: str(value) for name, value in ours.items()}


def _processes_of(home):
    mark = f"ANTQ_HOME={home}\0".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_bytes())
        except OSError:
            continue  # It ended meanwhile, or is not ours.
    return found


def test_one_command_starts_everything_and_one_signal_ends_all_of_it(home):
    with subprocess.Popen(  # noqa: S603 - our own command
        UP, env=_environment(home), cwd=home, stdout=subprocess.PIPE, text=True
    ) as up:
        told = []
        for line in up.stdout:
            told.append(line)
            if line.startswith("Mọi thứ đã chạy"):
                break
        page = re.search(r"http://127\.0\.0\.1:\d+", "".join(told))
        with urllib.request.urlopen(page[0]) as answer:  # noqa: S310 - our own page
            title = answer.read().decode()
        second = subprocess.run(  # noqa: S603 - our own command
            UP, env=_environment(home), check=False, capture_output=True, text=True
        )
        up.send_signal(signal.SIGTERM)
        rest = up.stdout.read()

    assert "<title>Prefect" in title
    assert second.returncode == 1
    assert "antq up đang chạy trên máy này rồi" in second.stderr
    assert "Đã dừng hẳn" in rest
    assert up.returncode == 0
    assert _processes_of(home) == []
    assert not (home / "postgres" / "data" / "postmaster.pid").exists()
