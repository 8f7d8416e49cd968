"""Our own workbooks coming back: known by the mark in them, whatever their name."""

from datetime import date

import pytest
from sqlalchemy import select, text

from db.outbox import Letter
from db.session import transaction
from db.submissions import Submission
from rules import identity
from rules.forms import forms
from rules.raw_sheets import letter
from tasks.forms import write_forms
from tasks.intake import take_in_files
from tests import factories
from tests.filling import fill

DAY, LATER = date(2021, 3, 15), date(2021, 3, 22)
SHEET = "Kế hoạch"
MINE = "X1-A1-ke-hoach.xlsx"


@pytest.fixture
def owed(year) -> None:
    """Have two areas of a commune that owe a plan."""
    factories.open_stage("plan_local", locks=date(2021, 12, 31))
    with transaction() as session:
        factories.owe(session, "plan_local", year["X1-A1"])
        factories.owe(session, "plan_local", year["X1-A2"])


@pytest.fixture
def mine(owed, tmp_path):  # noqa: ARG001 - for what it does
    """Give the workbook of the first area, filled in."""
    write_forms(tmp_path, 2021, None, ["x1-a1"], DAY)
    return plan(tmp_path / MINE, "03/KH")


def plan(path, number, issued_on=date(2021, 3, 10)):
    return fill(path, {SHEET: {"B2": number, "C2": issued_on}})


def take_in(path, day=DAY):
    taken = take_in_files.fn(path, day)
    return taken.rows, list(taken.problems)


def recipients() -> list[str]:
    with transaction() as session:
        return list(session.scalars(select(Letter.recipient)))


def numbers() -> list[tuple[str, int]]:
    columns = (Submission.facts["number"].astext, Submission.version)
    with transaction() as session:
        return [(n, v) for n, v in session.execute(select(*columns).order_by(*columns))]


def test_a_workbook_is_known_under_any_name(mine):
    assert take_in(mine.rename(mine.with_name("gửi lại (2).xlsx"))) == (1, [])


def test_a_mark_that_was_changed_refuses_the_whole_file(mine):
    forged = '"units":["X1-A2"]'
    spoil(mine, '"units":["X1-A1"]', forged)

    rows, [problem] = take_in(mine)

    assert rows == 0
    assert "dấu nhận dạng của biểu đã bị sửa" in problem
    assert numbers() == []


def spoil(path, old, new):
    """Change what the hidden sheet says, and leave its seal."""
    from zipfile import ZipFile  # noqa: PLC0415 - here only

    quoted = [each.replace('"', "&quot;") for each in (old, new)]
    with ZipFile(path) as book:
        parts = {each.filename: book.read(each).decode() for each in book.infolist()}
    changed = {
        name: part.replace(old, new).replace(*quoted) for name, part in parts.items()
    }
    assert changed != parts
    with ZipFile(path, "w") as book:
        for name, part in changed.items():
            book.writestr(name, part)


def test_a_workbook_of_another_installation_is_refused(mine):
    with transaction() as session:
        session.execute(text("UPDATE installation SET workbook_key = '\\x00'"))

    rows, [problem] = take_in(mine)

    assert rows == 0
    assert "biểu này do nơi khác ghi ra" in problem


def test_a_workbook_of_another_year_is_refused(mine):
    rows, [problem] = take_in(mine, date(2022, 1, 10))

    assert rows == 0
    assert "biểu này là của năm 2021; hãy điền vào biểu của năm 2022" in problem


def test_figures_of_another_period_than_the_workbook_s_are_refused(year, tmp_path):
    factories.open_stage("figures_midyear", locks=date(2021, 12, 31))
    with transaction() as session:
        factories.owe(session, "figures_midyear", year["X1-BCD"])
    june = date(2021, 6, 10)
    write_forms(tmp_path, 2021, None, ["x1-bcd"], june)
    [mine] = tmp_path.iterdir()
    asked = [field for field in forms()["figures"].fields if field.required]
    zeros = {f"{letter(number)}2": 0 for number, _ in enumerate(asked) if number > 1}

    fill(mine, {"Số liệu": zeros | {"B2": "Năm"}})

    rows, [problem] = take_in(mine, june)
    assert rows == 0
    assert "biểu này ghi cho kỳ “6 tháng”, không phải “Năm”" in problem


def test_a_row_of_another_unit_is_refused_and_told_to_who_sent_it(mine):
    fill(mine, {SHEET: {"A2": "X1-A2"}})

    rows, [problem] = take_in(mine)

    assert rows == 0
    assert "dòng 2, đơn vị X1-A2: biểu này ghi cho đơn vị X1-A1" in problem
    assert recipients() == [factories.address("X1-A1")]


def test_an_edition_older_than_the_one_taken_in_is_refused(mine, tmp_path):
    old = mine.rename(tmp_path / "cu.xlsx")
    assert take_in(plan(old, "03/KH"), DAY) == (1, [])
    write_forms(tmp_path, 2021, "plan_local", ["x1-a1"], LATER)
    assert take_in(plan(tmp_path / MINE, "05/KH"), LATER) == (1, [])

    rows, [problem] = take_in(plan(old, "99/KH"), LATER)

    assert rows == 0
    assert "đã nhận biểu ghi ngày 15/03/2021 cho việc này, mới hơn tệp này" in problem
    assert numbers() == [("03/KH", 1), ("05/KH", 2)]


def test_a_second_correction_of_the_same_edition_is_taken_in(mine):
    assert take_in(mine) == (1, [])
    assert take_in(plan(mine, "03a/KH"), LATER) == (1, [])


@pytest.mark.usefixtures("owed")
def test_who_sends_a_workbook_back_as_it_came_is_told_so(tmp_path):
    write_forms(tmp_path, 2021, None, ["x1-a2"], DAY)

    rows, [problem] = take_in(tmp_path)

    assert rows == 0
    assert "chưa dòng nào được điền" in problem
    assert recipients() == [factories.address("X1-A2")]


def test_no_form_is_named_as_the_hidden_sheet():
    from rules.forms import by_sheet  # noqa: PLC0415 - here only

    assert identity.SHEET not in by_sheet()
