from datetime import date

import pytest
from sqlalchemy import func, select

from db import pledges
from db.documents import IntakeIssue
from db.session import transaction

GOOD = "1,Lê Văn Mẫu,X1-A1,1,2021-03-01"


def test_a_good_row_is_kept_as_it_was_told(taken, kept):
    assert taken(a=[GOOD, "2,Lê Thị Mẫu,X1-A1,0,"]) == (2, [])
    assert kept() == {
        "1": ("Lê Văn Mẫu", True, date(2021, 3, 1)),
        "2": ("Lê Thị Mẫu", False, None),
    }


def test_each_bad_row_is_told_by_file_line_and_column_and_the_good_are_kept(
    taken, kept
):
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


def test_a_household_told_again_is_brought_up_to_date(taken, kept):
    taken(a=["1,Lê Văn Mẫu,X1-A1,1,"])

    assert taken(b=[GOOD]) == (1, [])
    assert kept() == {"1": ("Lê Văn Mẫu", True, date(2021, 3, 1))}


ANOTHERS = "mã này là của một hộ khác, ở khu dân cư khác; mỗi hộ một mã riêng"


def test_no_household_is_lost_to_another_with_the_same_code(taken, kept):
    taken(a=[GOOD])
    rows, issues = taken(b=["1,Trần Văn Khác,X1-A2,1,"])

    assert (rows, issues) == (0, [("b", "dòng 2, cột ma_ho", "1", ANOTHERS)])
    assert kept()["1"][0] == "Lê Văn Mẫu"


def test_of_two_files_that_give_one_code_to_two_households_the_first_counts(
    taken, kept
):
    rows, issues = taken(a=[GOOD], b=["1,Trần Văn Khác,X1-A2,1,"])

    assert (rows, issues) == (1, [("b", "dòng 2, cột ma_ho", "1", ANOTHERS)])
    assert kept()["1"][0] == "Lê Văn Mẫu"


@pytest.mark.parametrize(
    "later", ["1,LÊ VĂN MẪU,X1-A2,1,", "1,Trần Văn Con,X1-A1,1,"], ids=["moved", "son"]
)
def test_a_household_keeps_its_code_when_it_moves_or_has_another_head(
    taken, kept, later
):
    taken(a=[GOOD])

    assert taken(b=[later]) == (1, [])
    assert kept()["1"][0] == later.split(",")[1]


def test_a_household_told_twice_the_same_changes_nothing(taken):
    taken(a=[GOOD])

    assert taken(b=[GOOD]) == (0, [])


def test_with_slashes_the_day_comes_first(taken, kept):
    days = ["04/03/2021", "31/03/2021", "1/3/2021", "2021-03-05"]
    rows, issues = taken(
        a=[f"{n},Lê Văn Mẫu,X1-A1,1,{day}" for n, day in enumerate(days)]
    )

    assert (rows, issues) == (4, [])
    assert [day.isoformat() for *_, day in kept().values()] == [
        "2021-03-04",
        "2021-03-31",
        "2021-03-01",
        "2021-03-05",
    ]


@pytest.mark.parametrize("day", ["03/31/2021", "30/02/2021", "today", "infinity"])
def test_what_is_no_day_of_the_calendar_is_refused(taken, day):
    rows, issues = taken(a=[f"1,Lê Văn Mẫu,X1-A1,1,{day}"])

    assert rows == 0
    assert [(place, found) for _, place, found, _ in issues] == [
        ("dòng 2, cột ngay_cam_ket", day)
    ]


def test_of_several_files_the_last_good_row_counts(taken, kept):
    rows, issues = taken(
        a=["1,Một,X1-A1,1,"], b=["1,Hai,X1-A1,1,"], c=["1,Ba,X1-A1,có,"]
    )

    assert (rows, [place for _, place, *_ in issues]) == (
        1,
        ["dòng 2, cột dang_cu_tru"],
    )
    assert kept()["1"][0] == "Hai"


def test_of_very_many_wrong_rows_the_first_are_listed_and_all_are_kept(taken):
    lines = [f"{n},Lê Văn Mẫu,X1-A1,có," for n in range(3000)]
    lines += [f"n{n},,X1-A1,1," for n in range(500)]

    _, issues = taken(a=lines)

    assert len(issues) == pledges.LISTED + 2
    assert [issue[1] for issue in issues[-2:]] == [
        "500 dòng nữa, cột chu_ho",
        "2000 dòng nữa, cột dang_cu_tru",
    ]
    with transaction() as session:
        assert session.scalar(select(func.count(IntakeIssue.id))) == 3500


def test_a_code_longer_than_any_index_bears_is_refused_and_told_in_short(taken):
    rows, issues = taken(a=[f"{'9' * 10_000},Lê Văn Mẫu,X1-A1,1,"])

    problem = "mã hộ dài quá 100 ký tự"
    assert (rows, issues) == (0, [("a", "dòng 2, cột ma_ho", "9" * 200, problem)])


def test_an_empty_date_may_stand_in_quotes(taken):
    assert taken(a=['1,Lê Văn Mẫu,X1-A1,1,""']) == (1, [])
