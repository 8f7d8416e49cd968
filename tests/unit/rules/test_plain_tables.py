import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.plain_tables import PlainKind, header_of, plain_kind
from tests.old_fonts import tcvn3

HEADER = "Mã đơn vị;Ngày đăng ký"
PAGE = "<html><body><table><tr><td>Mã đơn vị</td></tr></table></body></html>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
def test_the_first_line_of_a_table_in_plain_text_is_found(encoding):
    start = f"{HEADER}\nX1;1/3/2021".encode(encoding, "replace")

    assert plain_kind(start) is PlainKind.TEXT
    assert encoding == "cp1258" or header_of(start) == HEADER


def test_a_table_in_an_old_code_page_is_plain_text_too():
    assert header_of(tcvn3("mã đơn vị;ngày đăng ký\n")) == "mã đơn vị;ngày đăng ký"


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (PAGE.encode(), PlainKind.PAGE),
        (f"\ufeff\r\n{PAGE}".encode("utf-16"), PlainKind.PAGE),
        (b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="a"', "page"),
        (b'<?xml version="1.0"?><Workbook>a,b</Workbook>', PlainKind.XML),
        (b"%PDF-1.4\n%\xe2\xe3\xcf\xd3,;", PlainKind.PAPER),
        (b"{\\rtf1\\ansi;}", PlainKind.PAPER),
        ("không phải bảng tính".encode(), None),
        (b"\x89PNG\r\n\x1a\n,;", None),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF,;", None),
        (b"", None),
    ],
)
def test_what_is_no_table_is_told_by_what_it_holds(start, kind):
    assert plain_kind(start) == kind
    assert header_of(start) == ""


@given(st.binary())
def test_no_bytes_break_it(start):
    header_of(start)
