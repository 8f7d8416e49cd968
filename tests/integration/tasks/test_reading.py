"""Files as offices send them: what is read, and what is not even opened."""

import os
import random
import zipfile
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, text
from xlsxwriter import Workbook

from db.session import transaction
from db.submissions import Submission
from rules.forms import FieldType, forms
from tasks import workbook_safety, workbooks
from tasks.intake import take_in_files
from tests import factories
from tests.filling import CALC, saved_by_calc

DAY = date(2021, 3, 15)
UNCLOSED = (
    "dòng 2 có dấu ngoặc kép không khép, hoặc có chữ ngay sau dấu đóng; sửa dòng ấy rồi"
    " gửi lại"
)
LABELS = ["Mã đơn vị", "Số, ký hiệu", "Ngày ban hành"]
ROW = ["X1-BCD", "01/KH-BCĐ", "01/03/2021"]
pytestmark = pytest.mark.usefixtures("year")


def take_in(path):
    taken = take_in_files.fn(path, DAY)
    return taken.rows, list(taken.problems)


def book(path: Path, cells, sheet="Kế hoạch") -> Path:
    with Workbook(path) as made:
        page = made.add_worksheet(sheet)
        for number, row in enumerate(cells):
            page.write_row(number, 0, row)
    return path


def with_part(path: Path, name: str, content: bytes) -> Path:
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(name, content)
    return path


def numbers() -> list[str]:
    with transaction() as session:
        return list(session.scalars(select(Submission.facts["number"].astext)))


@pytest.fixture
def good(tmp_path):
    return book(tmp_path / "a.xlsx", [LABELS, ROW])


@pytest.mark.parametrize(
    "above", ["sep=;\n", "ỦY BAN NHÂN DÂN XÃ; HAI\n\n", '"KẾ HOẠCH, NĂM\n2021"\n']
)
def test_lines_above_the_labels_of_a_csv_are_passed(tmp_path, above):
    path = tmp_path / "a.csv"
    rows = "\n".join(";".join(row) for row in [LABELS, ROW])
    path.write_text(above + rows, "utf-8")

    assert take_in(path) == (1, [])


def test_a_column_that_numbers_the_rows_is_passed(tmp_path):
    labels = ["STT", "MÃ ĐƠN VỊ*", "Số, ký hiệu:", "Ngày  ban hành"]
    path = book(tmp_path / "a.xlsx", [labels, [1, *ROW], [2, "", "", ""]])

    assert take_in(path) == (1, [])


def test_titles_above_the_labels_are_passed(tmp_path):
    titles = [["UBND XÃ ẤP BẮC"], [], ["KẾ HOẠCH NĂM 2021"]]

    path = book(tmp_path / "a.xlsx", [*titles, LABELS, ROW, ["X9", "2", "x"]])

    rows, problems = take_in(path)
    assert rows == 1
    assert any("ô C6" in problem for problem in problems)


def test_a_sheet_s_name_may_hold_spaces_too_many(tmp_path):
    assert take_in(book(tmp_path / "a.xlsx", [LABELS, ROW], "Kế hoạch ")) == (1, [])


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_with_the_labels_of_a_form_is_that_form(tmp_path, separator, encoding):
    cells = [LABELS, ROW]
    if separator == ",":
        cells = [[f'"{cell}"' for cell in row] for row in cells]
    path = tmp_path / "ke-hoach.csv"
    path.write_text("\n".join(map(separator.join, cells)), encoding)

    assert take_in(path) == (1, [])


def test_a_csv_in_an_old_code_page_is_read(tmp_path):
    tcvn3 = str.maketrans("ãđịốýệ", "\xb7\xae\xde\xe8\xfd\xd6")
    text = "\n".join(";".join(row) for row in ([*LABELS], ROW)).translate(tcvn3)
    tones = str.maketrans("ơ\xe0", "\xac\xb5")
    path = tmp_path / "ke-hoach.csv"
    path.write_bytes(text.translate(tones).replace("Đ", "\xa7").encode("latin-1"))

    assert take_in(path) == (1, [])


def test_what_no_database_keeps_is_left_out_of_cells_and_names(tmp_path):
    path = tmp_path / os.fsdecode(b"k\xf3 hi\xeau.csv")
    rows = [LABELS, ["X1-BCD", "01\0/KH-BCĐ", "01/03/2021"]]
    path.write_text("\n".join(map(";".join, rows)), "utf-8")

    assert take_in(path) == (1, [])
    assert numbers() == ["01/KH-BCĐ"]


