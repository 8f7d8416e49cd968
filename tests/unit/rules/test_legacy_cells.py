import csv
from functools import partial
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.forms import forms
from rules.legacy_cells import to_unicode
from samples.words import householders
from tests.old_fonts import shown_as_latin, tcvn3, vni

LABELS = [field.label for form in forms().values() for field in form.fields]
OURS = LABELS + [
    words
    for form in forms().values()
    for field in form.fields
    for words in (form.sheet, form.title, form.note, field.help, *field.choices)
    if words
]
#: Words of other tongues, signs and measures, as correct text holds them.
FOREIGN = [
    "Café", "Hôtel", "château", "Müller", "São Paulo", "El Niño", "Besançon", "Noël",
    "m²", "35 °C", "± 5", "3 × 4", "µm", "½", "«Tân»", "“Hà”", "– Ngô", "© 2021", "§ 5",
    "AÑO", "§5/BC", "Windows®", "Y Bhôk Niê", "Krông", "H'Bê Êban", "Bùi Tân", "Cô Tô",
    "Vũ", "…",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from([*OURS, *householders(), *FOREIGN]), max_size=40)
ROW = ["Mã đơn vị", "Số, ký hiệu", "Ngày ban hành", "Có", 12, None, "12/KH-BCĐ"]
old_fonts = pytest.mark.parametrize("write", [tcvn3, vni], ids=["TCVN3", "VNI"])


def old(row, write=tcvn3):
    shown = partial(shown_as_latin, write=write)
    return [shown(cell) if isinstance(cell, str) else cell for cell in row]


@old_fonts
@pytest.mark.parametrize("form", forms().values(), ids=forms())
def test_the_labels_of_a_form_typed_in_an_old_font_are_ours_again(form, write):
    labels = list(form.labels.values())

    read = to_unicode({old([form.sheet], write)[0]: [old(labels, write)]})

    assert read == {form.sheet: [labels]}


@old_fonts
def test_every_cell_of_a_sheet_in_an_old_font_is_read(write):
    assert to_unicode({"Sheet1": [old(ROW, write)]}) == {"Sheet1": [ROW]}


@given(TEXTS, TEXTS)
def test_correct_text_is_never_touched(cells, others):
    sheets = {"Mô hình": [cells], "Sheet1": [[each] for each in others]}

    assert to_unicode(sheets) == sheets


@given(st.lists(st.text()), st.text())
def test_no_text_breaks_it_or_loses_a_cell_or_a_sheet(cells, name):
    sheets = {name: [cells], f"{name} (2)": [[name], cells, cells]}

    read = to_unicode(sheets)

    assert [sizes(rows) for rows in read.values()] == [
        sizes(rows) for rows in sheets.values()
    ]


def sizes(rows):
    return [len(row) for row in rows]


def test_the_names_of_all_communes_are_correct():
    with files("rules").joinpath("communes/communes.csv").open() as file:
        cells = list(csv.reader(file))

    assert to_unicode({"Xã": cells}) == {"Xã": cells}


def test_a_name_in_unicode_stays_beside_cells_that_are_not():
    assert to_unicode({"Mô hình": [old(ROW)]}) == {"Mô hình": [ROW]}


def test_a_name_in_an_old_font_is_read_beside_cells_that_are_correct():
    read = to_unicode({old(["Đăng ký năm"])[0]: [ROW]})

    assert list(read) == ["Đăng ký năm"]


def test_of_a_mixed_sheet_only_what_is_certain_is_read():
    typed = ["Nguyễn Văn An", "Hội Cựu chiến binh", "12/KH-BCĐ", "Có"]
    correct = ["Trần Thị Bé", "Tân", "Ngô Bá Khá", "Công an", "café", None, 7]

    read = to_unicode({"Kế hoạch": [LABELS, old(typed), correct]})

    [[_, *rows]] = read.values()
    assert rows == [[*typed[:3], *old(typed[3:])], correct]


def test_a_sheet_in_unicode_stays_beside_one_that_is_not():
    both = {"Sheet1": [old(ROW)], "Sheet2": [["Tân", "6 tháng", "Bùi Tân"]]}

    assert to_unicode(both) == both | {"Sheet1": [ROW]}


def test_what_must_stay_as_it_is_stays():
    sheets = {"_antq": [['{"period":"6 tháng"}'], old(ROW)], "Sheet1": [old(ROW)]}

    read = to_unicode(sheets, left={"_antq"})

    assert read == sheets | {"Sheet1": [ROW]}


def test_no_sheet_is_lost_when_two_come_to_one_name():
    twice = {"Kế hoạch": [ROW], old(["Kế hoạch"])[0]: [old(ROW)]}

    read = to_unicode(twice)

    assert list(read.values()) == [[ROW], [ROW]]


def test_a_label_whose_capital_an_old_font_lacks_is_written_as_ours():
    read = to_unicode({"Sheet1": [old(["ý kiến", "mô hình", *ROW])]})

    assert read == {"Sheet1": [["Ý kiến", "mô hình", *ROW]]}
