from datetime import date

import pytest
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from db import outbox
from db.session import transaction
from rules import identity
from rules.errors import OutOfTurnError, UnclearRequestError, UnknownUnitError
from rules.identity import Identity
from tasks.forms import write_forms
from tasks.intake import take_in_files
from tests import factories

DAY = date(2021, 3, 15)


@pytest.fixture
def asked(year) -> dict[str, int]:
    """Have units that owe a plan, a quarter's inspections and a dossier."""
    for stage, code in (
        ("plan_local", "X1-A1"),
        ("plan_local", "X1-A2"),
        ("inspection_q1", "X1-BCD"),
        ("dossier_areas", "X1-A1"),
    ):
        factories.open_stage(stage)
        with transaction() as session:
            factories.owe(session, stage, year[code])
    return year


def written(folder, duty=None, codes=(), day=DAY):
    return write_forms(folder, 2021, duty, codes, day)


def names(folder) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def sheets(path) -> dict[str, list[list[object]]]:
    with CalamineWorkbook.from_path(path) as book:
        return {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names
        }


@pytest.mark.usefixtures("asked")
def test_each_open_duty_gets_a_workbook_named_after_its_unit(tmp_path):
    done = written(tmp_path)

    assert (done.workbooks, done.units, done.owing_nothing) == (4, 3, [])
    assert names(tmp_path) == [
        "X1-A1-ho-so-khu-dan-cu.xlsx",
        "X1-A1-ke-hoach.xlsx",
        "X1-A2-ke-hoach.xlsx",
        "X1-BCD-kiem-tra-quy-i.xlsx",
    ]
