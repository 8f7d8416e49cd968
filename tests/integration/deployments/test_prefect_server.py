import json
import os
import socket
import subprocess
import sys
import urllib.request

import pytest

from deployments import prefect_server
from rules.errors import ServiceUnavailableError

USE_ONCE = """
import sys
from pathlib import Path
from deployments import prefect_server
with prefect_server.running(Path(sys.argv[1])) as url:
    print(url)
"""


@pytest.fixture
def alone(tmp_path, monkeypatch):
    """Forget the server of the other tests."""
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "prefect"))
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    return tmp_path


def test_processes_share_one_server_beside_a_port_in_use(alone, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        taken = stranger.getsockname()[1]
        monkeypatch.setenv("ANTQ_PREFECT_PORT", str(taken))
        with prefect_server.starting(alone) as server:
            url = server.wait()
            told = os.environ["PREFECT_API_URL"]
            monkeypatch.delenv("PREFECT_API_URL")
            other = subprocess.run(  # noqa: S603 - our own script
                [sys.executable, "-c", USE_ONCE, str(alone)],
                check=True,
                capture_output=True,
                text=True,
            )
            with urllib.request.urlopen(f"{url}/health") as answer:  # noqa: S310 - ours
                healthy = json.load(answer)
            monkeypatch.setenv("PREFECT_API_URL", url)

    assert f":{taken}/" not in url
    assert told == url
    assert other.stdout.strip() == url
    assert healthy is True
    assert "PREFECT_API_URL" not in os.environ
    assert not (alone / "prefect" / "server.json").exists()


def test_the_operators_own_server_is_used_as_it_is(alone, monkeypatch):
    monkeypatch.setenv("PREFECT_API_URL", "http://prefect.tinh.example.vn/api")

    with prefect_server.running(alone) as url:
        pass

    assert url == "http://prefect.tinh.example.vn/api"
    assert not (alone / "prefect").exists()


def test_a_server_that_cannot_start_is_reported_with_its_log(alone, monkeypatch):
    nowhere = f"sqlite+aiosqlite:///{alone}/missing/prefect.db"
    monkeypatch.setenv("PREFECT_SERVER_DATABASE_CONNECTION_URL", nowhere)

    with (
        pytest.raises(ServiceUnavailableError, match=r"unable to open.*server\.log"),
        prefect_server.running(alone),
    ):
        pass


def test_a_server_that_answers_is_told_from_one_that_does_not(
    alone, monkeypatch, prefect_api
):
    monkeypatch.setenv("PREFECT_API_URL", prefect_api)
    answered = prefect_server.silence(alone)
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    silent = prefect_server.silence(alone)
    monkeypatch.delenv("PREFECT_API_URL")
    nowhere = prefect_server.silence(alone)

    assert answered == ""
    assert silent == "Máy chủ Prefect không trả lời tại http://127.0.0.1:9/api."
    assert nowhere == "Máy chủ Prefect trên máy này không chạy."
