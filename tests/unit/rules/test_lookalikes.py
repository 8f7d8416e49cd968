"""In what two names are alike; the same person is for the office to say."""

import pytest

from rules.lookalikes import LIKENESS_NAMES, Likeness, Named, likeness, plain_name

BORN = 1975


def a_person(name="Nguyễn Văn Ân", place="CQ1", born=BORN) -> Named:
    return Named("P:1", name, place, born)


def a_household(name="Nguyễn Văn Ân", place="X1-A1") -> Named:
    return Named("H:1", name, place)


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        (a_person("nguyễn  văn ÂN"), Likeness.SAME),
        (a_person("Nguyen Van An"), Likeness.MARKS),
        (a_person("Nguyễn Văn-Án"), Likeness.MARKS),
        (a_person("Nguyễn Ân"), Likeness.WORD),
        (a_person("Nguyễn Văn Hoài Ân"), Likeness.WORD),
        (a_person("Nguyễn Vân Anh"), Likeness.LETTER),
        (a_person("Nguyễn Văm Ân"), Likeness.LETTER),
        (a_person(born=1957), Likeness.YEAR),
        (a_person(place="CQ2"), Likeness.PLACE),
        (a_person("Văn Ân"), None),
        (a_person("Ân Văn Nguyễn"), None),
        (a_person("Nguyễn Văn Bình"), None),
        (a_person("Nguyễn Vân Anh", born=1957), None),
        (a_person("Nguyễn Vân Anh", place="CQ2"), None),
        (a_person(born=1957, place="CQ2"), None),
    ],
)
def test_two_persons_are_alike_in_one_thing_that_is_named(other, alike):
    assert likeness(a_person(), other) is alike
    assert likeness(other, a_person()) is alike


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        (a_household("Nguyễn văn Ân"), Likeness.SAME),
        (a_household("Nguyễn Văn An"), Likeness.MARKS),
        (a_household("Nguyễn Văn Anh"), None),
        (a_household("Nguyễn Ân"), None),
    ],
)
def test_households_have_no_year_so_only_a_whole_name_says_something(other, alike):
    assert likeness(a_household(), other) is alike


def test_a_name_is_compared_without_marks_case_and_signs():
    assert plain_name(" ĐẶNG  Văn-Ân. ") == "dang van an"


def test_every_likeness_has_its_words():
    assert list(LIKENESS_NAMES) == list(Likeness)
