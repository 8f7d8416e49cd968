"""Days, numbers and shares are written as Vietnamese offices write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from templates import writing


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2020, 1, 5), "ngày 05 tháng 01 năm 2020"),
        (date(2021, 2, 28), "ngày 28 tháng 02 năm 2021"),
        (date(2021, 3, 9), "ngày 09 tháng 3 năm 2021"),
        (date(2021, 10, 10), "ngày 10 tháng 10 năm 2021"),
    ],
)
def test_only_small_days_and_the_first_two_months_have_a_zero(day, written):
    assert writing.official_day(day) == written


@pytest.mark.parametrize(
    ("part", "whole", "written"),
    [
        (168, 195, "86,15%"),
        (562, 632, "88,92%"),
        (496, 689, "71,99%"),
        (555, 632, "87,82%"),
        (299_882, 332_093, "90,30%"),
        (124, 124, "100%"),
        (0, 124, "0,00%"),
        (1, 8, "12,50%"),
        (1, 32, "3,13%"),
        (332_092, 332_093, "99,99%"),
        (0, 0, "–"),
    ],
)
def test_a_share_has_two_decimals_and_a_comma(part, whole, written):
    assert writing.share(part, whole) == written


@given(st.integers(1, 10**7), st.data())
def test_only_all_make_a_hundred_percent(whole, data):
    part = data.draw(st.integers(0, whole))

    assert (writing.share(part, whole) == "100%") == (part == whole)


@pytest.mark.parametrize(
    ("value", "written"),
    [(0, "0"), (4, "04"), (9, "09"), (10, "10"), (986, "986"), (299_882, "299.882")],
)
def test_a_small_count_has_its_zero(value, written):
    assert writing.count(value) == written


def test_a_draft_leaves_room_for_its_number():
    assert writing.file_number(5, "KH-BCĐ") == "Số: 05/KH-BCĐ"
    assert writing.file_number(None, "KH-BCĐ") == "Số:      /KH-BCĐ"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (3, "còn 03 ngày làm việc"),
        (0, "hết hạn hôm nay"),
        (-12, "quá hạn 12 ngày làm việc"),
    ],
)
def test_a_deadline_says_how_far_it_is(value, written):
    assert writing.days_left(value) == written


def test_names_are_joined_as_in_a_sentence():
    assert writing.listed(["A", "B", "C"]) == "A, B và C"
    assert writing.listed(["A"]) == "A"
    assert writing.listed([]) == ""
