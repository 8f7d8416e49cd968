import unicodedata
from datetime import UTC, date, datetime

import pytest

from rules.errors import MalformedRuleFileError
from rules.fields import read_form
from rules.forms import (
    CellError,
    Field,
    FieldType,
    by_sheet,
    forms,
    read_cell,
)
from rules.provisions import Confidence

A_DATE = "cần một ngày, dạng ngày/tháng/năm, ví dụ 31/03/2021"
A_WHOLE = "cần một số nguyên, ví dụ 12"
POINTS = "cần một số điểm, ví dụ 8 hoặc 7,5"
AN_EMAIL = "cần một địa chỉ thư điện tử không dấu, ví dụ vp@tinh.example"
YES_OR_NO = "cần một trong các từ: Có, Không"
RESULTS = ("Đúng tiến độ", "Chậm tiến độ")


def asked(kind, **more) -> Field:
    return Field("key", "Nhãn", FieldType(kind), **more)


def refusal(field, cell) -> str:
    with pytest.raises(CellError) as refused:
        read_cell(field, cell)
    return str(refused.value)


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        ("text", "  Ban  Chỉ đạo ", "Ban Chỉ đạo"),
        ("text", unicodedata.normalize("NFD", "Phường"), "Phường"),
        ("code", 22915.0, "22915"),
        ("unit", " BT-BCD ", "BT-BCD"),
        ("person", "Nguyễn Văn A", "Nguyễn Văn A"),
        ("email", "Van-Phong@Xa.Example", "van-phong@xa.example"),
        ("whole", 12.0, 12),
        ("whole", "1.200", 1200),
        ("whole", " 12 ", 12),
        ("whole", "12\u00a0345", 12345),
        ("whole", 1e5, 100000),
        ("whole", "\u200b12\ufeff", 12),
        ("points", "7,5", "7.5"),
        ("points", 8.0, "8"),
        ("points", 100, "100"),
        ("date", date(2021, 3, 31), "2021-03-31"),
        ("date", datetime(2021, 3, 31, 8, tzinfo=UTC), "2021-03-31"),
        ("date", "31/3/2021", "2021-03-31"),
        ("date", "2021-03-31", "2021-03-31"),
        ("date", 44286.0, "2021-03-31"),
        ("date", "44286", "2021-03-31"),
        ("date", "31.03.2021", "2021-03-31"),
        ("yes_no", "có", True),
        ("yes_no", "KHÔNG", False),
        ("yes_no_na", "Không áp dụng", "Không áp dụng"),
    ],
)
def test_a_cell_is_read_as_its_field_asks(kind, cell, value):
    read = read_cell(asked(kind), cell)

    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(
    ("kind", "cell", "problem"),
    [
        ("email", "văn-phòng@xa.example", AN_EMAIL),
        ("email", "vp@xa", AN_EMAIL),
        ("whole", "mười hai", A_WHOLE),
        ("whole", 1.234, "cần một số nguyên; một nghìn hai trăm ghi là 1200"),
        ("whole", 0.85, "cần một số đếm được, ví dụ 12; không ghi tỷ lệ phần trăm"),
        ("whole", date(2021, 3, 31), A_WHOLE),
        ("whole", "1.5", "cần một số nguyên; một nghìn hai trăm ghi là 1200"),
        ("whole", "1,234", A_WHOLE),
        ("whole", "#REF!", "công thức trong ô bị lỗi; sửa công thức hoặc ghi giá trị"),
        ("whole", float("inf"), A_WHOLE),
        ("whole", "nan", A_WHOLE),
        ("points", "tám", POINTS),
        ("points", "Infinity", POINTS),
        ("date", "31/3/21", "ghi đủ bốn chữ số của năm, ví dụ 15/03/2026"),
        ("date", True, A_DATE),
        ("date", 2021, A_DATE),
        ("date", 44286.5, A_DATE),
        ("whole", True, A_WHOLE),
        ("whole", "1_000", A_WHOLE),
        ("whole", "1.234 567", A_WHOLE),
        (
            "whole",
            "0.123",
            "cần một số đếm được, ví dụ 12; không ghi tỷ lệ phần trăm",
        ),
        ("whole", "1e5", A_WHOLE),
        ("whole", "１２", A_WHOLE),
        ("points", True, POINTS),
        ("points", "1e1", POINTS),
        ("date", "30/02/2021", A_DATE),
        ("yes_no", "x", YES_OR_NO),
        ("yes_no", "Không áp dụng", YES_OR_NO),
        ("yes_no_na", "x", f"{YES_OR_NO}, Không áp dụng"),
    ],
)
def test_another_cell_is_refused_with_what_was_expected(kind, cell, problem):
    assert refusal(asked(kind), cell) == problem


