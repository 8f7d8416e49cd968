"""Nominate, vote, decide."""

from datetime import date
from typing import Annotated, Literal

from prefect import flow

from flows.clock import office_day
from flows.parameters import Round, Today, Year, titled
from flows.showing import show_counts
from rules.commendations import ELIGIBILITY_NAMES, EligibilityOutcome
from tasks import commendations
from tasks.decisions import record_decisions
from tasks.entries import enter_decision

KEYS = {"Kỷ niệm chương": "ky-niem-chuong", "Tổng kết": "tong-ket"}


@flow(name="Đề nghị khen thưởng", flow_run_name="Đề nghị {round_} năm {year}")
async def nominate(year: Year, round_: Round, today: Today = None) -> None:
    """Xét điều kiện của từng hồ sơ đề nghị trong đợt và lập danh sách."""
    found = commendations.nominate(year, round_, office_day(today))
    counts = {
        ELIGIBILITY_NAMES[EligibilityOutcome(outcome)]: number
        for outcome, number in found.outcomes.items()
    }
    key = f"de-nghi-{KEYS[round_]}-{year}"
    await show_counts(key, f"Đề nghị {round_} năm {year}", counts)


@flow(name="Ghi nhận Hội đồng", flow_run_name="Hội đồng {round_} năm {year}")
async def record_council(year: Year, round_: Round, today: Today = None) -> None:
    """Ghi phiếu của Hội đồng về các hồ sơ đủ điều kiện và cho biết hồ sơ nào đạt."""
    votes = commendations.record_council(year, round_, office_day(today))
    counts = {"đạt tỷ lệ phiếu": votes.passed, "không đạt tỷ lệ phiếu": votes.failed}
    key = f"hoi-dong-{KEYS[round_]}-{year}"
    await show_counts(key, f"Hội đồng {round_} năm {year}", counts)


@flow(name="Ghi nhận quyết định", flow_run_name="Quyết định {number} của {issuer}")
async def record_decision(  # noqa: PLR0913, PLR0917 - the fields of the form
    issuer: Annotated[
        str,
        titled("Mã cơ quan ban hành", "Mã trong trang “Đơn vị”."),
    ],
    number: Annotated[str, titled("Số, ký hiệu", "Ví dụ 12/QĐ-UBND.")],
    signed_on: Annotated[date, titled("Ngày ký")],
    kind: Annotated[
        Literal[
            "Công nhận khu dân cư",
            "Công nhận xã, cơ quan, doanh nghiệp, cơ sở giáo dục",
            "Phân loại phong trào",
            "Khen thưởng",
            "Kỷ niệm chương",
            "Khen thưởng đột xuất",
        ],
        titled("Nội dung", "Danh sách kèm theo do hệ thống lập sẵn."),
    ],
    signer_title: Annotated[str, titled("Chức vụ người ký")],
    today: Today = None,
) -> None:
    """Ghi một quyết định đã ký; hệ thống gắn danh sách, báo các đơn vị liên quan."""
    day = office_day(today)
    enter_decision(issuer, number, signed_on, kind, signer_title, day)
    record_decisions(signed_on.year, day)
