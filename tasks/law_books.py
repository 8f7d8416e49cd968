"""Print the law as written, for a jurist to compare with the texts and sign."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from rules.lawbook.content import Chapter, count, law_book
from tasks import papers
from templates.paper_facts import Frame, Signature
from templates.papers import Paper, docx, pdf, write

NAME = "tap-quy-dinh"
ISSUER = "Thường trực Ban Chỉ đạo"
DOTS = "……………"
PRINTED = {".pdf": pdf, ".docx": docx}


def print_law_book(on: date, out: Path | None) -> list[Path]:
    """Keep the book to print and to edit, or as the one file asked for."""
    paper = _paper(law_book(on), on)
    path = out or papers.folder(on.year)
    if one := PRINTED.get(path.suffix.lower()):
        return [papers.keep(path, one(paper))]
    papers.keep_both(path / NAME, paper)
    return [(path / NAME).with_suffix(suffix) for suffix in PRINTED]


def _paper(chapters: Sequence[Chapter], on: date) -> Paper:
    rows = [row for chapter in chapters for row in chapter.rows]
    facts = {
        "on": on,
        "chapters": chapters,
        "counts": [count(chapter.title, chapter.rows, on) for chapter in chapters],
        "total": count("Cộng", rows, on),
    }
    return write("law_book", frame=_frame(on), facts=facts)


def _frame(on: date) -> Frame:
    return Frame(
        parent="",
        issuer=ISSUER,
        number=None,
        symbol="BĐC",
        place=DOTS,
        day=on,
        year=on.year,
        kind="Bản đối chiếu",
        subject="Các quy định đã nhập vào chương trình với văn bản pháp luật",
        signature=Signature(
            ["NGƯỜI ĐỐI CHIẾU"],
            "",
            office="(Ký, ghi rõ họ và tên, chức vụ)",
            dated="Ngày …… tháng …… năm ………",
        ),
        recipients=["Thường trực Ban Chỉ đạo", "Lưu: Hồ sơ đối chiếu"],
        wide_appendices=True,
        signed_last=True,
    )