def test_a_choice_is_read_whatever_its_case_and_written_as_the_form_does():
    field = asked("choice", choices=RESULTS)

    assert read_cell(field, "đúng  TIẾN độ") == "Đúng tiến độ"
    assert refusal(field, "Tốt") == (
        "cần một trong các giá trị: Đúng tiến độ; Chậm tiến độ"
    )


@pytest.mark.parametrize(
    ("kind", "cell"), [("whole", 11), ("whole", -1), ("points", "10,5")]
)
def test_a_number_outside_its_bounds_is_refused(kind, cell):
    field = asked(kind, min=0, max=10)

    assert refusal(field, cell) == "cần một số từ 0 đến 10"


@pytest.mark.parametrize("cell", [None, "", "   "])
def test_an_empty_cell_is_refused_only_where_an_answer_is_required(cell):
    assert read_cell(asked("whole"), cell) is None
    assert refusal(asked("whole", required=True), cell) == "không được để trống"


@pytest.mark.parametrize("form", forms().values(), ids=lambda form: form.key)
def test_a_form_can_be_told_by_its_sheet_and_its_fields_by_their_labels(form):
    assert by_sheet()[form.sheet] is form
    assert len(form.by_label) == len(form.fields)
    assert len({field.key for field in form.fields}) == len(form.fields)
    assert len(form.sheet) <= 31  # Excel allows no more.


@pytest.mark.parametrize("form", forms().values(), ids=lambda form: form.key)
def test_an_item_is_told_apart_by_fields_of_its_form(form):
    assert set(form.item) <= {field.key for field in form.fields}


A_FORM = """
title = "Kế hoạch năm"
sheet = "Kế hoạch"
duty = "plan"
citation = "Kế hoạch năm"
confidence = "unconfirmed"

[[fields]]
key = "sessions"
label = "Số buổi"
type = "whole"
unit = "buổi"
"""


def test_a_form_says_on_which_text_it_stands_and_in_what_it_counts():
    form = read_form("plan.toml", A_FORM)

    assert (form.key, form.confidence) == ("plan", Confidence.UNCONFIRMED)
    assert [field.unit for field in form.fields] == ["buổi"]


@pytest.mark.parametrize(
    ("written", "instead", "problem"),
    [
        ("duty", "duties", "mục “toàn tệp”, khóa “duties”: khóa lạ"),
        ("unit =", "units =", "mục “sessions”, khóa “units”: khóa lạ"),
        ('"buổi"', "1", "mục “sessions”, khóa “unit”: giá trị 1 sai kiểu, cần chữ"),
        ('"whole"', '"number"', "mục “sessions”, khóa “type”: chỉ nhận: text, code"),
        ('"whole"', '"choice"', "khóa “choices”: kiểu “choice”, và chỉ kiểu ấy"),
        ('label = "Số buổi"\n', "", "mục “sessions”, khóa “label”: còn thiếu"),
        ("[[fields]]", "[[fields", "không đọc được, sai cú pháp TOML ở dòng 8"),
    ],
)
def test_a_slip_in_a_form_is_told_with_its_file_and_its_field(
    written, instead, problem
):
    with pytest.raises(MalformedRuleFileError) as refused:
        read_form("plan.toml", A_FORM.replace(written, instead))

    assert str(refused.value).startswith("rules/forms/plan.toml")
    assert problem in str(refused.value)


@pytest.mark.parametrize("form", forms().values(), ids=lambda form: form.key)
def test_a_form_that_answers_a_duty_cites_a_text_and_explains_its_columns(form):
    if form.duty or form.beside:
        silent = [
            field.key for field in form.fields if not (field.help or field.choices)
        ]

        assert set(silent) <= form.given
        assert form.citation
        assert form.note


def test_every_form_stands_in_one_workbook():
    """It answers a duty, goes along with one, or is handed out blank."""
    for form in forms().values():
        places = [form.duty, form.beside, form.book]
        assert sum(place is not None for place in places) == 1, form.key
