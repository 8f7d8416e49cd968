"""A little Markdown becomes typed blocks; facts never become markup."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from templates.blocks import Heading, Paragraph, Run, Table, parse, widths
from templates.writing import plain


def test_markdown_becomes_blocks():
    blocks = parse("## I. *A*\n\n1. **Điều 1.** b\n\n- c;\n\n|T|U|\n|:-:|-|\n|d|e|\n")

    assert blocks == [
        Heading(2, [Run("I. "), Run("A", italic=True)]),
        Paragraph([Run("1. "), Run("Điều 1.", bold=True), Run(" b")]),
        Paragraph([Run("- c;")]),
        Table(
            head=[[Run("T")], [Run("U")]],
            rows=[[[Run("d")], [Run("e")]]],
            aligns=["center", "left"],
        ),
    ]


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1))
def test_what_a_fact_says_is_never_markup(fact):
    for before in ("", "x ", "- "):
        assert parse(before + plain(fact)) == [Paragraph([Run(before + fact)])]


def test_a_column_has_room_for_its_longest_word():
    [table] = parse("|TT|Ngày|Tên|\n|-|-|-|\n|1|31/03/2021|" + "một " * 40 + "|\n")

    narrow, day, wide = widths(table, 460)

    assert narrow < day < wide
    assert day > 10 * 6
    assert narrow + day + wide == pytest.approx(460, abs=3)
