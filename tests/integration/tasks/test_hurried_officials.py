"""Ten workbooks, each wrong as a hurried official's is, and what their letters say."""

import email
from collections.abc import Sequence
from datetime import date
from email.policy import default
from pathlib import Path

import pytest
from sqlalchemy import func, select
from xlsxwriter import Workbook

from db.outbox import Letter
from db.session import transaction
from db.submissions import Submission
from rules.forms import Cell, forms
from tasks.intake import take_in_files
from tests import factories

DAY = date(2021, 12, 3)
LAST_YEAR = date(2020, 12, 4)
OURS = "X1-BCD"
FIGURES: dict[str, Cell] = {
    "unit": OURS,
    "period": "Năm",
    "tips_total": 40,
    "tips_valuable": 12,
    "propaganda_sessions": 25,
    "propaganda_attendance": 900,
    "visits": 3,
    "allowances": 1,
}
LABELS = [field.label for field in forms()["figures"].fields]
pytestmark = pytest.mark.usefixtures("year")


def send(folder: Path, day: date = DAY, **cells: Cell) -> None:
    """Send the figures of a commune's committee, some of them written otherwise."""
    folder.joinpath(str(day)).mkdir()
    file = folder / str(day) / "so-lieu.xlsx"
    take_in_files.fn(factories.workbook(file, {"figures": [FIGURES | cells]}), day)


def send_sheet(folder: Path, name: str, rows: Sequence[Sequence[Cell]]) -> None:
    """Send a sheet as it stands, whatever its name and its first rows."""
    with Workbook(folder / "so-lieu.xlsx") as book:
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    take_in_files.fn(folder, DAY)


def letter() -> Letter:
    with transaction() as session:
        only = session.scalars(select(Letter)).one()
        session.expunge(only)
        return only


def told() -> str:
    """Return the numbered lines of the only letter, the first without its number."""
    message = email.message_from_bytes(letter().content, policy=default)
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).split("\n1. ", 1)[1].split("\n\n", 1)[0]


def recorded() -> int:
    with transaction() as session:
        rows = select(func.count()).where(Submission.year == DAY.year)
        return session.scalar(rows) or 0


def test_a_total_smaller_than_its_part(tmp_path):
    send(tmp_path, tips_valuable=45)

    assert (letter().recipient, letter().subject) == (
        factories.address(OURS),
        "Đề nghị sửa 01 chỗ, hạn 10/12/2021: so-lieu.xlsx",
    )
    assert told() == (
        "so-lieu.xlsx, trang Số liệu, ô D2, C2\n"
        "   Đang ghi: “45; 40”\n"
        "   Vì sao, cách sửa: “Trong đó: tin có giá trị” là 45, lớn hơn “Tin báo của"
        " nhân dân” là 40; sửa ô ghi sai rồi gửi lại (căn cứ: tin có giá trị là một"
        " phần của tin báo)"
    )
    assert recorded() == 0


def test_the_figures_of_last_year(tmp_path):
    send(tmp_path, LAST_YEAR, tips_total=38)

    send(tmp_path)

    assert (letter().recipient, letter().subject) == (
        factories.address(OURS),
        "Đề nghị kiểm tra lại 01 chỗ, hạn 10/12/2021: so-lieu.xlsx",
    )
    assert told() == (
        "so-lieu.xlsx, trang Số liệu, ô D2, E2, F2, G2, H2\n"
        "   Đang ghi: “12; 25; 900; 3; 1”\n"
        "   Vì sao: “Trong đó: tin có giá trị”, “Số buổi tuyên truyền”, “Lượt người dự"
        " tuyên truyền”, “Số lượt thăm hỏi”, “Số trường hợp trợ cấp đột xuất” ghi đúng"
        " các số của năm trước; xem có gửi nhầm số của năm trước không (căn cứ: kinh"
        " nghiệm, số liệu hai năm ít khi trùng nhau nhiều cột; chưa kiểm chứng)"
    )
    assert recorded() == 1


def test_a_row_under_the_code_of_another_unit(tmp_path):
    send(tmp_path, unit="X1-A1")

    assert (letter().recipient, letter().subject) == (
        factories.address("T-BCD"),
        "Đề nghị sửa 01 chỗ, hạn 10/12/2021: so-lieu.xlsx",
    )
    assert told() == (
        "so-lieu.xlsx, trang Số liệu, dòng 2\n"
        "   Đang ghi: “X1-A1”\n"
        "   Vì sao, cách sửa: mã X1-A1 là của “Khu dân cư”, biểu này dành cho: Ban Chỉ"
        " đạo; kiểm tra lại mã đơn vị hoặc dùng biểu khác"
    )
    assert recorded() == 0


