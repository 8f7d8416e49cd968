from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select, text

from db import outbox
from db.obligations import Obligation
from db.session import transaction
from rules import identity
from rules.errors import OutOfTurnError, UnclearRequestError, UnknownUnitError
from rules.identity import Identity
from tasks import workbooks
from tasks.forms import write_forms
from tasks.intake import take_in_files
from tests import factories
from tests.filling import CALC, fill, saved_by_calc

DAY, AUTUMN = date(2021, 3, 15), date(2021, 11, 8)
PLAN, DOSSIER = "X1-A1-ke-hoach.xlsx", "X1-A1-ho-so-khu-dan-cu.xlsx"
INSPECTION = "X1-BCD-kiem-tra-quy-i.xlsx"
FILLED = {
    PLAN: {"Kế hoạch": {"B2": "03/2021", "C2": date(2021, 3, 10)}},
    DOSSIER: {
        "Hồ sơ khu dân cư": {"B2": date(2021, 10, 25), "C2": "Có", "E2": 0},
        "Chấm điểm": {"C2": 5.5, "C3": 6},
    },
    INSPECTION: {
        "Kiểm tra": {"C2": "X1-A2", "D2": date(2021, 3, 30), "E2": "Đúng tiến độ"}
    },
}


@pytest.fixture
def asked(year) -> dict[str, int]:
    """Have units that owe a plan, a quarter's inspections and a dossier."""
    for stage, code in (
        ("plan_local", "X1-A1"),
        ("plan_local", "X1-A2"),
        ("inspection_q1", "X1-BCD"),
        ("dossier_areas", "X1-A1"),
    ):
        factories.open_stage(stage, locks=date(2021, 12, 31))
        with transaction() as session:
            factories.owe(session, stage, year[code])
    return year


def written(folder, duty=None, codes=(), day=DAY):
    return write_forms(folder, 2021, duty, codes, day)


