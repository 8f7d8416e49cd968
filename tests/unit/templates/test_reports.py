"""Reports show the figures of the papers, and nothing from elsewhere."""

from datetime import date

from templates import reports
from templates.paper_facts import (
    IndicatorLine,
    LateGroup,
    LateLine,
    Review,
    ReviewSection,
)
from templates.report_facts import (
    LetterSample,
    PaperLink,
    StageLine,
    Summary,
    SummaryLine,
    TierLine,
    TimingLine,
    YearPage,
)

PAGE = YearPage(
    province="Tỉnh Bình Thuận",
    year=2021,
    summary=Summary(
        ["6 tháng", "Năm"],
        {"Đăng ký": [SummaryLine("Hộ gia đình", "hộ", ["299.882", "330.655"])]},
    ),
    stages=[
        StageLine(
            title="Ban hành kế hoạch",
            opens=date(2021, 1, 4),
            due=date(2021, 3, 31),
            tiers=[TierLine("Đơn vị do tỉnh quản lý", 168, 195, 27)],
        ),
        StageLine("Ra quyết định", date(2021, 12, 1), date(2021, 12, 31), []),
    ],
    papers=[PaperLink("Kế hoạch", [("PDF", "papers/kế hoạch.pdf")])],
    letters=[LetterSample("Nhắc hạn", 2130, "Nhắc", "A & B", '<p lang="vi">A</p>')],
    timings=[TimingLine("Nạp dữ liệu", 12_345)],
)


def test_the_index_page_stands_alone():
    page = reports.index_page(PAGE)

    for needed in (
        "299.882</td>",
        "330.655</td>",
        "168/195",
        "86,15%",
        "31/03/2021",
        'href="papers/k%E1%BA%BF%20ho%E1%BA%A1ch.pdf"',
        "2.130 thư",
        "A &amp; B",
        'srcdoc="&lt;p lang=&#34;vi&#34;&gt;A&lt;/p&gt;"',
        "12,3 giây",
    ):
        assert needed in page
    assert "http" not in page


def test_a_review_in_markdown_counts_late_units_without_naming_them():
    line = IndicatorLine("hộ gia đình đăng ký", 299_882, 332_093, "hộ")
    late = LateGroup("Đăng ký", [LateLine("Xã A", "Huyện B", date(2021, 3, 31), 9)])
    review = Review(2021, [ReviewSection("Đăng ký", [line])], [], [], [late], [])

    written = reports.review_markdown(review)

    assert "| Hộ gia đình đăng ký (hộ) | 299.882 | 332.093 | 90,30% |" in written
    assert "- Đăng ký: 01 đơn vị" in written
    assert "Xã A" not in written
