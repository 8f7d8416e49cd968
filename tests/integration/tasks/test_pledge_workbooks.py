"""The list of an area's households as a workbook: out as known, back as signed."""

from datetime import date

import pytest
from sqlalchemy import select

from db.access import Access, Kind
from db.forms import owed as owed_by
from db.households import Household
from db.obligations import Obligation
from db.session import transaction
from rules.persons import ERASED
from tasks import letters, workbooks
from tasks.forms import workbooks as written
from tasks.forms import write_forms
from tasks.intake import take_in_files
from tests import factories
from tests.filling import CALC, fill, saved_by_calc

BEFORE, DAY, LATER = date(2021, 1, 20), date(2021, 3, 15), date(2021, 3, 22)
SHEET, LIST = "Cam kết hộ gia đình", "X1-A1-cam-ket-ho-gia-dinh.xlsx"
HEADER = "ma_ho,chu_ho,ma_khu_dan_cu,dang_cu_tru,ngay_cam_ket"
KNOWN = ("H1,Lê Văn Mẫu,X1-A1,1,", "H2,Trần Thị Thử,X1-A1,1,", "H9,Ở Nơi Khác,X1-A2,1,")


@pytest.fixture
def owed(year, tmp_path) -> None:
    """Have two areas of a commune that owe their lists; three households are known."""
    factories.open_stage("pledges", locks=date(2021, 12, 31))
    with transaction() as session:
        factories.owe(session, "pledges", year["X1-A1"])
        factories.owe(session, "pledges", year["X1-A2"])
    known = tmp_path / "dau-nam.csv"
    known.write_text("\n".join([HEADER, *KNOWN, ""]), "utf-8")
    take_in_files.fn(known, BEFORE)
    with transaction() as session:  # The list alone is no answer of this spring.
        for each in session.scalars(select(Obligation)):
            each.fulfilled_on = None


@pytest.fixture
def enclosed(owed):  # noqa: ARG001 - for what it does
    """Give the list of the first area as its opening letter carries it."""
    with transaction() as session:
        owing = owed_by(session, 2021, ["pledges"], DAY, codes=["x1-a1"])
        [(_, content)] = written(session, owing, letters.sender(session, DAY), DAY)
    return content


@pytest.fixture
def book(owed, tmp_path):  # noqa: ARG001 - for what it does
    """Give the workbook of the first area, as the office hands it over."""
    write_forms(tmp_path / "bieu", 2021, "pledges", ["x1-a1"], DAY)
    return tmp_path / "bieu" / LIST


def rows(path) -> list[list[object]]:
    [read] = workbooks.read([path])
    return [[*row[:5]] for row in read.sheets[SHEET] if row[1]]


def take_in(path, day=LATER):
    taken = take_in_files.fn(path, day)
    return taken.households, list(taken.problems)


def kept() -> dict[str, tuple[str, bool, date | None]]:
    with transaction() as session:
        return {
            each.code: (each.head, each.residing, each.pledged_on)
            for each in session.scalars(select(Household).order_by(Household.code))
        }


def open_duties() -> int:
    with transaction() as session:
        duties = session.scalars(select(Obligation).filter_by(duty="pledges"))
        return sum(each.fulfilled_on is None for each in duties)


def test_the_households_known_are_written_down_and_their_reading_is_noted(book):
    with transaction() as session:
        noted = session.execute(
            select(Access.via, Access.rows).filter_by(kind=Kind.HOUSEHOLD)
        ).all()

    assert rows(book)[1:] == [
        ["X1-A1", "H1", "Lê Văn Mẫu", "Có", ""],
        ["X1-A1", "H2", "Trần Thị Thử", "Có", ""],
    ]
    assert noted == [("antq forms", 2)]


def test_a_letter_carries_no_head_and_yet_none_is_typed_again(enclosed, tmp_path):
    path = tmp_path / LIST
    path.write_bytes(enclosed)

    assert rows(path)[1:] == [
        ["X1-A1", "H1", "", "Có", ""],
        ["X1-A1", "H2", "", "Có", ""],
    ]
    assert take_in(fill(path, {SHEET: {"E2": DAY}})) == (1, [])
    assert kept()["H1"] == ("Lê Văn Mẫu", True, DAY)


