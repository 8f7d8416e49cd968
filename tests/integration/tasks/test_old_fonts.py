"""Workbooks typed in fonts of before Unicode, through the whole intake."""

from datetime import date

import pytest
from sqlalchemy import select
from xlsxwriter import Workbook

from db.session import transaction
from db.submissions import Submission
from tasks.forms import write_forms
from tasks.intake import take_in_files
from tests import factories
from tests.filling import CALC, fill, saved_by_calc
from tests.old_fonts import shown_as_latin, tcvn3, vni

DAY = date(2021, 3, 15)
LABELS = ["Mã đơn vị", "Số, ký hiệu", "Ngày ban hành"]
ROW = ["X1-BCD", "01/KH-BCĐ", "01/03/2021"]
pytestmark = pytest.mark.usefixtures("year")


def typed(path, write, name="Kế hoạch"):
    with Workbook(path) as book:
        page = book.add_worksheet(shown_as_latin(name, write))
        for number, row in enumerate([["kế hoạch năm 2021"], LABELS, ROW]):
            page.write_row(number, 0, [shown_as_latin(cell, write) for cell in row])
    return path


def take_in(path):
    taken = take_in_files.fn(path, DAY)
    return taken.rows, list(taken.problems)


def recorded(key):
    with transaction() as session:
        return list(session.scalars(select(Submission.facts[key].astext)))


@pytest.mark.parametrize("write", [tcvn3, vni], ids=["TCVN3", "VNI"])
def test_a_workbook_typed_in_an_old_font_is_taken_in(tmp_path, write):
    assert take_in(typed(tmp_path / "a.xlsx", write)) == (1, [])
    assert recorded("number") == ["01/KH-BCĐ"]


@pytest.mark.skipif(not CALC, reason="LibreOffice Calc is not installed here")
def test_an_old_workbook_typed_in_an_old_font_is_taken_in(tmp_path):
    path = saved_by_calc(typed(tmp_path / "a.xlsx", tcvn3), tmp_path / "calc", "xls")

    assert take_in(path) == (1, [])
    assert recorded("number") == ["01/KH-BCĐ"]


def test_our_own_workbook_filled_in_with_an_old_font_is_taken_in(tmp_path, year):
    factories.open_stage("plan_local", locks=date(2021, 12, 31))
    with transaction() as session:
        factories.owe(session, "plan_local", year["X1-A1"])
    write_forms(tmp_path, 2021, None, ["x1-a1"], DAY)
    number = shown_as_latin("Kế hoạch số 3 của Tổ dân phố")
    file = tmp_path / "X1-A1-ke-hoach.xlsx"

    fill(file, {"Kế hoạch": {"B2": number, "C2": date(2021, 3, 10)}})

    assert take_in(file) == (1, [])
    assert recorded("number") == ["Kế hoạch số 3 của Tổ dân phố"]


def test_correct_words_that_an_old_font_could_show_are_left(tmp_path):
    row = {"unit": "X1-BCD", "number": "Bùi Tân", "issued_on": date(2021, 3, 1)}

    assert take_in(factories.workbook(tmp_path / "a.xlsx", {"plan": [row]})) == (1, [])
    assert recorded("number") == ["Bùi Tân"]
