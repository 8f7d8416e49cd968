"""What the letters of one invented morning say."""

from datetime import date, datetime, timedelta, timezone

import pytest

from templates.facts import (
    CertificateLine,
    DutyLine,
    ErrorLine,
    EscalatedLine,
    FindingLine,
    Reference,
    Told,
    UnitResult,
)
from templates.letters import Sender

DUTY = DutyLine(
    unit="Xã Hàm Đức",
    title="Đăng ký phấn đấu đạt tiêu chuẩn “An toàn về an ninh, trật tự”",
    due=date(2021, 3, 5),
    days_left=3,
    how="Gửi bản đăng ký theo mẫu DK-01 về Thường trực Ban Chỉ đạo tỉnh.",
    source="Thông tư 23/2012/TT-BCA, Điều 8 khoản 1",
    unconfirmed=True,
)
LATE = DutyLine("Xã Hàm Đức", DUTY.title, DUTY.due, -2, DUTY.how, DUTY.source)
DECISION = Reference(
    kind="Quyết định",
    number="05/QĐ-BCĐ",
    day=date(2021, 3, 5),
    issuer="Ban Chỉ đạo tỉnh",
    subject="công nhận đạt tiêu chuẩn “An toàn về an ninh, trật tự” năm 2021",
)
RESULT = UnitResult(
    unit="Xã Hàm Đức",
    outcome="unmet",
    grade="Khá",
    findings=[
        FindingLine(
            criterion="Tỷ lệ khu dân cư được công nhận",
            citation="Thông tư 23/2012/TT-BCA, Điều 5 khoản 3",
            outcome="unmet",
            reason="03/05 khu dân cư được công nhận, cần 04.",
            unconfirmed=True,
        ),
        FindingLine(
            criterion="Không để xảy ra vụ án rất nghiêm trọng",
            citation="Thông tư 23/2012/TT-BCA, Điều 5 khoản 2",
            outcome="unknown",
            reason="Chưa nhận được số liệu quý IV.",
        ),
    ],
    to_do="Gửi số liệu quý IV và ý kiến (nếu có).",
)
ERRORS = [
    ErrorLine(
        file="dang-ky.xlsx",
        sheet="Đăng ký",
        cell="C7",
        wrong="số hộ là chữ “một trăm”",
        expected="một số nguyên, ví dụ 100",
    )
]
CERTIFICATES = [CertificateLine("Xã Hàm Đức", "0012/2021/GCN", "K7QX-93MD")]


@pytest.fixture
def sender() -> Sender:
    return Sender(
        name="Thường trực Ban Chỉ đạo tỉnh Bình Thuận",
        address="antq@binhthuan.example",
        reply_to="pv05@binhthuan.example",
        office="Phòng Xây dựng phong trào, Công an tỉnh",
        contact="điện thoại 0252 000 000",
        dated=datetime(2021, 3, 2, 7, tzinfo=timezone(timedelta(hours=7))),
        closing=("TL. TRƯỞNG BAN", "THƯỜNG TRỰC BAN CHỈ ĐẠO"),
    )


@pytest.fixture
def letter_facts() -> dict[str, dict[str, object]]:
    """Give each kind of letter facts that name Xã Hàm Đức and 05/03/2021."""
    own: dict[str, dict[str, object]] = {
        "plan_issued": {"plan": DECISION, "duties": [DUTY]},
        "stage_opened": {"duties": [DUTY]},
        "reminder": {"duties": [DUTY]},
        "overdue": {"duties": [LATE]},
        "act_due": {"duties": [DUTY]},
        "escalation": {
            "duties": [
                EscalatedLine(
                    duty=LATE,
                    told=[Told("Công an xã Hàm Đức", date(2021, 3, 2))],
                    asked="Ủy ban nhân dân huyện chỉ đạo xã gửi ngay",
                )
            ]
        },
        "result": {
            "subject": "công nhận “An toàn về an ninh, trật tự”",
            "results": [RESULT],
            "answer_by": date(2021, 3, 5),
        },
        "correction": {"errors": ERRORS, "accepted": 688, "due": date(2021, 3, 5)},
        "decision": {
            "decision": DECISION,
            "units": ["Xã Hàm Đức: đạt tiêu chuẩn"],
            "to_do": "Niêm yết danh sách và lưu hồ sơ.",
        },
        "certificate": {
            "decision": DECISION,
            "certificates": CERTIFICATES,
            "answer_by": date(2021, 3, 5),
        },
    }
    return {
        kind: {"to": "Ủy ban nhân dân xã Hàm Đức", "year": 2021} | facts
        for kind, facts in own.items()
    }