def contents(folder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def sheets(path):
    [book] = workbooks.read([path])
    assert book.error is None
    return book.sheets


def mark(path) -> Identity:
    with transaction() as session:
        key = outbox.workbook_key(session)
    return identity.read(sheets(path)[identity.SHEET], key)


def taken_in(path, day=AUTUMN):
    taken = take_in_files.fn(path, day)
    return taken.rows, list(taken.problems)


@pytest.mark.usefixtures("asked")
def test_each_open_duty_gets_a_workbook_named_after_its_unit(tmp_path):
    done = written(tmp_path)

    assert (done.workbooks, done.units, done.owing_nothing) == (4, 3, [])
    assert set(contents(tmp_path)) == {
        PLAN, DOSSIER, INSPECTION, "X1-A2-ke-hoach.xlsx",
    }  # fmt: skip


@pytest.mark.usefixtures("asked")
def test_the_same_facts_give_the_same_bytes_on_any_day(tmp_path):
    written(tmp_path)
    before = contents(tmp_path)

    written(tmp_path, day=AUTUMN)

    assert contents(tmp_path) == before


@pytest.mark.usefixtures("asked")
def test_only_the_units_named_get_the_workbook_of_the_duty_named(tmp_path):
    done = written(tmp_path, "plan_local", ("x1-a1", "x1-bcd"))

    assert (done.workbooks, done.owing_nothing) == (1, ["x1-bcd"])
    assert set(contents(tmp_path)) == {PLAN}


@pytest.mark.usefixtures("asked")
def test_a_workbook_says_for_whom_and_what_it_was_written(tmp_path):
    written(tmp_path)

    told = mark(tmp_path / DOSSIER)

    assert replace(told, facts="") == Identity(
        units=("X1-A1",),
        duty="dossier",
        year=2021,
        period="2021",
        forms=("dossier_area", "score"),
        as_of=date(2021, 11, 1),
        facts="",
    )


@pytest.mark.usefixtures("asked")
def test_a_workbook_sent_back_as_it_came_answers_nothing(tmp_path):
    written(tmp_path)

    rows, problems = taken_in(tmp_path)

    assert (rows, len(problems)) == (0, 4)
    assert all("chưa dòng nào được điền" in problem for problem in problems)


@pytest.mark.usefixtures("asked")
def test_workbooks_filled_in_are_taken_in_without_a_word(tmp_path):
    written(tmp_path)
    (tmp_path / "X1-A2-ke-hoach.xlsx").unlink()
    for name, values in FILLED.items():
        fill(tmp_path / name, values)

    assert taken_in(tmp_path) == (5, [])
    with transaction() as session:
        done = select(Obligation.duty).where(Obligation.fulfilled_on == AUTUMN)
        assert set(session.scalars(done)) == {"plan", "dossier", "inspection"}


@pytest.mark.usefixtures("asked")
def test_what_was_told_is_written_into_the_next_workbook_and_makes_it_newer(tmp_path):
    written(tmp_path)
    before = mark(tmp_path / DOSSIER)
    filled = fill(tmp_path / DOSSIER, FILLED[DOSSIER])
    taken_in(filled)

    written(tmp_path, "dossier_areas")

    rows = sheets(filled)["Hồ sơ khu dân cư"]
    assert rows[1][:5] == ["X1-A1", date(2021, 10, 25), "Có", "", 0]
    assert [row[2] for row in sheets(filled)["Chấm điểm"][1:4]] == [5.5, 6, ""]
    after = mark(filled)
    assert (before.as_of, after.as_of) == (date(2021, 11, 1), AUTUMN)
    assert before.facts != after.facts
    # Sent back unchanged, it tells nothing new.
    assert taken_in(filled) == (0, [])


@pytest.mark.usefixtures("asked")
def test_last_year_stands_beside_what_is_asked_this_year(tmp_path):
    written(tmp_path)
    taken_in(fill(tmp_path / PLAN, FILLED[PLAN]))
    with transaction() as session:
        session.execute(text("UPDATE submission SET year = 2020, period = '2020'"))

    written(tmp_path, "plan_local")

    told = sheets(tmp_path / PLAN)
    assert told["Kế hoạch"][1] == ["X1-A1", "", ""]
    assert told["Năm trước"][1] == ["X1-A1", "03/2021", date(2021, 3, 10)]


@pytest.mark.usefixtures("asked")
def test_the_committee_may_choose_among_the_units_it_inspects(tmp_path):
    written(tmp_path, "inspection_q1")

    assert sheets(tmp_path / INSPECTION)["Danh mục đơn vị"][1:] == [
        ["X1-A2", "Thôn Hai"],
        ["X1-A1", "Thôn Một"],
    ]


@pytest.mark.skipif(not CALC, reason="LibreOffice Calc is not installed here")
@pytest.mark.usefixtures("asked")
def test_a_workbook_filled_in_and_saved_by_libreoffice_comes_back_whole(tmp_path):
    sent, returned = tmp_path / "sent", tmp_path / "returned"
    written(sent)
    marks = {name: mark(sent / name) for name in FILLED}

    for name, values in FILLED.items():
        saved_by_calc(fill(sent / name, values), returned)

    assert {name: mark(returned / name) for name in FILLED} == marks
    assert taken_in(returned) == (5, [])


@pytest.mark.usefixtures("asked")
def test_a_unit_nobody_knows_is_named_and_nothing_is_written(tmp_path):
    with pytest.raises(UnknownUnitError, match="Không có đơn vị nào mang mã “x9”"):
        written(tmp_path, codes=("x1-a1", "x9"))
    assert contents(tmp_path) == {}


@pytest.mark.usefixtures("asked")
def test_an_act_of_the_secretariat_has_no_workbook(tmp_path):
    factories.open_stage("inspect_q1")

    with pytest.raises(OutOfTurnError, match="không có biểu để đơn vị điền"):
        written(tmp_path, "inspect_q1")


def test_a_file_is_no_folder_to_write_into(tmp_path):
    (tmp_path / "bieu").write_text("")

    with pytest.raises(UnclearRequestError, match="là một tệp"):
        written(tmp_path / "bieu")
