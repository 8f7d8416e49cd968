import re
from pathlib import Path

import deployments
from deployments.environment import DEFAULTS

EXAMPLE = Path(deployments.__file__).with_name("env.example")


def test_every_default_is_explained_with_the_value_it_has():
    lines = EXAMPLE.read_text().splitlines()

    assert [
        name for name, value in DEFAULTS.items() if f"#{name}={value}" not in lines
    ] == []


def test_every_setting_that_we_read_is_explained():
    example = EXAMPLE.read_text()
    house = EXAMPLE.parents[1]
    floors = ("cli", "deployments", "flows", "tasks", "templates", "db", "rules")
    reads = re.compile(r"""environ(?:\.get\(|\[)\s*"(\w+)\"""")

    read = {
        name
        for floor in floors
        for module in (house / floor).rglob("*.py")
        for name in reads.findall(module.read_text())
    }

    assert "DATABASE_URL" in read
    assert sorted(name for name in read if f"#{name}=" not in example) == []
