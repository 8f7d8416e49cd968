import os
import subprocess
import sys

from deployments.home import choose_database, current_database, home


def test_the_home_is_made_where_the_operator_wants_it(tmp_path, monkeypatch):
    monkeypatch.setenv("ANTQ_HOME", str(tmp_path / "dữ liệu"))

    assert home() == tmp_path / "dữ liệu"
    assert home().is_dir()


def test_the_database_chosen_last_is_the_one_to_open(tmp_path):
    first = current_database(tmp_path)
    choose_database(tmp_path, "rehearsal_2026")

    assert (first, current_database(tmp_path)) == ("antq", "rehearsal_2026")


def test_settling_does_not_import_prefect_nor_override_the_operator(tmp_path):
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from deployments.environment import settle\n"
        f"settle(Path({str(tmp_path)!r}))\n"
        "assert 'prefect' not in sys.modules\n"
        "print(os.environ['DO_NOT_TRACK'], os.environ['PREFECT_HOME'])\n"
    )
    answer = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", script],
        check=True,
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "PREFECT_HOME": "/srv/prefect"},
    )

    assert answer.stdout.split() == ["1", "/srv/prefect"]
