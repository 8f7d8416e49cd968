"""What the whole house promises, and no floor can see by itself."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import packages_distributions
from pathlib import Path
from pkgutil import walk_packages

import pytest
import yaml
from prefect import Flow, Task
from prefect.cache_policies import NO_CACHE

import flows
import tasks
from cli.acts import ACTS
from deployments.catalogue import DEPLOYMENTS
from deployments.serve import runner_deployment
from rules.cycle import plan

HOUSE = Path(__file__).parents[2]
FLOORS = ("cli", "deployments", "flows", "tasks", "templates", "db", "samples", "rules")
YEARS = sorted(int(path.stem) for path in (HOUSE / "rules/cycles").glob("*.toml"))
VIETNAMESE = re.compile(
    r"[ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]"
)


def found(package, kind) -> Iterator[object]:
    for module in walk_packages(package.__path__, f"{package.__name__}."):
        if not module.name.endswith("workbook_reader"):
            names = vars(import_module(module.name)).values()
            yield from (each for each in names if isinstance(each, kind))


ALL_TASKS = sorted({each.fn.__qualname__: each for each in found(tasks, Task)}.items())
ALL_FLOWS = sorted({each.fn.__qualname__: each for each in found(flows, Flow)}.items())


@pytest.mark.parametrize("floor", FLOORS)
def test_no_library_claims_the_name_of_a_floor(floor):
    assert set(packages_distributions().get(floor, ())) <= {"antq"}


@pytest.mark.parametrize(
    "package",
    [path for floor in FLOORS for path in (HOUSE / floor).rglob("__init__.py")],
    ids=lambda path: str(path.parent.relative_to(HOUSE)),
)
def test_a_package_says_in_one_sentence_what_it_holds(package):
    said = ast.get_docstring(ast.parse(package.read_text("utf-8")))

    assert re.fullmatch(r"[A-Z][^\n]+\.", said)


@pytest.mark.parametrize(("name", "task"), ALL_TASKS)
def test_a_task_is_run_each_time_it_is_asked_for(name, task):
    assert task.cache_policy == NO_CACHE, name


@pytest.mark.parametrize(("name", "flow"), ALL_FLOWS)
def test_a_flow_is_named_and_described_in_vietnamese(name, flow):
    assert VIETNAMESE.search(flow.name), name
    assert VIETNAMESE.search(flow.description), name


@pytest.mark.parametrize(("name", "flow"), ALL_FLOWS)
def test_every_field_of_a_form_has_a_title_of_its_own(name, flow):
    fields = flow.parameters.properties
    untitled = [key for key, asked in fields.items() if asked["title"] in {key, ""}]

    assert untitled == [], name


@pytest.mark.parametrize("year", YEARS)
def test_every_act_of_a_cycle_has_its_flow(year):
    acts = {stage.act for stage in plan(year).stages if stage.act}

    assert acts == set(ACTS)


def test_no_command_imports_prefect_before_its_environment_is_settled():
    # But for the acts themselves, which a command imports when it comes to them.
    modules = [
        f"cli.{path.stem}"
        for path in (HOUSE / "cli").glob("*.py")
        if path.stem not in {"acts", "__init__"}
    ]
    asked = f"import sys, {', '.join(modules)}; sys.exit('prefect' in sys.modules)"

    subprocess.run(  # noqa: S603 - our own modules
        [sys.executable, "-c", asked], cwd=HOUSE, check=True
    )


def test_every_flow_can_be_started_from_the_pages_of_prefect():
    assert {each.flow.fn.__qualname__ for each in DEPLOYMENTS} == set(dict(ALL_FLOWS))


def test_what_is_served_here_is_what_a_work_pool_would_serve():
    file = yaml.safe_load((HOUSE / "deployments/prefect.yaml").read_text("utf-8"))

    assert file["deployments"] == [mirrored(each) for each in DEPLOYMENTS]


def mirrored(each) -> dict[str, object]:
    served = runner_deployment(each)
    schedules = [
        {"cron": one.schedule.cron, "timezone": one.schedule.timezone}
        for one in served.schedules or ()
    ]
    return {
        "name": served.name,
        "description": served.description,
        "entrypoint": served.entrypoint,
        "tags": served.tags,
        "concurrency_limit": served.concurrency_limit,
        "work_pool": {"name": "antq"},
    } | ({"schedules": schedules} if schedules else {})
