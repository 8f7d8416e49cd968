from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.forms import by_sheet
from rules.identity import FLAW_NAMES, SHEET, Flaw, Identity, read, sealed

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
IDENTITY = Identity(
    units=("X1-A1", "X1-A2"),
    duty="dossier",
    year=2026,
    period="2026",
    forms=("dossier_area", "score"),
    as_of=date(2026, 11, 1),
    facts="0123456789abcdef",
)


def test_a_workbook_that_comes_back_says_for_whom_and_what_it_was_written():
    assert read(sealed(IDENTITY, KEY), KEY) == IDENTITY


@pytest.mark.parametrize(
    ("now", "then"), [("X1-A2", "X1-A3"), ("2026-11-01", "2026-11-09"), ('":1', '":2')]
)
def test_a_mark_that_was_changed_is_not_believed(now, then):
    (said,), seal = sealed(IDENTITY, KEY)

    assert read([(said.replace(now, then),), seal], KEY) is Flaw.TAMPERED


def test_a_seal_of_another_workbook_is_not_believed():
    other = replace(IDENTITY, units=("X9",))

    assert read([sealed(other, KEY)[0], sealed(IDENTITY, KEY)[1]], KEY) is Flaw.TAMPERED


def test_a_workbook_of_another_installation_is_foreign():
    assert read(sealed(IDENTITY, OTHER_KEY), KEY) is Flaw.FOREIGN


@pytest.mark.parametrize("cells", [(), ((),), (("",), ("x",)), ((None,),)])
def test_a_workbook_without_a_mark_is_no_workbook_of_ours(cells):
    assert read(cells, KEY) is Flaw.UNMARKED


@given(
    st.lists(
        st.lists(st.none() | st.text() | st.floats() | st.booleans(), max_size=3),
        max_size=3,
    )
)
def test_whatever_stands_where_the_mark_should_be_is_answered(cells):
    assert read(cells, KEY) in Flaw


def test_every_flaw_has_its_words():
    assert set(FLAW_NAMES) == set(Flaw)


def test_no_form_is_on_the_sheet_of_the_mark():
    assert SHEET not in by_sheet()
