from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.forms import forms
from rules.raw_sheets import letter
from rules.sheets import Answer, Context, SheetIssue, check_sheet
from rules.units import UnitKind

PLAN, FIGURES = forms()["plan"], forms()["figures"]
HEADER = ("Mã đơn vị", "Số, ký hiệu", "Ngày ban hành")
KINDS = {"22915": UnitKind.STEERING_COMMITTEE, "22918": UnitKind.COMMUNE}
CONTEXT = Context(KINDS, 2021, date(2021, 3, 31))
GOOD = ("22915", "01/KH-BCĐ", date(2021, 3, 1))


def checked(*rows, header=HEADER):
    return check_sheet(PLAN, [header, *rows], CONTEXT)


def answer(row=2, unit="22915", number="01/KH-BCĐ", day="2021-03-01") -> Answer:
    return Answer(unit, "2021", "", {"number": number, "issued_on": day}, row)


def test_a_good_row_is_an_answer_of_its_unit_for_the_year():
    found = checked(GOOD)

    assert (found.answers, found.issues) == ([answer()], [])


def test_columns_may_stand_in_any_order():
    found = checked(GOOD[::-1], header=HEADER[::-1])

    assert (found.answers, found.issues) == ([answer()], [])


def test_an_empty_row_is_passed_and_the_rows_keep_their_numbers():
    found = checked(("", None, ""), GOOD)

    assert found.answers == [answer(row=3)]


def test_a_row_with_nothing_but_what_the_workbook_brought_is_passed():
    found = checked(("22915", "", None), GOOD)

    assert (found.answers, found.issues) == ([answer(row=3)], [])


def test_a_renamed_column_is_named_twice_and_no_row_is_read():
    found = checked(GOOD, header=("Mã đơn vị", "Số", "Ngày ban hành"))

    assert found.answers == ()
    assert found.issues == [
        SheetIssue("dòng 1", "", "thiếu cột “Số, ký hiệu”; không đổi tên tiêu đề"),
        SheetIssue("ô B1", "Số", "cột này không có trong biểu mẫu"),
    ]


def test_an_empty_sheet_lacks_every_column():
    found = check_sheet(PLAN, [], CONTEXT)

    assert [issue.place for issue in found.issues] == ["dòng 1"] * 3


def test_a_unit_told_twice_keeps_the_first_and_names_both_rows():
    again = ("22915", "02/KH-BCĐ", date(2021, 3, 2))

    found = checked(GOOD, again)

    problem = "trùng với dòng 2; chỉ giữ một dòng rồi gửi lại"
    assert found.answers == [answer()]
    assert found.issues == [SheetIssue("dòng 3", "22915", problem, "22915")]


@pytest.mark.parametrize(
    ("row", "issue"),
    [
        (
            ("99999", "01/KH-BCĐ", date(2021, 3, 1)),
            SheetIssue(
                "ô A2",
                "99999",
                "không có đơn vị mang mã này; xem mã trong trang “Đơn vị”",
                "99999",
            ),
        ),
        (
            ("22915", "", date(2021, 3, 1)),
            SheetIssue("ô B2", "", "không được để trống", "22915"),
        ),
        (
            ("22915", "01/KH-BCĐ", date(2020, 12, 31)),
            SheetIssue("ô C2", "31/12/2020", "ngày phải trong năm 2021", "22915"),
        ),
        (
            ("22915", "01/KH-BCĐ", date(2021, 4, 1)),
            SheetIssue(
                "ô C2", "01/04/2021", "ngày chưa đến (nhận tệp 31/03/2021)", "22915"
            ),
        ),
        (
            ("22915", "01/KH-BCĐ"),
            SheetIssue("ô C2", "", "không được để trống", "22915"),
        ),
    ],
)
def test_a_bad_cell_is_shown_with_its_place_and_what_to_do(row, issue):
    found = checked(row)

    assert (found.answers, found.issues) == ([], [issue])


def test_a_date_outside_the_assessment_window_is_refused_by_its_article():
    inside, outside = date(2025, 11, 1), date(2025, 10, 31)
    areas = {"K01": UnitKind.RESIDENTIAL_AREA, "K02": UnitKind.RESIDENTIAL_AREA}
    rows = [("K01", "01/KH", inside), ("K02", "02/KH", outside)]

    found = check_sheet(PLAN, [HEADER, *rows], Context(areas, 2026, date(2026, 1, 5)))

    problem = (
        "ngoài mốc đánh giá năm 2026: từ 01/11/2025 đến hết 31/10/2026"
        " (Thông tư 124/2021/TT-BCA, Điều 8, khoản 2, điểm a)"
    )
    assert [answer.unit for answer in found.answers] == ["K01"]
    assert found.issues == [SheetIssue("ô C3", "31/10/2025", problem, "K02")]


def test_a_bad_row_does_not_stop_the_good_ones():
    found = checked(("99999", "01/KH-BCĐ", date(2021, 3, 1)), GOOD)

    assert found.answers == [answer(row=3)]


def test_every_bad_cell_of_a_row_is_told_at_once():
    found = checked(("99999", "", "hôm qua"))

    assert [issue.place for issue in found.issues] == ["ô A2", "ô B2", "ô C2"]


def test_words_where_a_number_is_asked_for_are_refused():
    fields = {field.key: field for field in FIGURES.fields}
    told = {
        "unit": "22915",
        "period": "6 tháng",
        "tips_total": "khoảng mười",
    }
    row = [told.get(key, 1) for key in fields]
    header = [field.label for field in FIGURES.fields]

    found = check_sheet(FIGURES, [header, row], CONTEXT)

    place = f"ô {letter(list(fields).index('tips_total'))}2"
    problem = "cần một số nguyên, ví dụ 12"
    assert SheetIssue(place, "khoảng mười", problem, "22915") in found.issues


@pytest.mark.parametrize(
    ("index", "name"),
    [
        (0, "A"),
        (25, "Z"),
        (26, "AA"),
        (51, "AZ"),
        (52, "BA"),
        (701, "ZZ"),
        (702, "AAA"),
    ],
)
def test_columns_are_named_as_excel_names_them(index, name):
    assert letter(index) == name


@given(st.integers(0, 16383))
def test_no_two_columns_share_a_name(index):
    place = 0
    for each in letter(index):
        place = place * 26 + ord(each) - ord("A") + 1

    assert place == index + 1
