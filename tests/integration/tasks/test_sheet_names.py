"""Sheets under names that are not ours: nothing filled in is lost without a word."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

from db.session import transaction
from rules.forms import forms
from tasks.forms import write_forms
from tasks.intake import take_in_files, try_files
from tasks.named_sheets import BESIDE
from tests import factories
from tests.filling import fill
from tests.old_fonts import shown_as_latin

DAY = date(2021, 3, 15)
PLAN = ["Mã đơn vị", "Số, ký hiệu", "Ngày ban hành"]
ROW = ["X1-BCD", "01/KH-BCĐ", "01/03/2021"]
REGISTRATION = [["Mã đơn vị", "Ngày đăng ký"], ["X1-A1", "01/03/2021"]]
pytestmark = pytest.mark.usefixtures("year")


@pytest.fixture
def take_in(tmp_path):
    def send(sheets):
        with Workbook(tmp_path / "a.xlsx") as book:
            for name, rows in sheets.items():
                page = book.add_worksheet(name)
                for number, row in enumerate(rows):
                    page.write_row(number, 0, row)
        taken = take_in_files.fn(tmp_path, DAY)
        return taken.rows, list(taken.problems)

    return send


@pytest.mark.parametrize("name", ["Sheet1", "Kế hoạch (2)", "Ke hoach", "Trang tính1"])
def test_the_only_form_is_taken_whatever_its_name(take_in, name):
    cells = [["KẾ HOẠCH NĂM 2021"], PLAN, ROW]

    assert take_in({name: cells, "Sheet2": [], "Ghi chú": [["đã ký"]]}) == (1, [])


def test_a_blank_copy_of_the_only_form_is_passed(take_in):
    assert take_in({"Sheet1": [PLAN, ROW], "Sheet1 (2)": [PLAN]}) == (1, [])


def test_the_only_form_is_told_when_it_is_empty(take_in):
    problem = "chưa dòng nào được điền; hãy điền biểu rồi gửi lại"
    assert take_in({"Sheet1": [PLAN]}) == (0, [f"Tệp “a.xlsx”: {problem}."])


def test_a_filled_copy_beside_its_form_is_refused_and_the_form_is_taken(take_in):
    other = ["H1-BCD", "02/KH", "01/03/2021"]

    rows, problems = take_in({"Kế hoạch": [PLAN, ROW], "Kế hoạch (2)": [PLAN, other]})

    assert rows == 1
    problem = "có các cột của biểu “Kế hoạch” nhưng mang tên khác nên chưa được nhận"
    remedy = "chép các dòng vào trang “Kế hoạch” rồi gửi lại"
    assert problems == [f"Tệp “a.xlsx”: trang “Kế hoạch (2)” {problem}; {remedy}."]


def test_a_filled_form_under_another_name_beside_others_is_refused(take_in):
    rows, problems = take_in({"Kế hoạch": [PLAN, ROW], "Đăng ký moi": REGISTRATION})

    assert rows == 1
    problem = "có các cột của biểu “Đăng ký” nhưng mang tên khác nên chưa được nhận"
    remedy = "đổi tên trang thành “Đăng ký” rồi gửi lại"
    assert problems == [f"Tệp “a.xlsx”: trang “Đăng ký moi” {problem}; {remedy}."]


def test_two_filled_forms_under_other_names_are_each_told(take_in):
    rows, problems = take_in({"Sheet1": [PLAN, ROW], "Sheet2": REGISTRATION})

    assert rows == 0
    assert "“Sheet1” có các cột của biểu “Kế hoạch”" in problems[0]
    assert "“Sheet2” có các cột của biểu “Đăng ký”" in problems[1]


def test_two_filled_sheets_of_one_form_are_to_be_put_together(take_in):
    rows, problems = take_in({"Sheet1": [PLAN, ROW], "Sheet2": [PLAN, ROW]})

    assert (rows, len(problems)) == (0, 2)
    assert "chép các dòng vào trang “Kế hoạch” rồi gửi lại" in problems[0]


def test_labels_that_several_forms_share_are_told_with_all_of_them(take_in):
    cells = [["Mã đơn vị", "Ngày họp xét"], ["X1-A1", "01/03/2021"]]

    rows, [problem] = take_in({"Sheet1": cells})

    assert rows == 0
    assert "“Hồ sơ khu dân cư” hoặc “Hồ sơ xã” hoặc" in problem


def test_an_empty_form_under_another_name_is_passed(take_in):
    assert take_in({"Kế hoạch": [PLAN, ROW], "Kế hoạch (2)": [PLAN]}) == (1, [])


@pytest.mark.parametrize("name", BESIDE - {"_antq"})
def test_what_we_write_beside_the_forms_is_passed(take_in, name):
    assert take_in({"Kế hoạch": [PLAN, ROW], name: REGISTRATION}) == (1, [])


def test_our_own_workbook_is_taken_when_its_sheet_was_renamed(tmp_path, year):
    factories.open_stage("plan_local", locks=date(2021, 12, 31))
    with transaction() as session:
        factories.owe(session, "plan_local", year["X1-A1"])
    write_forms(tmp_path, 2021, None, ["x1-a1"], DAY)
    file = tmp_path / "X1-A1-ke-hoach.xlsx"
    fill(file, {"Kế hoạch": {"B2": "03/KH", "C2": date(2021, 3, 10)}})

    taken = take_in_files.fn(renamed(file, "Kế hoạch", "KH 2021"), DAY)

    assert (taken.rows, list(taken.problems)) == (1, [])


def renamed(path, old, new):
    """Rename a sheet of a workbook in place."""
    from zipfile import ZipFile  # noqa: PLC0415 - here only

    with ZipFile(path) as book:
        parts = {each.filename: book.read(each) for each in book.infolist()}
    part = parts["xl/workbook.xml"].decode()
    parts["xl/workbook.xml"] = part.replace(f'name="{old}"', f'name="{new}"').encode()
    with ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return path


def test_no_form_is_named_as_what_we_write_beside_it():
    assert {form.sheet for form in forms().values()} & BESIDE == set()


def old(rows):
    return [[shown_as_latin(cell) for cell in row] for row in rows]


NAMES = ["Kế hoạch", "Đăng ký", "Sheet1", "Đăng ký (2)", "Số liệu", "Mô hình"]
NAMES += [shown_as_latin(name) for name in NAMES]
FILLED = st.sampled_from([[PLAN, ROW], [["KẾ HOẠCH"], [], PLAN, ROW], REGISTRATION])
TYPED = st.one_of(FILLED, FILLED.map(old))


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.dictionaries(st.sampled_from(NAMES), TYPED, min_size=1, max_size=4))
def test_every_filled_sheet_is_taken_or_told(tmp_path, sheets):
    with Workbook(tmp_path / "a.xlsx") as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)

    tried = try_files(tmp_path / "a.xlsx", DAY).taken

    assert tried.rows + len(tried.problems) >= len(sheets)
