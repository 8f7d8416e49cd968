import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.forms import forms
from rules.likely_forms import likely

PLAN = list(forms()["plan"].labels.values())
CELLS = st.one_of(st.none(), st.text(max_size=9), st.integers(), st.sampled_from(PLAN))


def told(cells):
    found = likely(cells)
    return found and ([form.key for form in found.forms], found.is_filled)


@pytest.mark.parametrize("key", forms())
def test_a_form_is_known_by_its_labels_under_titles(key):
    labels = list(forms()[key].labels.values())

    assert told([["UBND XÃ"], [], [None, *labels]]) == ([key], False)


def test_labels_are_known_however_they_are_written():
    assert told([["MÃ ĐƠN VỊ", " số,  ký hiệu ", "Ngày ban hành"]]) == (["plan"], False)


def test_a_form_is_known_without_some_of_its_labels():
    labels = list(forms()["figures"].labels.values())

    assert told([labels[1:], ["Năm"]]) == (["figures"], False)


def test_what_a_workbook_brings_along_is_no_answer():
    assert told([PLAN, ["X1-BCD", " ", None]]) == (["plan"], False)
    assert told([PLAN, ["X1-BCD", "01/KH"]]) == (["plan"], True)
    assert told([PLAN, [], ["X1-BCD", "", "", "ghi chú"]]) == (["plan"], True)


def test_labels_that_several_forms_share_tell_several():
    keys, _ = told([["Mã đơn vị", "Ngày họp xét"]])

    assert len(keys) > 1


@pytest.mark.parametrize(
    "cells",
    [
        [],
        [[]],
        [["Mã đơn vị", "Tên đơn vị"], ["X1", "Xã 1"]],
        [["Mã đơn vị", "Ghi chú"], ["X1", "đủ"]],
        [*([["tiêu đề"]] * 10), PLAN, ["X1-BCD", "01/KH"]],
    ],
)
def test_other_sheets_look_like_no_form(cells):
    assert likely(cells) is None


@given(st.lists(st.lists(CELLS, max_size=6), max_size=12))
def test_no_cells_break_it(cells):
    likely(cells)