def test_a_csv_of_nothing_known_is_told_what_it_should_hold(tmp_path):
    (tmp_path / "a.csv").write_text("cột,khác\n1,2\n", "utf-8")

    rows, [problem] = take_in(tmp_path)

    assert rows == 0
    assert "dòng đầu: ma_ho,chu_ho" in problem


def test_the_content_counts_and_not_the_name(good, tmp_path):
    assert take_in(good.rename(tmp_path / "a.csv")) == (1, [])


def test_macros_are_not_opened(good):
    rows, [problem] = take_in(with_part(good, "xl/vbaProject.bin", b"x"))

    assert rows == 0
    assert "tệp chứa macro nên không được mở" in problem


def test_old_workbooks_with_macros_or_a_password_are_told_apart(tmp_path):
    for name, stream in (("a", "EncryptedPackage"), ("b", "_VBA_PROJECT_CUR")):
        content = workbook_safety.OLE + bytes(504) + stream.encode("utf-16-le")
        (tmp_path / f"{name}.xls").write_bytes(content)

    _, problems = take_in(tmp_path)

    assert ["mật khẩu" in problems[0], "macro" in problems[1]] == [True, True]


def test_what_unpacks_beyond_all_measure_is_not_unpacked(good):
    path = with_part(good, "xl/media/x", bytes(workbook_safety.UNPACKED_AT_MOST))
    assert path.stat().st_size < 1 << 20

    rows, [problem] = take_in(path)

    assert rows == 0
    assert "tệp quá lớn so với biểu mẫu" in problem


