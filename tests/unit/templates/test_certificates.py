"""A certificate is one page, small, and the same every time."""

from dataclasses import replace
from datetime import date
from io import BytesIO

from docx import Document

from templates import papers
from templates.facts import Reference
from templates.paper_facts import Certificate, Signature

CERTIFICATE = Certificate(
    parent="Ủy ban nhân dân tỉnh Bình Thuận",
    issuer="Ban Chỉ đạo tỉnh",
    number="0012/2021/GCN-BCĐ",
    code="K7QX-93MD",
    unit="Xã Hàm Đức",
    territory="Huyện Hàm Thuận Bắc",
    year=2021,
    decision=Reference("Quyết định", "05/QĐ-BCĐ", date(2021, 11, 29), "BCĐ", ""),
    place="Bình Thuận",
    day=date(2021, 12, 5),
    signature=Signature(("TRƯỞNG BAN",), "Nguyễn Văn Ẩn"),
)


def test_a_certificate_prints_small_and_the_same_every_time():
    printed, again = papers.certificates_pdf([CERTIFICATE, CERTIFICATE])

    assert printed == again
    assert len(printed) < 40 * 1024


def test_certificates_printed_at_once_come_in_their_order():
    batch = [replace(CERTIFICATE, unit=f"Xã số {index}") for index in range(12)]

    printed = list(papers.certificates_pdf(batch))

    alone = [next(papers.certificates_pdf([one])) for one in batch]
    assert printed == alone


def test_a_batch_of_certificates_is_one_file_with_a_page_each():
    batch = [replace(CERTIFICATE, unit=f"Xã số {index}") for index in range(3)]

    content = papers.certificates_docx(batch)

    text = "\n".join(p.text for p in Document(BytesIO(content)).paragraphs)
    assert all(one.unit in text for one in batch)
    assert text.count("GIẤY CÔNG NHẬN") == 3
    assert content == papers.certificates_docx(batch)
