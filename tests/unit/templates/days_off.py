"""What the office is told of a changed calendar."""

from datetime import date

from rules.replanning import DateMove, DayChange, RungMove
from rules.timetable import DayKind, SpecialDay

HOLIDAY = SpecialDay(
    date(2021, 3, 5), DayKind.HOLIDAY, "Nghỉ bù", "Thông báo nghỉ", "unconfirmed"
)
CALENDAR_CHANGED: dict[str, object] = {
    "changes": [DayChange(HOLIDAY, worked=True, works=False)],
    "moved": [
        DateMove(
            title="Kế hoạch của xã Hàm Đức",
            what="hạn",
            was=date(2021, 3, 5),
            derived=date(2021, 3, 8),
            now=date(2021, 3, 8),
        )
    ],
    "kept": [
        DateMove(
            title="Đăng ký",
            what="ngày khóa sổ",
            was=date(2021, 3, 8),
            derived=date(2021, 3, 4),
            now=date(2021, 3, 8),
        )
    ],
    "rungs": [
        RungMove("Đăng ký", "nhắc đơn vị", 5, date(2021, 3, 1), date(2021, 2, 26))
    ],
    "extended": 3,
}
