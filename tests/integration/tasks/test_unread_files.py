"""Files of a folder that are not read: the intake says which, and why."""

from datetime import date

import pytest
from sqlalchemy import func, select

from db.outbox import Letter
from db.session import transaction
from tasks.intake import take_in_files, try_files
from tests import factories

DAY = date(2021, 3, 15)
SAVE = "mở tệp, lưu lại dạng .xlsx rồi gửi lại"
UNPACK = "giải nén rồi gửi lại các tệp bên trong"
NO_TABLE = "không phải bảng tính (.xlsx, .xls, .ods) hay CSV"
pytestmark = pytest.mark.usefixtures("year")


def take_in(path):
    return take_in_files.fn(path, DAY)


def letters() -> int:
    with transaction() as session:
        return session.scalar(select(func.count()).select_from(Letter)) or 0


def plan(path):
    row = {"unit": "X1-BCD", "number": "01/KH", "issued_on": date(2021, 3, 1)}
    return factories.workbook(path, {"plan": [row]})


def test_files_of_a_folder_that_are_not_read_are_named_with_why(tmp_path):
    plan(tmp_path / "a.xlsx")
    (tmp_path / "phụ lục").mkdir()
    for name in ("b.xlsb", "c.ET", "d.zip", "phụ lục/e.pdf", "g", "desktop.ini"):
        (tmp_path / name).write_bytes(b"x")
    for name in ("~$a.docx", ".DS_Store", "Thumbs.db"):
        (tmp_path / name).write_bytes(b"x")

    taken = take_in(tmp_path)

    assert (taken.files, taken.rows, taken.issues, letters()) == (1, 1, 0, 0)
    assert [sentence.split(": ") for sentence in taken.unread] == [
        [f"Không đọc 2 tệp vì là bảng tính dạng khác; {SAVE}", "“b.xlsb”, “c.ET”."],
        [f"Không đọc 1 tệp vì là tệp nén; {UNPACK}", "“d.zip”."],
        [f"Không đọc 2 tệp vì {NO_TABLE}", "“g”, “e.pdf”."],
    ]


def test_of_many_files_that_are_not_read_ten_are_named(tmp_path):
    for number in range(13):
        (tmp_path / f"{number:02}.jpg").write_bytes(b"x")

    tried = try_files([tmp_path, tmp_path], DAY).taken

    [told] = tried.unread
    assert told.startswith("Không đọc 13 tệp vì")
    assert told.endswith("“08.jpg”, “09.jpg” và 3 tệp nữa.")


def test_files_that_are_not_read_are_told_when_nothing_is_new(tmp_path):
    take_in(plan(tmp_path / "a.xlsx"))
    (tmp_path / "b.pdf").write_bytes(b"x")

    taken = take_in(tmp_path)

    assert (taken.files, taken.passed, len(taken.unread)) == (0, 1, 1)


def test_what_is_hidden_in_a_folder_is_passed_in_silence(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/config").write_bytes(b"x")

    assert take_in(tmp_path).unread == []
