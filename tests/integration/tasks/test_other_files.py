"""Files that are no workbooks, whatever their names: read as what they are, or told."""

import zipfile
from datetime import date

import pytest

from tasks.intake import take_in_files

DAY = date(2021, 3, 15)
CSV = "Mã đơn vị;Số, ký hiệu;Ngày ban hành\nX1-BCD;01/KH;01/03/2021\n"
SAVE = "mở bằng Excel, chọn Lưu thành (Save As) dạng .xlsx rồi gửi lại"
HOUSEHOLDS = (
    "ma_ho,chu_ho,ma_khu_dan_cu,dang_cu_tru,ngay_cam_ket\n"
    "X1-A1-00001,Võ Thanh Liên,X1-A1,1,2021-03-03\n"
)
pytestmark = pytest.mark.usefixtures("year")


def take_in(path):
    return take_in_files.fn(path, DAY)


def archive(path, part):
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr(part, b"x")
    return path


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.ods", "a.XLSM"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_under_the_name_of_a_workbook_is_that_csv(tmp_path, name, encoding):
    (tmp_path / name).write_text(CSV, encoding)

    taken = take_in(tmp_path)

    assert (taken.rows, list(taken.problems)) == (1, [])


def test_a_list_of_households_under_the_name_of_a_workbook_is_that_list(tmp_path):
    (tmp_path / "a.xlsx").write_text(HOUSEHOLDS, "utf-8")

    taken = take_in(tmp_path)

    assert (taken.households, list(taken.problems)) == (1, [])


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("<html><table>", "tệp là trang web (HTML), không phải bảng tính"),
        ('<?xml version="1.0"?><Workbook>', "tệp ở dạng XML, không phải bảng tính"),
        ("cột,khác\n1,2\n", "dòng đầu không phải tên cột của biểu nào"),
        ("không phải", "tệp hỏng hoặc không phải bảng tính"),
    ],
)
def test_what_is_no_workbook_is_told_what_to_do(tmp_path, content, problem):
    (tmp_path / "a.xls").write_text(content, "utf-8")

    taken = take_in(tmp_path)

    [told] = taken.problems
    assert told.startswith("Tệp “a.xls”: ")
    assert problem in told
    assert told.endswith(f"; {SAVE}.")


@pytest.mark.parametrize(
    ("part", "problem"),
    [
        ("xl/workbook.bin", f"tệp là bảng tính dạng khác (.xlsb, .numbers); {SAVE}"),
        ("word/document.xml", "tệp là văn bản (Word, PDF), không phải bảng tính"),
        ("x", "tệp hỏng hoặc không phải bảng tính"),
    ],
)
def test_what_is_packed_as_workbooks_are_is_told_apart(tmp_path, part, problem):
    taken = take_in(archive(tmp_path / "a.xlsx", part))

    [told] = taken.problems
    assert told.startswith(f"Tệp “a.xlsx”: {problem}")