def test_a_name_taken_away_is_not_written_down_as_one(book):
    with transaction() as session:
        session.get_one(Household, "H1").head = ERASED
    write_forms(book.parent, 2021, "pledges", ["x1-a1"], DAY)

    assert rows(book)[1] == ["X1-A1", "H1", "", "Có", ""]
    assert take_in(fill(book, {SHEET: {"E2": DAY}})) == (1, [])
    assert kept()["H1"] == (ERASED, True, DAY)


def test_a_list_filled_in_comes_back_without_a_word(book):
    cells = {
        "E2": DAY, "D3": "Không", "C2": "Lê Văn Mẫu Mực",
        "A4": "X1-A1", "B4": "H3", "C4": "Phạm Văn Thêm", "D4": "Có", "E4": "16/3/2021",
    }  # fmt: skip

    assert take_in(fill(book, {SHEET: cells})) == (3, [])
    assert kept() == {
        "H1": ("Lê Văn Mẫu Mực", True, DAY),
        "H2": ("Trần Thị Thử", False, None),
        "H3": ("Phạm Văn Thêm", True, date(2021, 3, 16)),
        "H9": ("Ở Nơi Khác", True, None),
    }
    assert open_duties() == 1
    assert take_in(book) == (0, [])


def test_a_name_left_out_stays_as_it_is_known(book):
    assert take_in(fill(book, {SHEET: {"C2": "", "E2": DAY}})) == (1, [])
    assert kept()["H1"] == ("Lê Văn Mẫu", True, DAY)


def test_a_household_not_known_needs_its_head(book):
    cells = {"E2": DAY, "B4": "H3", "D4": "Có", "E4": DAY}

    assert take_in(fill(book, {SHEET: cells})) == (
        1,
        [f"Tệp “{LIST}”, trang “{SHEET}”, ô C4, đơn vị X1-A1: không được để trống."],
    )


def test_wrong_cells_are_told_by_their_names(book):
    cells = {"D2": "ở", "E3": date(2021, 3, 30)}
    _, problems = take_in(fill(book, {SHEET: cells}))

    assert [each.partition("đơn vị X1-A1: ")[::2] for each in problems] == [
        (f"Tệp “{LIST}”, trang “{SHEET}”, ô D2, ",
         "cần một trong các từ: Có, Không (đang ghi “ở”)."),
        (f"Tệp “{LIST}”, trang “{SHEET}”, ô E3, ",
         "ngày chưa đến (nhận tệp 22/03/2021) (đang ghi “30/03/2021”)."),
    ]  # fmt: skip


def test_a_list_sent_back_as_it_came_is_no_answer(book):
    households, [problem] = take_in(book)

    assert households == 0
    assert "chưa hộ nào có ngày cam kết" in problem
    assert open_duties() == 2


def test_households_of_another_area_are_refused_in_ones_own_list(book):
    cells = {"E2": DAY, "A3": "X1-A2", "E3": DAY}
    households, [problem] = take_in(fill(book, {SHEET: cells}))

    assert households == 1
    assert "biểu này ghi cho đơn vị X1-A1" in problem
    assert kept()["H2"][2] is None


def test_a_commune_has_no_list_of_its_own(owed, tmp_path):  # noqa: ARG001 - for what it does
    row = {
        "unit": "X1",
        "code": "H5",
        "head": "Ai",
        "residing": "Có",
        "pledged_on": DAY,
    }
    path = factories.workbook(tmp_path / "xa.xlsx", {"pledge": [row]})
    households, [problem] = take_in(path)

    assert households == 0
    assert "ô A2: không có khu dân cư mang mã này (đang ghi “X1”)" in problem


def test_the_list_saved_as_csv_is_taken_for_what_it_is(owed, tmp_path):  # noqa: ARG001 - likewise
    path = tmp_path / "ho.csv"
    path.write_text(
        "Mã khu dân cư;Mã hộ;Chủ hộ;Đang cư trú;Ngày cam kết\n"
        "X1-A1;H1;;Có;15/03/2021\n",
        "utf-8",
    )

    assert take_in(path) == (1, [])
    assert kept()["H1"] == ("Lê Văn Mẫu", True, DAY)


@pytest.mark.skipif(not CALC, reason="LibreOffice Calc is not installed")
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_list_saved_by_libreoffice_comes_back_too(book, tmp_path, kind):
    saved = saved_by_calc(fill(book, {SHEET: {"E2": DAY}}), tmp_path, kind)

    assert take_in(saved) == (1, [])
    assert kept()["H1"] == ("Lê Văn Mẫu", True, DAY)
