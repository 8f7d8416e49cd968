"""Files tried before they are taken in: all is told, nothing is kept."""

from datetime import date

import pytest

from db.contacts import MOVEMENT_ROLE
from db.session import engine
from rules.errors import UnreadableFileError
from tasks.intake import take_in_files, try_files
from tests import factories
from tests.fingerprint import fingerprint

DAY, NEXT = date(2021, 3, 15), date(2021, 3, 16)
pytestmark = pytest.mark.usefixtures("year")


def plan(unit="X1-BCD", number="01/KH-BCĐ", on=date(2021, 3, 1)):
    return {"unit": unit, "number": number, "issued_on": on}


def told(path, day=DAY, **asked):
    return [
        (each.unit, each.is_new, list(each.fields))
        for each in try_files(path, day, **asked).changes
    ]


@pytest.fixture
def mixed(tmp_path):
    """Have a file with a good row and a bad one, households, and a broken file."""
    factories.workbook(tmp_path / "a.xlsx", {"plan": [plan(), plan("X9")]})
    (tmp_path / "b.csv").write_text(
        "ma_ho,chu_ho,ma_khu_dan_cu,dang_cu_tru,ngay_cam_ket\n"
        "H1,Lê Văn Mẫu,X1-A1,1,2021-03-01\nH2,,X1-A1,1,\n",
        "utf-8",
    )
    (tmp_path / "c.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    return tmp_path


def test_a_trial_tells_what_taking_in_does_and_leaves_no_trace(mixed):
    before = fingerprint(engine())

    tried = try_files(mixed, DAY)

    assert fingerprint(engine()) == before
    taken = take_in_files.fn(mixed, DAY)
    assert (taken.rows, taken.households, taken.issues) == (1, 1, 3)
    assert (tried.taken.rows, tried.taken.households) == (1, 1)
    assert tried.taken.problems == taken.problems


def test_a_new_row_and_a_changed_one_are_told_field_by_field(tmp_path):
    file = factories.workbook(tmp_path / "a.xlsx", {"plan": [plan()]})
    assert told(file) == [
        (
            "X1-BCD",
            True,
            ["Số, ký hiệu: “01/KH-BCĐ”", "Ngày ban hành: 01/03/2021"],
        )
    ]
    take_in_files.fn(file, DAY)

    factories.workbook(file, {"plan": [plan(on=date(2021, 3, 2))]})

    assert told(file) == [("X1-BCD", False, ["Ngày ban hành: 01/03/2021 → 02/03/2021"])]


def test_a_file_taken_in_is_passed_until_it_is_asked_for_again(tmp_path):
    file = factories.workbook(tmp_path / "a.xlsx", {"plan": [plan("H1-BCD"), plan()]})
    take_in_files.fn(file, DAY)
    factories.workbook(tmp_path / "b.xlsx", {"plan": [plan(number="02/KH-BCĐ")]})
    take_in_files.fn(tmp_path, NEXT)

    assert try_files(file, NEXT).taken.passed == 1
    assert told(file, NEXT) == []
    assert told(file, NEXT, again=True) == [
        ("X1-BCD", False, ["Số, ký hiệu: “02/KH-BCĐ” → “01/KH-BCĐ”"])
    ]


def test_what_was_refused_for_want_of_its_unit_is_taken_in_again(tmp_path):
    file = factories.workbook(tmp_path / "a.xlsx", {"plan": [plan("X2-BCD")]})
    assert take_in_files.fn(file, DAY).rows == 0
    unit = {
        "code": "X2-BCD",
        "name": "Ban Chỉ đạo xã Mới",
        "kind": "Ban Chỉ đạo",
        "territory": "X1",
        "managing_body": "X1",
        "valid_from": date(2021, 1, 1),
    }
    units = factories.workbook(tmp_path / "b.xlsx", {"units": [unit]})
    assert take_in_files.fn(units, DAY).issues == 0

    taken = take_in_files.fn(file, DAY, again=True)

    assert (taken.files, taken.rows, taken.issues) == (1, 1, 0)


def test_several_files_and_folders_are_one_intake(tmp_path):
    (tmp_path / "thu").mkdir()
    a = factories.workbook(tmp_path / "a.xlsx", {"plan": [plan()]})
    factories.workbook(tmp_path / "thu" / "b.xlsx", {"plan": [plan("H1-BCD")]})

    taken = take_in_files.fn([a, tmp_path / "thu"], DAY)

    assert (taken.files, taken.rows) == (2, 2)


def test_a_path_that_is_not_there_stops_all(tmp_path):
    a = factories.workbook(tmp_path / "a.xlsx", {"plan": [plan()]})
    before = fingerprint(engine())

    with pytest.raises(UnreadableFileError, match="khong-co"):
        take_in_files.fn([a, tmp_path / "khong-co"], DAY)

    assert fingerprint(engine()) == before


def test_a_mistake_in_a_file_of_one_unit_is_told_to_that_unit(tmp_path, year):
    rows = [plan(), plan("X1-BDC", "02/KH")]
    file = factories.workbook(tmp_path / "a.xlsx", {"plan": rows})

    tried = try_files(file, DAY)

    assert tried.taken.issues == 1
    assert "(đang ghi “X1-BDC”)" in tried.taken.problems[0]
    del year


def test_units_and_contacts_are_told_beside_what_is_recorded(tmp_path):
    began = factories.BEGAN
    unit = {"code": "X1-A1", "name": "Thôn Mới", "kind": "Khu dân cư",
            "territory": "X1", "managing_body": "X1", "valid_from": began}  # fmt: skip
    contact = {"unit": "X1-A1", "role": MOVEMENT_ROLE, "email": "moi@mau.example"}
    rows = {
        "units": [unit, unit | {"code": "X1-A9", "name": "Thôn Chín"}],
        "contacts": [contact | {"since": began}],
    }
    file = factories.workbook(tmp_path / "a.xlsx", rows)

    assert told(file) == [
        ("X1-A1", False, ["Tên đơn vị: “Thôn Một” → “Thôn Mới”"]),
        ("X1-A9", True, [
            "Tên đơn vị: “Thôn Chín”", "Loại đơn vị: “Khu dân cư”",
            "Mã địa bàn: “X1”", "Mã cơ quan quản lý: “X1”",
            f"Có từ ngày: {began:%d/%m/%Y}",
        ]),
        ("X1-A1", False, [
            f"Thư điện tử: “{factories.address('X1-A1')}” → “moi@mau.example”",
        ]),
    ]  # fmt: skip
    take_in_files.fn(file, DAY)
    assert told(file, again=True) == []