def test_thousands_that_became_a_fraction(tmp_path):
    send(tmp_path, propaganda_attendance=1.234)

    assert told() == (
        "so-lieu.xlsx, trang Số liệu, ô F2\n"
        "   Đang ghi: “1.234”\n"
        "   Vì sao, cách sửa: cần một số nguyên; một nghìn hai trăm ghi là 1200"
    )


def test_thousands_written_as_text_are_understood(tmp_path):
    send(tmp_path, propaganda_attendance="1.234")

    with transaction() as session:
        [facts] = session.scalars(select(Submission.facts)).all()
        assert facts["propaganda_attendance"] == 1234
        assert session.scalars(select(Letter)).all() == []


def test_a_date_of_next_year(tmp_path):
    row = {"unit": OURS, "number": "01/KH-BCĐ", "issued_on": date(2022, 3, 1)}
    file = factories.workbook(tmp_path / "ke-hoach.xlsx", {"plan": [row]})

    take_in_files.fn(file, DAY)

    assert told() == (
        "ke-hoach.xlsx, trang Kế hoạch, ô C2\n"
        "   Đang ghi: “01/03/2022”\n"
        "   Vì sao, cách sửa: ngày phải trong năm 2021"
    )


def test_one_number_in_two_columns(tmp_path):
    send(tmp_path, tips_total=150, propaganda_sessions=150)

    assert told() == (
        "so-lieu.xlsx, trang Số liệu, ô C2, E2\n"
        "   Đang ghi: “150; 150”\n"
        "   Vì sao: “Tin báo của nhân dân”, “Số buổi tuyên truyền” cùng là 150; xem có"
        " chép một số vào nhiều cột không (căn cứ: kinh nghiệm, hai việc khác nhau ít"
        " khi cùng một số lớn; chưa kiểm chứng)"
    )
    assert recorded() == 1


def test_a_number_a_hundred_times_last_year_s(tmp_path):
    send(tmp_path, LAST_YEAR)

    send(tmp_path, tips_total=47, visits=4, propaganda_attendance=90000, allowances=2)

    assert told() == (
        "so-lieu.xlsx, trang Số liệu, ô F2\n"
        "   Đang ghi: “90.000”\n"
        "   Vì sao: “Lượt người dự tuyên truyền” là 90.000, năm trước là 900; xem có"
        " thừa, thiếu chữ số không (căn cứ: kinh nghiệm, số liệu ít khi tăng, giảm từ"
        " 10 lần trong một năm; chưa kiểm chứng)\n"
        "   Nếu lấy số so sánh thì số toàn tỉnh giảm 89.100."
    )
    assert recorded() == 1


def test_a_percentage_for_a_count(tmp_path):
    send(tmp_path, tips_valuable=0.3)

    assert told() == (
        "so-lieu.xlsx, trang Số liệu, ô D2\n"
        "   Đang ghi: “0.3”\n"
        "   Vì sao, cách sửa: cần một số đếm được, ví dụ 12; không ghi tỷ lệ phần trăm"
    )


def test_a_renamed_sheet_beside_another(tmp_path):
    labels = [field.label for field in forms()["plan"].fields]
    with Workbook(tmp_path / "so-lieu.xlsx") as book:
        book.add_worksheet("Kế hoạch").write_row(0, 0, labels)
        sheet = book.add_worksheet("Số liệu 2021")
        sheet.write_row(0, 0, LABELS)
        sheet.write_row(1, 0, list(FIGURES.values()))

    take_in_files.fn(tmp_path, DAY)

    assert told() == (
        "so-lieu.xlsx\n"
        "   Vì sao, cách sửa: trang “Số liệu 2021” có các cột của biểu “Số liệu” nhưng"
        " mang tên khác nên chưa được nhận; đổi tên trang thành “Số liệu” rồi gửi lại"
    )
    assert recorded() == 0


def test_the_only_sheet_renamed(tmp_path):
    send_sheet(tmp_path, "Số liệu 2021", [LABELS, list(FIGURES.values())])

    assert recorded() == 1


def test_a_label_written_otherwise_under_a_title(tmp_path):
    labels = ["Mã ĐV", *LABELS[1:]]
    rows = [["SỐ LIỆU TỔNG HỢP NĂM 2021"], labels, list(FIGURES.values())]

    send_sheet(tmp_path, "Số liệu", rows)

    assert told().startswith(
        "so-lieu.xlsx, trang Số liệu, dòng 2\n"
        "   Vì sao, cách sửa: thiếu cột “Mã đơn vị”; không đổi tên tiêu đề\n"
    )
    assert recorded() == 0
