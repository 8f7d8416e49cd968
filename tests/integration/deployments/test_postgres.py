import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from deployments import postgres
from deployments.postgres_cluster import Cluster
from rules.errors import ServiceUnavailableError

USE_UNTIL_TOLD = """
import sys
from pathlib import Path
from deployments import postgres
with postgres.running(Path(sys.argv[1])) as server:
    print(server.url("antq"), flush=True)
    sys.stdin.read()
"""


@contextmanager
def another_process(home: Path) -> Iterator[subprocess.Popen[str]]:
    """Use the server from elsewhere until the block ends."""
    command = [sys.executable, "-c", USE_UNTIL_TOLD, str(home)]
    with subprocess.Popen(  # noqa: S603 - our own script
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline().startswith("postgresql+psycopg://engine@/antq")
        yield process


def connect(server: postgres.Server) -> psycopg.Connection:
    url = server.url("antq").replace("+psycopg", "")
    return psycopg.connect(url, autocommit=True)


def postmaster(home: Path) -> int | None:
    return Cluster(home / "postgres").postmaster()


def test_two_processes_share_one_server_and_the_last_stops_it(home):
    with postgres.running(home) as server:
        with another_process(home):
            first = postmaster(home)
        with connect(server) as connection:
            answer = connection.execute("SELECT lower('ĐẶNG')").fetchone()
        still = postmaster(home)

    assert first
    assert still == first
    assert answer == ("đặng",)
    assert postmaster(home) is None


def test_a_user_killed_holds_no_one_up(home):
    with postgres.running(home):
        with another_process(home) as process:
            process.kill()
        assert postmaster(home)

    assert postmaster(home) is None


def test_a_server_that_lost_its_only_user_serves_the_next(home):
    with another_process(home) as process:
        process.kill()
    orphan = postmaster(home)

    with postgres.running(home) as server:
        connect(server).close()
        adopted = postmaster(home)

    assert orphan
    assert adopted == orphan
    assert postmaster(home) is None


def count_for_seconds(server: postgres.Server) -> None:
    """Keep a child that hears of the postmaster's death only when it has counted."""
    with suppress(psycopg.OperationalError), connect(server) as connection:
        connection.execute("SELECT count(*) FROM generate_series(1, 9000000)")


def test_a_killed_postmaster_comes_back_with_every_committed_row(home):
    with postgres.running(home) as server:
        with connect(server) as connection:
            connection.execute("CREATE TABLE area AS SELECT generate_series(1, 100)")
        killed = postmaster(home)
        assert killed
        with ThreadPoolExecutor() as threads:
            threads.submit(count_for_seconds, server)
            time.sleep(0.5)
            os.kill(killed, signal.SIGKILL)

            with connect(server) as connection:
                count = connection.execute("SELECT count(*) FROM area").fetchone()

    assert count == (100,)


def test_a_database_dropped_while_it_is_read_begins_anew(home):
    with postgres.running(home) as server:
        with connect(server) as reader, suppress(psycopg.OperationalError):
            reader.execute("CREATE TABLE kept (line text)")
            server.drop("antq")

        with connect(server) as anew:
            assert anew.execute("SELECT to_regclass('kept')").fetchone() == (None,)
        server.drop("never-made")


def test_a_lock_left_by_a_process_whose_id_is_used_again_is_no_obstacle(home):
    with postgres.running(home):
        pass
    cluster = Cluster(home / "postgres")
    (cluster.data / "postmaster.pid").write_text(f"{os.getpid()}\n")

    with postgres.running(home) as server:
        connect(server).close()


def test_a_very_long_home_gets_a_short_socket_address(home):
    deep = home / ("rất-dài-" * 10)
    with postgres.running(deep) as server:
        connect(server).close()
        assert len(os.fsencode(server.cluster.sockets)) < 90


def test_data_of_another_major_version_are_left_alone(home):
    with postgres.running(home):
        pass
    (home / "postgres" / "data" / "PG_VERSION").write_text("15\n")

    with (
        pytest.raises(ServiceUnavailableError, match="do PostgreSQL 15 ghi"),
        postgres.running(home),
    ):
        pass


def test_data_that_cannot_be_read_are_reported_with_the_log(home):
    with postgres.running(home):
        pass
    (home / "postgres" / "data" / "global" / "pg_control").unlink()

    with (
        pytest.raises(ServiceUnavailableError, match=r"pg_control.*server\.log"),
        postgres.running(home),
    ):
        pass


def test_a_home_that_is_a_file_is_reported(home):
    (home / "postgres").write_text("")

    with (
        pytest.raises(ServiceUnavailableError, match="Không ghi được vào thư mục"),
        postgres.running(home),
    ):
        pass


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs it as another user")
def test_a_home_that_the_servers_user_cannot_enter_is_reported(home):
    home.chmod(0o700)

    with (
        pytest.raises(ServiceUnavailableError, match="không vào được"),
        postgres.running(home),
    ):
        pass


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can step down")
def test_data_of_another_user_are_reported(home):
    with postgres.running(home):
        pass

    os.seteuid(pwd.getpwnam("nobody").pw_uid)
    try:
        with (
            pytest.raises(ServiceUnavailableError, match="Không ghi được vào thư mục"),
            postgres.running(home),
        ):
            pass
    finally:
        os.seteuid(0)
