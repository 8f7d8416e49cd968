"""Papers are worded once, framed by NĐ 30/2020, and print the same every time."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from docx import Document
from jinja2 import UndefinedError

from rules.lawbook.content import count, law_book
from rules.lawbook.files import REWARDS
from templates import framing, papers
from templates.blocks import Table
from templates.paper_facts import (
    Frame,
    Ground,
    IndicatorLine,
    LateGroup,
    LateLine,
    ListedGroup,
    ListedLine,
    Plan,
    PlanTask,
    Review,
    ReviewSection,
    Signature,
)

SIGNATURE = Signature(("KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"), "Nguyễn Văn Ẩn")
FRAME = Frame(
    parent="Ủy ban nhân dân\ntỉnh Bình Thuận",
    issuer="Ban Chỉ đạo tỉnh",
    number=5,
    symbol="KH-BCĐ",
    place="Bình Thuận",
    day=date(2021, 3, 7),
    year=2021,
    kind="Kế hoạch",
    subject="Xây dựng phong trào năm 2021",
    signature=SIGNATURE,
    recipients=["Như trên", "Lưu: VT, PV05"],
    grounds=[
        Ground("Căn cứ Luật An ninh quốc gia"),
        Ground("Căn cứ khác", unconfirmed=True),
    ],
    decided_by="Trưởng Ban Chỉ đạo",
    addressed_to=["Bộ Công an"],
)
PLAN = Plan(
    year=2021,
    tasks=[
        PlanTask(
            title="Đăng ký",
            who="Các xã",
            opens=date(2021, 1, 4),
            due=date(2021, 3, 31),
            source="Thông tư 23/2012/TT-BCA, Điều 4",
            unconfirmed=True,
        )
    ],
)
REVIEW = Review(
    year=2021,
    sections=[
        ReviewSection(
            "Đăng ký",
            [
                IndicatorLine("hộ gia đình đăng ký", 299_882, 332_093, "hộ"),
                IndicatorLine("tập thể được khen", 4, None, "tập thể"),
            ],
        )
    ],
    strengths=["Phong trào được quan tâm."],
    shortcomings=["Một số đơn vị còn chậm."],
    late=[LateGroup("Đăng ký", [LateLine("Xã A", "Huyện B", date(2021, 3, 31), 9)])],
    next_tasks=["Tổ chức Ngày hội."],
)
GROUPS = [ListedGroup("Xã, phường", "đơn vị", [ListedLine("Xã A", "Huyện B")])]
BOOK = next(each for each in law_book(date(2026, 1, 1)) if each.title == REWARDS)
COUNTS = count(BOOK.title, BOOK.rows, date(2021, 3, 7))
FACTS: dict[str, Mapping[str, object]] = {
    "plan": {"plan": PLAN},
    "midyear_review": {"review": REVIEW},
    "annual_review": {"review": REVIEW},
    "recognition_decision": {"year": 2021, "groups": GROUPS},
    "commendation_decision": {"year": 2021, "groups": GROUPS},
    "law_book": {
        "on": date(2021, 3, 7),
        "chapters": [BOOK],
        "counts": [COUNTS],
        "total": COUNTS,
    },
}


def said(paper: papers.Paper) -> str:
    everything = [*paper.body, *(one for a in paper.appendices for one in a.blocks)]
    runs = []
    for block in everything:
        if isinstance(block, Table):
            runs += [run for row in block.rows for cell in row for run in cell]
        else:
            runs += block.runs
    return "\n".join(run.text for run in runs)


def word_text(content: bytes) -> str:
    document = Document(BytesIO(content))
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


@pytest.mark.parametrize("kind", FACTS)
def test_a_paper_gives_the_same_bytes_from_the_same_facts(kind):
    paper = papers.write(kind, frame=FRAME, facts=FACTS[kind])

    assert papers.pdf(paper).startswith(b"%PDF")
    assert papers.pdf(paper) == papers.pdf(paper)
    assert papers.docx(paper) == papers.docx(paper)


@pytest.mark.parametrize("kind", FACTS)
def test_the_word_file_has_what_the_decree_asks_for(kind):
    text = word_text(papers.docx(papers.write(kind, frame=FRAME, facts=FACTS[kind])))

    for needed in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "ỦY BAN NHÂN DÂN\nTỈNH BÌNH THUẬN",
        "BAN CHỈ ĐẠO TỈNH",
        "Số: 05/KH-BCĐ",
        "Bình Thuận, ngày 07 tháng 3 năm 2021",
        "KẾ HOẠCH",
        "Kính gửi: Bộ Công an",
        "Căn cứ khác (chưa kiểm chứng).",
        "QUYẾT ĐỊNH:",
        "- Lưu: VT, PV05.",
        "PHÓ TRƯỞNG BAN",
        "Nguyễn Văn Ẩn",
        "(Kèm theo Kế hoạch số 05/KH-BCĐ ngày 07 tháng 3 năm 2021 của Ban Chỉ đạo",
    ):
        assert needed in text


@pytest.mark.parametrize("kind", FACTS)
def test_a_paper_with_a_missing_fact_is_never_written(kind):
    for missing in FACTS[kind]:
        facts = {name: fact for name, fact in FACTS[kind].items() if name != missing}
        with pytest.raises(UndefinedError, match=missing):
            papers.write(kind, frame=FRAME, facts=facts)


def test_the_first_page_shows_no_number_and_each_appendix_begins_anew():
    paper = papers.write("midyear_review", frame=FRAME, facts=FACTS["midyear_review"])

    sections = Document(BytesIO(papers.docx(paper))).sections

    assert len(sections) == 3
    assert all(section.different_first_page_header_footer for section in sections)
    assert all(
        "w:start" in section._sectPr.xml  # noqa: SLF001 - no public name
        for section in sections
    )


def test_a_wide_appendix_lies_on_its_side():
    frame = replace(FRAME, wide_appendices=True)

    paper = papers.write("plan", frame=frame, facts=FACTS["plan"])

    body, appendix = Document(BytesIO(papers.docx(paper))).sections
    assert body.page_height == appendix.page_width > appendix.page_height


@pytest.mark.parametrize("wide", [False, True])
def test_who_has_read_the_appendices_signs_after_them(wide):
    reader = Signature(["NGƯỜI ĐỐI CHIẾU"], "", dated="Ngày … tháng … năm …")
    frame = replace(FRAME, signature=reader, wide_appendices=wide, signed_last=True)

    paper = papers.write("plan", frame=frame, facts=FACTS["plan"])

    words = Document(BytesIO(papers.docx(paper))).element.body.xpath("//w:t/text()")
    signed = [words.index(each) for each in (reader.dated, "NGƯỜI ĐỐI CHIẾU")]
    assert words.index("Phụ lục") < signed[0] < signed[1]
    assert words.count("NGƯỜI ĐỐI CHIẾU") == 1
    assert papers.pdf(paper).startswith(b"%PDF")


def test_what_introduces_a_table_stays_with_it_and_no_heading_is_left_behind():
    paper = papers.write("law_book", frame=FRAME, facts=FACTS["law_book"])

    word = Document(BytesIO(papers.docx(paper)))

    introduced = [p for p in word.paragraphs if p.text.startswith("Căn cứ: Quy chế")]
    assert introduced
    assert all(p.paragraph_format.keep_with_next for p in introduced)
    assert word.styles["Heading 3"].paragraph_format.keep_with_next


def test_a_draft_leaves_room_for_number_and_day():
    draft = framing.lines(replace(FRAME, number=None, day=None))

    assert draft.number == "Số:      /KH-BCĐ"
    assert draft.dated == "Bình Thuận, ngày      tháng      năm 2021"


def test_several_addressees_have_a_line_each():
    to = framing.lines(replace(FRAME, addressed_to=["Bộ Công an", "UBND tỉnh"]))

    assert to.addressed_to == ["- Bộ Công an;", "- UBND tỉnh."]


def test_a_review_writes_ratios_in_words_and_in_its_table():
    paper = papers.write("midyear_review", frame=FRAME, facts=FACTS["midyear_review"])

    text = said(paper)

    assert "- Hộ gia đình đăng ký: 299.882/332.093 hộ, đạt 90,30%;" in text
    assert "- Tập thể được khen: 04 tập thể." in text
    assert "- Đăng ký: 01 đơn vị." in text
    assert [a.label[0].text for a in paper.appendices] == ["Phụ lục I", "Phụ lục II"]
