import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import pytest

from rules.fields import FieldType
from rules.forms import forms
from rules.windows import Days
from templates.workbooks.book import render
from templates.workbooks.facts import Book, Cover, FormSheet, Item
from templates.workbooks.press import Press, blank

SENT_OUT = [form for form in forms().values() if form.duty or form.beside]
DAYS = Days(date(2025, 11, 16), date(2026, 11, 15), "Thông tư 124/2021/TT-BCA")
COVER = Cover(
    office="Thường trực Ban Chỉ đạo tỉnh",
    address="bcd@tinh.example",
    year=2026,
    period="2026",
    title="Hồ sơ đề nghị công nhận",
    units=[("X1", "Xã Ấp Bắc")],
    due=date(2026, 11, 20),
    locks=date(2026, 11, 30),
    how="Họp xét rồi gửi biểu.",
    source="Hướng dẫn của Ban Chỉ đạo tỉnh",
    unconfirmed=True,
    as_of=date(2026, 11, 1),
    version="01/11/2026-01234567",
)
ITEMS = {"1.1": Item("Có nghị quyết của cấp ủy", Decimal(6))}
MARK = (("{}",), ("00",))
#: What Excel itself refuses when it is not as asked.
CHECKED = {
    FieldType.WHOLE, FieldType.POINTS, FieldType.DATE, FieldType.CHOICE,
    FieldType.YES_NO, FieldType.YES_NO_NA, FieldType.UNIT,
}  # fmt: skip


def sheet_of(form, **more) -> FormSheet:
    given = {"unit": "X1", "period": "Quý I", "item": "1.1"}
    row = {field.key: given[field.key] for field in form.fields if field.key in given}
    items = ITEMS if form.rows else {}
    units = [("X1", "Xã Ấp Bắc"), ("X1-A1", "Thôn Một")]
    return FormSheet(
        form, **{"rows": [row], "items": items, "days": DAYS, "units": units} | more
    )


def parts(*sheets) -> dict[str, str]:
    with ZipFile(BytesIO(render(Book(COVER, sheets, MARK)))) as book:
        return {name: book.read(name).decode() for name in book.namelist()}


def form_part(*sheets) -> str:
    return unescape(parts(*sheets)["xl/worksheets/sheet2.xml"])


@pytest.mark.parametrize("form", SENT_OUT, ids=lambda form: form.key)
def test_every_cell_to_fill_in_is_open_explained_and_checked(form):
    text = form_part(sheet_of(form))

    asked = [field for field in form.fields if field.key not in form.given]
    refused = [field for field in asked if field.type in CHECKED]
    assert text.count("promptTitle=") == len(asked)
    assert text.count("<dataValidation type=") == len(refused)
    assert '<sheetProtection sheet="1"' in text


@pytest.mark.parametrize("form", SENT_OUT, ids=lambda form: form.key)
def test_what_is_required_and_missing_is_coloured(form):
    text = form_part(sheet_of(form))

    required = [each for each in form.fields if each.required]
    coloured = len(re.findall("<cfRule ", text))
    assert coloured == len([each for each in required if each.key not in form.given])


def test_the_same_facts_give_the_same_bytes():
    sheet = sheet_of(forms()["figures"])

    first, second = (render(Book(COVER, [sheet], MARK)) for _ in range(2))

    assert first == second


def test_a_choice_with_a_comma_is_offered_whole():
    book = parts(sheet_of(forms()["inspection"]))

    assert "'_ds'!$A$1:$A$3" in book["xl/worksheets/sheet2.xml"].replace("&apos;", "'")
    assert 'name="_ds" sheetId="4" state="veryHidden"' in book["xl/workbook.xml"]


def test_the_hint_of_a_cell_says_what_was_told_last_year():
    told = {"unit": "X1", "tips_total": 1200}

    text = form_part(sheet_of(forms()["figures"], before=[told]))

    assert "Năm 2025: 1.200 tin." in text


def test_a_day_outside_the_window_is_refused_with_its_ground():
    text = form_part(sheet_of(forms()["plan"]))

    assert "từ 16/11/2025 đến hết 15/11/2026 (Thông tư 124/2021/TT-BCA)" in text
    assert 'type="date"' in text


def test_an_item_may_be_worth_no_more_than_its_table_says():
    text = form_part(sheet_of(forms()["score"]))

    assert "Có nghị quyết của cấp ủy" in text
    assert "Cần một số điểm từ 0 đến 6; số lẻ ghi như 1,5." in text


def test_the_cover_says_what_by_when_and_to_whom_and_names_no_author():
    book = parts(sheet_of(forms()["plan"]))

    words = unescape(book["xl/sharedStrings.xml"])
    for said in ("hết ngày 20/11/2026", "Xã Ấp Bắc (mã X1)", "bcd@tinh.example"):
        assert said in words
    assert "<dc:creator></dc:creator>" in book["docProps/core.xml"]
    assert "2026-11-01T00:00:00Z" in book["docProps/core.xml"]


def test_a_printed_workbook_is_the_one_that_would_have_been_laid_out_alone():
    name = "Công ty <Ánh & Dương>"
    plan = forms()["plan"]
    alone = Book(replace(COVER, units=[("X9", name)]), [sheet_of(plan)], MARK)
    alike = replace(alone, cover=replace(COVER, units=[("X9", blank("name"))]))

    printed = Press(alike).print({"name": name})

    assert contents(printed) == contents(render(alone))


def contents(book: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(book)) as parts:
        assert parts.testzip() is None
        return {name: parts.read(name) for name in parts.namelist()}