def test_a_truncated_file_is_told_and_the_others_are_taken_in(good, tmp_path):
    content = good.read_bytes()
    (tmp_path / "b.xlsx").write_bytes(content[: len(content) // 2])

    rows, [problem] = take_in(tmp_path)

    assert rows == 1
    assert problem.startswith("Tệp “b.xlsx”: tệp hỏng hoặc không phải bảng tính")


def test_a_file_that_takes_too_long_loses_only_itself(good, tmp_path, monkeypatch):
    book(tmp_path / "b.xlsx", [LABELS, ["H1-BCD", "2", "02/03/2021"]])
    slow = tmp_path / "slow.py"
    slow.write_text(
        "import json, signal, sys, time\n"
        "from tasks import workbook_reader as it\n"
        "it.SECONDS, read = 1, it._answer\n"
        "it._answer = lambda p: time.sleep(9) if p.name == 'a.xlsx' else read(p)\n"
        "it.main()\n",
        "utf-8",
    )
    monkeypatch.setattr(workbooks, "READER", [str(slow)])
    monkeypatch.setenv("PYTHONPATH", str(Path.cwd()))

    rows, [problem] = take_in([good, tmp_path / "b.xlsx"])

    assert rows == 1
    assert problem.startswith("Tệp “a.xlsx”: đọc tệp quá lâu")


@pytest.mark.skipif(not CALC, reason="LibreOffice Calc is not installed here")
@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_a_cell_in_which_a_formula_failed_is_named_in_every_format(tmp_path, kind):
    made = tmp_path / "a.xlsx"
    with Workbook(made) as book:
        page = book.add_worksheet("Kế hoạch")
        page.write_row(0, 0, LABELS)
        page.write_row(1, 0, ROW)
        page.write_row(2, 0, ["H1-BCD", "2"])
        page.write_formula(2, 2, "=1/0", None, "#DIV/0!")
    (tmp_path / "sent").mkdir()
    sent = saved_by_calc(made, tmp_path / "sent", kind)

    rows, [problem] = take_in(sent)

    assert rows == 1
    assert f"“a.{kind}”, trang “Kế hoạch”, ô C3, đơn vị H1-BCD" in problem
    assert "công thức trong ô bị lỗi" in problem
    assert "(đang ghi “#DIV/0!”)" in problem


@pytest.mark.skipif(not CALC, reason="LibreOffice Calc is not installed here")
def test_a_remark_on_a_failed_cell_is_no_part_of_it(tmp_path):
    made = tmp_path / "a.xlsx"
    with Workbook(made) as book:
        page = book.add_worksheet("Kế hoạch")
        page.write_row(0, 0, LABELS)
        page.write_row(1, 0, ROW)
        page.write_formula(1, 1, "=NA()", None, "#N/A")
        page.write_comment(1, 1, "Hỏi lại chị Lê Thị Mẫu")
    (tmp_path / "sent").mkdir()

    rows, [problem] = take_in(saved_by_calc(made, tmp_path / "sent", "ods"))

    assert rows == 0
    assert problem.endswith("(đang ghi “#N/A”).")


def test_a_cell_in_which_a_formula_failed_is_named(tmp_path):
    path = tmp_path / "a.xlsx"
    with Workbook(path) as made:
        page = made.add_worksheet("Kế hoạch")
        page.write_row(0, 0, LABELS)
        page.write_row(1, 0, ROW[:2])
        page.write_formula(1, 2, "=B9/0", None, "#REF!")

    rows, [problem] = take_in(path)

    assert rows == 0
    assert "ô C2" in problem
    assert "công thức trong ô bị lỗi" in problem
    assert "(đang ghi “#REF!”)" in problem


def test_formats_of_a_million_empty_rows_are_no_burden(tmp_path):
    path = tmp_path / "a.xlsx"
    with Workbook(path) as made:
        page, grey = (
            made.add_worksheet("Kế hoạch"),
            made.add_format({"bg_color": "gray"}),
        )
        page.write_row(0, 0, LABELS)
        page.write_row(1, 0, ROW)
        for row in range(2, 200_000):
            page.write_blank(row, 0, None, grey)
        page.write_blank(1_048_575, 3, None, grey)

    assert take_in(path) == (1, [])


@pytest.mark.skipif(not CALC, reason="LibreOffice Calc is not installed here")
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_workbooks_of_other_programs_are_read(good, tmp_path, kind):
    other = saved_by_calc(good, tmp_path / "calc", kind)

    assert take_in(other) == (1, [])
    assert numbers() == ["01/KH-BCĐ"]


@pytest.mark.parametrize("code", [22915, "22915"])
def test_a_code_typed_as_a_number_is_the_code(tmp_path, code):
    with transaction() as session:
        session.execute(text("UPDATE unit SET code = '22915' WHERE code = 'X1-BCD'"))

    path = book(tmp_path / "a.xlsx", [LABELS, [code, *ROW[1:]]])

    assert take_in(path) == (1, [])


@pytest.mark.parametrize(("key", "named"), [("model", "name"), ("units", "code")])
def test_a_name_of_pages_is_refused_in_its_cell(tmp_path, key, named):
    luck = random.Random(1)  # noqa: S311 - no secret, only hard to compress
    pages = "".join(chr(luck.randrange(0x4E00, 0x9FFF)) for _ in range(20_000))
    sample = {
        FieldType.DATE: date(2021, 3, 1),
        FieldType.WHOLE: 3,
        FieldType.UNIT: "X1-A1",
    }
    row = {
        field.key: field.choices[0] if field.choices else sample.get(field.type, "Có")
        for field in forms()[key].fields
    }

    taken = take_in(
        factories.workbook(tmp_path / "a.xlsx", {key: [row | {named: pages}]})
    )

    assert any("dài quá 200 ký tự" in problem for problem in taken[1])


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (
            b'X1-BCD;"01/KH;01/03/2021\n' + b"X1-A1;02/KH;01/03/2021\n" * 10_000,
            UNCLOSED,
        ),
        (
            b'X1-BCD;"01/KH;01/03/2021\n' + b"X1-A1;02/KH;01/03/2021\n",
            UNCLOSED,
        ),
        (
            b'X1-BCD;"01/KH;01/03/2021\nX1-A1;02/"KH;01/03/2021\n',
            UNCLOSED,
        ),
        (
            b"X1-BCD;01/KH;01/03/2021\n" * 4000 + b"X1-A1;\xff;01/03/2021\n",
            "dòng 4002 có chữ không đọc được; cần lưu lại dạng CSV UTF-8",
        ),
    ],
)
def test_a_csv_that_cannot_be_read_to_its_end_is_refused_whole(tmp_path, body, problem):
    path = tmp_path / "a.csv"
    path.write_bytes('Mã đơn vị;"Số, ký hiệu";Ngày ban hành\n'.encode() + body)

    assert take_in(path) == (0, [f"Tệp “a.csv”: {problem}."])


def test_a_row_of_a_csv_in_which_a_bare_comma_parts_a_cell_loses_only_itself(tmp_path):
    path = tmp_path / "a.csv"
    lines = [
        'Mã đơn vị,"Số, ký hiệu",Ngày ban hành',
        'X1-BCD,"01, KH" ,01/03/2021',
        "X1-A1,02, KH,01/03/2021",
        "X1-A2,03/KH,01/03/2021,,,",
        ",,,Người lập biểu",
    ]
    path.write_text("\n".join(lines), "utf-8")

    rows, [problem] = take_in(path)

    assert rows == 2
    assert "dòng 3, đơn vị X1-A1: có nhiều ô hơn dòng tên cột" in problem


