"""What the letters of one invented morning say."""

from datetime import date, datetime, timedelta, timezone

import pytest

from templates.facts import (
    AlarmLine,
    CertificateLine,
    ErrorLine,
    FindingLine,
    MissedLine,
    Reference,
    UnitResult,
)
from templates.letters import Sender
from templates.weekly_facts import (
    Coming,
    FailedRun,
    LateDuty,
    LateUnder,
    Letters,
    OpenStage,
    TierShare,
    Weekly,
)
from tests.unit.templates.days_off import CALENDAR_CHANGED
from tests.unit.templates.mornings import MORNINGS, REGISTER

OFFICE_TIME = timezone(timedelta(hours=7))
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
DOUBTS = [
    ErrorLine(
        file="so-lieu.xlsx",
        sheet="Số liệu",
        cell="ô F2",
        wrong="“84.000”",
        expected="“Lượt người dự tuyên truyền” là 84.000, năm trước là 840; xem có"
        " thừa, thiếu chữ số không (căn cứ: kinh nghiệm, chưa kiểm chứng)",
        effect=83160,
    )
]
WEEKLY = Weekly(
    week="9/2021",
    since=date(2021, 2, 22),
    until=date(2021, 3, 1),
    stages=[
        OpenStage(REGISTER.title, REGISTER.due, [TierShare("cấp xã", 101, 124, 2)])
    ],
    overdue=27,
    late_under=[LateUnder("Huyện Đông", 25, 20), LateUnder("", 2, 1)],
    longest_late=[
        LateDuty("Xã Hàm Đức", "Huyện Đông", REGISTER.title, REGISTER.due, -2)
    ],
    coming=[
        Coming(REGISTER.title, REGISTER.due, 23, is_open=True),
        Coming("Kiểm tra quý I", date(2021, 3, 10), 0, is_open=False),
    ],
    runs=[
        FailedRun(
            "Việc ngày 26/02/2021", datetime(2021, 2, 26, 7, tzinfo=OFFICE_TIME), "hỏng"
        )
    ],
    letters=[Letters("đã gửi", 1204, 3310), Letters("bị trả lại", 3, 5)],
    unreachable=["Thôn Một (X1-A1)"],
)
CERTIFICATES = [CertificateLine("Xã Hàm Đức", "0012/2021/GCN", "K7QX-93MD")]


@pytest.fixture
def sender() -> Sender:
    return Sender(
        name="Thường trực Ban Chỉ đạo tỉnh Bình Thuận",
        address="antq@binhthuan.example",
        reply_to="pv05@binhthuan.example",
        office="Phòng Xây dựng phong trào, Công an tỉnh",
        contact="điện thoại 0252 000 000",
        dated=datetime(2021, 3, 2, 7, tzinfo=OFFICE_TIME),
        closing=("TL. TRƯỞNG BAN", "THƯỜNG TRỰC BAN CHỈ ĐẠO"),
    )


@pytest.fixture
def letter_facts() -> dict[str, dict[str, object]]:
    """Give each kind of letter facts that name Xã Hàm Đức and 05/03/2021."""
    own: dict[str, dict[str, object]] = {
        "plan_issued": {"plan": DECISION, "duties": [REGISTER]},
        "digest": {"sections": MORNINGS["late and reminded"]},
        "result": {
            "subject": "công nhận “An toàn về an ninh, trật tự”",
            "results": [RESULT],
            "answer_by": date(2021, 3, 5),
        },
        "calendar_changed": CALENDAR_CHANGED,
        "correction": {
            "errors": ERRORS,
            "warnings": DOUBTS,
            "accepted": 688,
            "due": date(2021, 3, 5),
        },
        "decision": {
            "decision": DECISION,
            "units": ["Xã Hàm Đức: đạt tiêu chuẩn"],
            "to_do": "Niêm yết danh sách và lưu hồ sơ.",
        },
        "alarm": {
            "alarms": [
                AlarmLine(
                    "Đã 27 giờ không ngày nào được làm xong.",
                    datetime(2021, 3, 5, 7, 3, tzinfo=OFFICE_TIME),
                    "Khởi động lại dịch vụ.",
                )
            ],
            "well_again": [],
            "machine": "may-chu-1",
        },
        "weekly": {"weekly": WEEKLY},
        "catch_up": {
            "since": date(2021, 3, 1),
            "missed": [
                MissedLine(
                    title="Đăng ký của Xã Hàm Đức",
                    what="nhắc khi còn 5 ngày làm việc",
                    planned=date(2021, 3, 5),
                    units=7,
                    made_good=good,
                    policy="chỉ làm bù lần sau cùng",
                )
                for good in (True, False)
            ],
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
