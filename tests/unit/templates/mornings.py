"""What six mailboxes read on one invented morning."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from templates.digests import Extended, Line, Received, Section, Topic, section
from templates.facts import DutyLine, Told

REGISTER = DutyLine(
    unit="Xã Hàm Đức",
    title="Đăng ký phấn đấu đạt tiêu chuẩn “An toàn về an ninh, trật tự”",
    due=date(2021, 3, 5),
    days_left=3,
    how="Gửi biểu “Đăng ký”: ngày đăng ký.",
    source="Thông tư 23/2012/TT-BCA, Điều 8 khoản 1",
    unconfirmed=True,
)
PLAN = DutyLine(
    unit="Xã Hàm Đức",
    title="Ban hành kế hoạch của Ban Chỉ đạo cấp xã",
    due=date(2021, 2, 26),
    days_left=-2,
    how="Gửi biểu “Kế hoạch”: số, ký hiệu và ngày ban hành.",
    source="Kế hoạch năm của Ban Chỉ đạo tỉnh",
)
DISTRICT = "Ban Chỉ đạo huyện Hàm Thuận Bắc"
ASKED = "đôn đốc đơn vị hoàn thành ngay hoặc báo lý do chậm"
PUT_OFF = Extended(date(2021, 3, 1), "Mưa lũ", "Trưởng ban Chỉ đạo tỉnh")
COMMUNES = [f"Xã số {number}" for number in range(1, 41)]


def of(duty: DutyLine, *units: str, **more: object) -> list[Line]:
    """Let units owe a duty alike."""
    return [Line(replace(duty, unit=unit), **more) for unit in units or [duty.unit]]


def late(units: Sequence[str]) -> list[Line]:
    """Tell of late units, each told itself and one of them not at all."""
    lines = []
    for unit in units:
        told = (Told("đơn vị", date(2021, 2, 23)), Told("đơn vị", date(2021, 3, 1)))
        lines += of(PLAN, unit, asked=ASKED, told=told)
    return [replace(lines[0], told=()), *lines[1:]]


MORNINGS: dict[str, list[Section]] = {
    "opened": [section(Topic.OPENED, of(REGISTER))],
    "late and reminded": [
        section(Topic.OVERDUE, of(PLAN)),
        section(Topic.REMINDER, of(REGISTER, awaited=["Thôn 1", "Thôn 2"])),
    ],
    "superior": [
        section(Topic.ASKED, late(COMMUNES)),
        section(Topic.OVERDUE, of(PLAN, DISTRICT)),
        section(Topic.REMINDER, of(REGISTER)),
    ],
    "leadership": [section(Topic.ASKED, late([f"Xã {n}" for n in range(1, 131)]))],
    "office": [
        section(Topic.ASKED, late(COMMUNES[:2]), own=True),
        section(Topic.OVERDUE, of(PLAN), own=True),
        section(Topic.REMINDER, of(REGISTER, awaited=COMMUNES), own=True),
        section(Topic.EXTENDED, of(REGISTER, extended=PUT_OFF), own=True),
        section(Topic.HANDED_OVER, of(REGISTER), own=True),
        section(Topic.OPENED, of(REGISTER), own=True),
    ],
    "put off, handed over, received": [
        section(Topic.EXTENDED, of(REGISTER, extended=PUT_OFF)),
        section(Topic.HANDED_OVER, of(REGISTER, "Thôn Một")),
        section(
            Topic.RECEIVED, of(PLAN, over=Received(date(2021, 3, 2), 2, late=True))
        ),
    ],
}
