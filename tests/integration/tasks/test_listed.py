"""A total beside its list: whichever comes last, a difference shows both."""

from datetime import date

import pytest
from sqlalchemy import select

from db.documents import IntakeIssue, Severity
from db.session import transaction
from tasks.intake import take_in_files
from tests import factories

DAY, LATER = date(2021, 3, 15), date(2021, 3, 16)
HEADER = "ma_ho,chu_ho,ma_khu_dan_cu,dang_cu_tru,ngay_cam_ket"
pytestmark = pytest.mark.usefixtures("year")


def send(path, day=DAY):
    return take_in_files.fn(path, day)


def totals(folder, name="so-lieu.xlsx", **cells):
    keys = ("tips_total", "tips_valuable", "propaganda_sessions")
    more = ("propaganda_attendance", "visits", "allowances")
    row = {"unit": "X1-BCD", "period": "6 tháng", **dict.fromkeys(keys + more, 0)}
    return factories.workbook(folder / name, {"figures": [row | cells]})


def households(folder, pledged=2, residing=3):
    lines = [
        f"H{n},Nguyễn Văn {n},X1-A{1 + n % 2},1,{'2021-03-01' if n < pledged else ''}"
        for n in range(residing)
    ]
    file = folder / "ho-gia-dinh.csv"
    file.write_text("\n".join([HEADER, *lines, "H9,Trần Thị B,X1-A1,0,"]), "utf-8")
    return file


def model(unit, name, closed_on=None):
    return {
        "unit": unit,
        "name": name,
        "group": "Phòng, chống ma túy",
        "started_on": date(2019, 3, 1),
        "closed_on": closed_on,
        "status": "Duy trì",
    }


def kept():
    columns = (IntakeIssue.severity, IntakeIssue.sheet, IntakeIssue.place)
    figures = (IntakeIssue.found, IntakeIssue.effect)
    with transaction() as session:
        rows = session.execute(select(*columns, *figures).order_by(IntakeIssue.id))
        return [tuple(row) for row in rows]


def test_a_total_that_is_its_list_is_not_doubted(tmp_path):
    send(households(tmp_path))

    taken = send(totals(tmp_path, households_residing=3, households_pledged=2), LATER)

    assert (taken.rows, taken.warnings) == (1, 0)


def test_a_list_of_last_year_holds_no_pledge_of_this_one(tmp_path):
    send(households(tmp_path))

    told = totals(tmp_path, households_residing=3, households_pledged=0)

    assert send(told, date(2022, 3, 15)).warnings == 0


def test_a_total_without_a_list_is_taken_as_it_is(tmp_path):
    taken = send(totals(tmp_path, households_residing=3, households_pledged=2))

    assert (taken.rows, taken.warnings) == (1, 0)


def test_a_total_after_its_list_shows_both_numbers_and_both_files(tmp_path):
    send(households(tmp_path))

    taken = send(totals(tmp_path, households_residing=5, households_pledged=2), LATER)

    [doubt] = taken.doubts
    assert doubt == (
        "Tệp “so-lieu.xlsx”, trang “Số liệu”, dòng 2, đơn vị X1-BCD: “Số hộ đang cư"
        " trú” là 5 (tệp “so-lieu.xlsx”, trang “Số liệu”, dòng 2, nhận ngày"
        " 16/03/2021), danh sách đã nhận có 3 (tệp mới nhất “ho-gia-dinh.csv”, nhận"
        " ngày 15/03/2021); xem tổng số hay danh sách hộ chưa đủ, rồi gửi lại bên ghi"
        " sai (căn cứ: tổng số và danh sách nói về cùng một số hộ) (đang ghi “5”)."
    )
    assert kept() == [(Severity.WARNING, "Số liệu", "dòng 2", "5", 0)]


def test_a_list_after_its_total_is_told_to_who_sent_the_total(tmp_path):
    send(totals(tmp_path, households_residing=5, households_pledged=2))

    taken = send(households(tmp_path), LATER)

    assert (taken.households, taken.issues, taken.warnings) == (4, 0, 1)
    assert kept() == [(Severity.WARNING, "", "tệp", "3", -2)]


def test_a_list_and_its_total_that_come_together_are_compared(tmp_path):
    totals(tmp_path, households_residing=3, households_pledged=3)
    households(tmp_path)

    assert send(tmp_path).warnings == 1
    assert kept() == [(Severity.WARNING, "Số liệu", "dòng 2", "3", 0)]


def test_a_difference_told_once_is_not_told_again_with_other_files(tmp_path):
    send(totals(tmp_path, households_residing=5, households_pledged=2))
    send(households(tmp_path))
    row = {"unit": "X1-BCD", "number": "01/KH-BCĐ", "issued_on": date(2021, 3, 1)}

    other = factories.workbook(tmp_path / "ke-hoach.xlsx", {"plan": [row]})

    assert send(other, LATER).warnings == 0


def test_models_of_a_commune_and_its_areas_are_counted_while_they_last(tmp_path):
    rows = [
        model("X1", "Camera"),
        model("X1-A1", "Camera"),
        model("X1-A2", "Camera", closed_on=date(2021, 1, 31)),
        model("CQ1", "Camera"),
    ]
    send(totals(tmp_path, models_active=3))

    taken = send(factories.workbook(tmp_path / "mo-hinh.xlsx", {"model": rows}), LATER)

    assert taken.warnings == 1
    assert "danh sách đã nhận có 2 (tệp mới nhất “mo-hinh.xlsx”" in taken.doubts[0]


def test_totals_of_models_that_do_not_add_up_are_refused(tmp_path):
    wrong = totals(
        tmp_path, models_last=4, models_new=2, models_closed=1, models_active=6
    )

    taken = send(wrong)

    assert (taken.rows, taken.issues) == (0, 1)
    assert (
        "ô N2, K2, L2, M2, đơn vị X1-BCD: “Mô hình đang hoạt động cuối kỳ” là 6, trong"
        " khi “Mô hình đang hoạt động đầu năm” + “Mô hình ra mắt từ đầu năm” - “Mô hình"
        " kết thúc từ đầu năm” = 5; sửa ô ghi sai rồi gửi lại"
    ) in taken.problems[0]