def test_between_tabs_an_empty_cell_after_one_in_quotes_stays_a_cell(tmp_path):
    path = tmp_path / "a.csv"
    lines = ["Mã đơn vị\tSố, ký hiệu\tNgày ban hành", '"X1-BCD"\t\t"01/03/2021" ']
    path.write_text("\n".join(lines), "utf-8")

    rows, [problem] = take_in(path)

    assert rows == 0
    assert "ô B2, đơn vị X1-BCD: không được để trống" in problem


def test_a_break_within_quotes_keeps_the_count_of_lines(tmp_path):
    path = tmp_path / "a.csv"
    header = 'Mã đơn vị;"Số, ký hiệu";Ngày ban hành'
    lines = [header, 'X1-BCD;"01', '/KH";01/03/2021', "X9;02/KH;01/03/2021"]
    path.write_text("\n".join(lines), "utf-8")

    rows, [problem] = take_in(path)

    assert rows == 1
    assert "ô A4" in problem


def test_words_that_excel_made_a_date_of_are_told(tmp_path):
    path = tmp_path / "a.xlsx"
    plan = {"unit": "X1-BCD", "number": date(2021, 3, 1), "issued_on": date(2021, 3, 1)}

    rows, [problem] = take_in(factories.workbook(path, {"plan": [plan]}))

    assert rows == 0
    assert "ô B2, đơn vị X1-BCD: Excel đã đổi thành ngày" in problem


def test_a_label_that_stands_twice_is_told_with_both_columns(tmp_path):
    path = book(tmp_path / "a.xlsx", [[*LABELS, LABELS[1]], [*ROW, "02/KH"]])

    problem = "tiêu đề “Số, ký hiệu” có hai lần (cột B và cột D); chỉ giữ một cột"
    assert take_in(path) == (0, [f"Tệp “a.xlsx”, trang “Kế hoạch”, dòng 1: {problem}."])


def test_two_sheets_of_one_form_are_refused(tmp_path):
    with Workbook(tmp_path / "a.xlsx") as made:
        for name in ("Kế hoạch", "Kế hoạch "):
            made.add_worksheet(name).write_row(0, 0, LABELS)

    problem = "có hai trang “Kế hoạch”; chỉ giữ một rồi gửi lại"
    assert take_in(tmp_path / "a.xlsx") == (0, [f"Tệp “a.xlsx”: {problem}."])


def test_a_row_of_spaces_is_no_answer(tmp_path):
    path = book(tmp_path / "a.xlsx", [LABELS, [" ", "  ", " "], ROW])

    assert take_in(path) == (1, [])


def test_a_workbook_that_allows_macros_is_not_opened(good):
    plain = b"vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    with zipfile.ZipFile(good) as parts:
        content = {name: parts.read(name) for name in parts.namelist()}
    with zipfile.ZipFile(good, "w") as parts:
        for name, each in content.items():
            allowed = b"vnd.ms-excel.sheet.macroEnabled.main+xml"
            parts.writestr(name, each.replace(plain, allowed))

    rows, [problem] = take_in(good)

    assert rows == 0
    assert "tệp chứa macro" in problem


def test_what_excel_keeps_beside_an_open_file_is_no_file(good):
    good.with_name("~$a.xlsx").write_bytes(bytes(165))

    assert take_in(good.parent) == (1, [])


@pytest.mark.parametrize("value", ["", "<v></v>", "<v/>"])
def test_a_formula_that_was_never_calculated_is_named(tmp_path, value):
    path, part = tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml"
    with Workbook(path) as made:
        page = made.add_worksheet("Kế hoạch")
        page.write_row(0, 0, LABELS)
        page.write_row(1, 0, ROW[:2])
        page.write_formula(1, 2, "=TODAY()", None, 777)
    with zipfile.ZipFile(path) as written:
        parts = {name: written.read(name) for name in written.namelist()}
    parts[part] = parts[part].replace(b"<v>777</v>", value.encode())
    with zipfile.ZipFile(path, "w") as changed:
        for name, content in parts.items():
            changed.writestr(name, content)

    rows, [problem] = take_in(path)

    assert rows == 0
    assert "ô C2" in problem
    assert "công thức chưa có kết quả" in problem


def test_a_file_asked_for_by_name_is_read_whatever_its_name(good):
    assert take_in(good.rename(good.with_suffix(""))) == (1, [])


def test_a_paper_asked_for_by_name_is_told_to_be_no_table(tmp_path):
    paper = tmp_path / "a.docx"
    paper.write_bytes(b"x")

    rows, [problem] = take_in(paper)

    assert rows == 0
    assert problem.startswith("Tệp “a.docx”: tệp hỏng hoặc không phải bảng tính")
