"""The cases leave no border, decider or award out, and no word of them unread."""

import tomllib
from collections import Counter
from decimal import Decimal
from itertools import chain, pairwise

import pytest

from rules.awards import AwardForm
from rules.entries import load
from rules.provisions import provision
from rules.units import UnitKind
from tests import casebook

#: What is asked of them differs; test_cases_<about> reads them.
READ_ELSEWHERE = {"exemplar", "security_team"}
HUNDREDTH = Decimal("0.01")


def test_every_border_of_a_grade_is_shown_from_both_sides():
    borders = {}
    for text in load("grading/bands.toml").tables("tables"):
        ground = provision(text)
        bands = [(band.name, band.points("minimum")) for band in text.tables("bands")]
        borders |= {(ground, least): name for name, least in bands}
        below = pairwise(bands)
        borders |= {(ground, least - HUNDREDTH): low for (_, least), (low, _) in below}

    earned = {
        (ground_of(case), Decimal(case["total"])): case["grade"] for case in plain()
    }

    assert {border: earned.get(border) for border in borders} == borders


def plain():
    """Yield the cases where nothing but the total decides on the grade."""
    for case in casebook.cases("grading"):
        if {"grade", "says"} <= case.keys() and case["says"].startswith("Tổng"):
            yield case


def ground_of(case):
    return casebook.table_of(case).bands[0].provision


def test_every_decider_of_every_kind_has_a_case():
    asked = {
        (kind, provision(entry))
        for entry in load("deciders.toml").tables("deciders")
        for kind in entry.choices("kinds", UnitKind)
    }
    cases = [case for case in casebook.cases("decider") if "level" in case]

    found = {(case["kind"], casebook.decided(case).provision) for case in cases}

    assert asked - found == set()


def test_every_form_of_commendation_has_a_case_under_every_text():
    entries = load("commendations/awards.toml").tables("awards")
    asked = {(AwardForm(entry.name), provision(entry)) for entry in entries}
    cases = [case for case in casebook.cases("award") if "decided_by" in case]

    found = {(case["form"], casebook.awarded(case).provision) for case in cases}

    assert asked - found == set()


def test_every_word_of_a_case_is_read():
    files = sorted(casebook.FOLDER.glob("*.toml"))
    every = [tomllib.loads(file.read_text("utf-8")) for file in files]
    books = [book for book in every if book["about"] not in READ_ELSEWHERE]

    written = chain.from_iterable([book, *book["cases"]] for book in books)

    assert {book["about"] for book in books} == set(casebook.ANSWERS)
    assert set(chain.from_iterable(written)) == casebook.WORDS


@pytest.mark.parametrize("about", casebook.ANSWERS)
def test_no_two_cases_of_a_file_bear_one_name(about):
    names = Counter((case["file"], case["name"]) for case in casebook.cases(about))

    assert [name for name, times in names.items() if times > 1] == []
