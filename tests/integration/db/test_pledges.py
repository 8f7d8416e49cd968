from datetime import date

import pytest
from sqlalchemy import select

from db import documents, pledges
from db.households import Household
from db.pledge_copies import PledgeFile
from db.pledge_statements import HEADER
from db.session import transaction

TODAY = date(2021, 3, 31)
ROW_ONE = ",".join(HEADER)
MUST_BE_CSV = f"tệp phải là CSV, dòng đầu: {ROW_ONE}"
GOOD = "1,Lê Văn Mẫu,X1-A1,1,2021-03-01"


@pytest.fixture
def taken(province, tmp_path):  # noqa: ARG001 - for what it does
    """Take in files by name and lines; return what became of them, by file."""

    def take_in(header=ROW_ONE, **files):
        with transaction() as session:
            paths = {}
            for name, lines in files.items():
                path = tmp_path / f"{name}.csv"
                path.write_bytes("\n".join([header, *lines, ""]).encode("utf-8"))
                paths[name] = path
            named = [(name, name) for name in files]
            ids = documents.register(session, named, TODAY)
            found = pledges.take_in(
                session,
                [PledgeFile(path, ids[name]) for name, path in paths.items()],
                TODAY,
            )
            names = {key: name for name, key in ids.items()}
            return found.rows, [
                (names[each.document_id], each.place, each.found, each.problem)
                for each in found.issues
            ]

    return take_in


def kept() -> dict[str, tuple[str, bool, date | None]]:
    with transaction() as session:
        return {
            row.code: (row.head, row.residing, row.pledged_on)
            for row in session.scalars(select(Household))
        }


def test_a_good_row_is_kept_as_it_was_told(taken):
    assert taken(a=[GOOD, "2,Lê Thị Mẫu,X1-A1,0,"]) == (2, [])
    assert kept() == {
        "1": ("Lê Văn Mẫu", True, date(2021, 3, 1)),
        "2": ("Lê Thị Mẫu", False, None),
    }


def test_each_bad_row_is_told_by_file_line_and_column_and_the_good_are_kept(taken):
    rows, issues = taken(
        a=[
            GOOD,
            ",Lê Văn Mẫu,X1-A1,1,",
            "1,Trùng Mã,X1-A1,1,",
            "3, ,X1-A1,1,",
            "4,Lê Văn Mẫu,X9,1,",
            "5,Lê Văn Mẫu,X1-A1,có,",
            "6,Lê Văn Mẫu,X1-A1,1,hôm qua",
            "7,Lê Văn Mẫu,X1-A1,1,2020-12-31",
            "8,Lê Văn Mẫu,X1-A1,1,2021-04-01",
            "9,Lê Văn Mẫu,X1-A2,1,",
        ]
    )

    out_of_year = "ngày cam kết phải trong năm và không sau ngày nhận tệp"
    assert rows == 2
    assert sorted(kept()) == ["1", "9"]
    assert issues == [
        ("a", "dòng 3, cột ma_ho", "", "không được để trống"),
        ("a", "dòng 4, cột ma_ho", "1", "mã hộ đã có ở dòng trên của tệp này"),
        ("a", "dòng 5, cột chu_ho", " ", "không được để trống"),
        ("a", "dòng 6, cột ma_khu_dan_cu", "X9", "không có khu dân cư mang mã này"),
        ("a", "dòng 7, cột dang_cu_tru", "có", "cần 1 (đang cư trú) hoặc 0"),
        (
            "a",
            "dòng 8, cột ngay_cam_ket",
            "hôm qua",
            "cần một ngày, ví dụ 2021-03-31 hoặc 31/03/2021",
        ),
        ("a", "dòng 9, cột ngay_cam_ket", "2020-12-31", out_of_year),
        ("a", "dòng 10, cột ngay_cam_ket", "2021-04-01", out_of_year),
    ]


def test_a_commune_is_not_a_residential_area(taken):
    rows, issues = taken(a=["1,Lê Văn Mẫu,X1,1,"])

    assert rows == 0
    assert [problem for *_, problem in issues] == ["không có khu dân cư mang mã này"]


def test_a_broken_file_is_refused_whole_and_the_others_are_stored(taken):
    rows, issues = taken(a=["7,Một cột,X1-A1,1,", "8,thiếu cột"], b=[GOOD])

    assert rows == 1
    assert sorted(kept()) == ["1"]
    assert issues == [("a", "dòng 3", "", MUST_BE_CSV)]


def test_a_file_with_other_columns_is_refused_whole(taken):
    header = "ma_ho,ten,ma_khu_dan_cu,dang_cu_tru,ngay"

    assert taken(header, a=[GOOD]) == (0, [("a", "dòng 1", "", MUST_BE_CSV)])


def test_a_file_in_another_encoding_is_refused_whole(taken):
    legacy = f"{GOOD}\n2,Lê Thị Mẫu,X1-A1,1,".encode("utf-16-le").decode("latin-1")

    rows, issues = taken(a=[legacy])

    assert (rows, [issue[3] for issue in issues]) == (0, [MUST_BE_CSV])


def test_a_household_told_again_is_brought_up_to_date(taken):
    taken(a=["1,Lê Văn Mẫu,X1-A1,1,"])

    assert taken(b=[GOOD]) == (1, [])
    assert kept() == {"1": ("Lê Văn Mẫu", True, date(2021, 3, 1))}


def test_a_household_told_twice_the_same_changes_nothing(taken):
    taken(a=[GOOD])

    assert taken(b=[GOOD]) == (0, [])
