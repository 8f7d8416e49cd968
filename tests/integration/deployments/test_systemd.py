"""The units of the operating system's scheduler, read as it reads them."""

import re
import shutil
import subprocess
import sys
from configparser import RawConfigParser
from pathlib import Path

import pytest

import deployments
from cli.app import app

UNITS = Path(deployments.__file__).parent / "systemd"
COMMAND = "/opt/antq/.venv/bin/antq"


def unit(name: str) -> RawConfigParser:
    read = RawConfigParser(strict=False)
    read.optionxform = str
    read.read(UNITS / name)
    return read


@pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd is not installed here"
)
def test_the_operating_system_finds_no_fault_with_the_units(tmp_path):
    for each in UNITS.iterdir():
        # It looks for the command too, which is not where it will be installed.
        text = each.read_text().replace(COMMAND, sys.executable)
        (tmp_path / each.name).write_text(text)

    verify = ["systemd-analyze", "verify", "--man=no", *tmp_path.iterdir()]
    found = subprocess.run(  # noqa: S603 - the system's own checker
        verify, check=False, capture_output=True, text=True
    )

    assert (found.returncode, found.stdout + found.stderr) == (0, "")


def test_the_watchman_leans_on_nothing_he_watches():
    leans_on = [value for key, value in unit("antq-watch.service")["Unit"].items()]

    assert not any("antq.service" in value or "postgres" in value for value in leans_on)


def test_he_looks_every_half_hour_and_makes_good_what_a_shutdown_missed():
    timer = unit("antq-watch.timer")["Timer"]

    assert (timer["OnCalendar"], timer["Persistent"]) == ("*:0/30", "true")


@pytest.mark.parametrize("name", ["antq.service", "antq-watch.service"])
def test_what_the_units_start_is_a_command_there_is(name):
    start = unit(name)["Service"]["ExecStart"]

    [command] = re.findall(rf"{COMMAND} (\w+)", start)
    assert command in {each.name for each in app.registered_commands}
