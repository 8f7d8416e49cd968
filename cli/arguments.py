"""What may be written after a command, and how it is understood."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

from typer import Argument, BadParameter, Option

from rules.units import KIND_NAMES, UnitKind

SCALES = ("full", "small")
FIRST_YEAR, LAST_YEAR = 2012, 2100


def read_day(text: str | date) -> date:
    if isinstance(text, date):
        return text
    for pattern in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a date only
        except ValueError:
            continue
    raise BadParameter(f"“{text}” không phải là ngày; ghi như 16/11/2021.")


def read_year(text: str | int) -> int:
    written = str(text)
    if written.isdecimal() and FIRST_YEAR <= int(written) <= LAST_YEAR:
        return int(written)
    raise BadParameter(f"“{text}” không phải là năm; ghi như 2026.")


def read_count(text: str | int) -> int:
    if str(text).isdecimal():
        return int(text)
    raise BadParameter(f"“{text}” không phải là số; ghi như 20.")


def read_scale(text: str) -> str:
    if text in SCALES:
        return text
    raise BadParameter(f"“{text}” không có; ghi full (đầy đủ) hoặc small (nhỏ).")


def read_kind(text: str) -> UnitKind:
    """Read a kind of unit by its key or by its name."""
    for kind, name in KIND_NAMES.items():
        if text.casefold() in (kind.value, name.casefold()):
            return kind
    kinds = "; ".join(f"{kind} ({name})" for kind, name in KIND_NAMES.items())
    raise BadParameter(f"“{text}” không phải là loại đơn vị; ghi một trong: {kinds}.")


Day = Annotated[
    date | None,
    Option(
        "--on",
        parser=read_day,
        metavar="NGÀY",
        help="Ngày làm việc, ghi như 16/11/2021. Không ghi: hôm nay.",
    ),
]
Year = Annotated[
    int | None,
    Option(
        "--year",
        parser=read_year,
        metavar="NĂM",
        help="Năm của chu trình. Không ghi: năm đang chạy.",
    ),
]
Years = Annotated[
    list[int] | None,
    Option(
        "--year",
        parser=read_year,
        metavar="NĂM",
        help="Năm đem ra thử; ghi nhiều lần được. Không ghi: năm đang chạy.",
    ),
]
Draft = Annotated[
    Path,
    Option(
        "--law",
        parser=Path,
        metavar="THƯ-MỤC",
        help="Thư mục dự thảo, xếp tệp như rules/law.",
    ),
]
Since = Annotated[
    date | None,
    Option(
        "--since",
        parser=read_day,
        metavar="NGÀY",
        help="Từ ngày nào, ghi như 16/11/2021. Không ghi: 30 ngày qua.",
    ),
]
AsJson = Annotated[
    bool, Option("--json", help="In dạng JSON cho chương trình khác đọc.")
]
AtMost = Annotated[
    int,
    Option(
        "--limit",
        parser=read_count,
        metavar="SỐ",
        help="Số dòng nhiều nhất của danh sách.",
    ),
]
Scale = Annotated[
    str,
    Option(
        "--scale",
        parser=read_scale,
        metavar="CỠ",
        help="full: đủ cả tỉnh; small: cùng hình dạng, ít đơn vị.",
    ),
]
Sample = Annotated[
    str, Argument(metavar="TÊN", help="Tên mẫu; “antq sample” kể các tên.")
]
MaybeSample = Annotated[
    str | None, Argument(metavar="TÊN", help="Tên mẫu. Không ghi: kể các mẫu.")
]
Out = Annotated[
    Path | None,
    Option(
        "--out",
        parser=Path,
        metavar="THƯ-MỤC",
        help="Nơi ghi. Không ghi: out/TÊN/hop-thu-den.",
    ),
]
Again = Annotated[
    bool, Option("--again", help="Sống lại từ ngày đầu năm, kể cả ngày đã sống.")
]
Files = Annotated[
    list[Path],
    Argument(
        parser=Path,
        metavar="ĐƯỜNG-DẪN…",
        help="Các tệp, thư mục tệp đơn vị gửi.",
    ),
]
Retake = Annotated[
    bool,
    Option(
        "--again",
        help="Kể cả tệp đã nhận, khi điều khiến nó bị từ chối đã được sửa.",
    ),
]
Blank = Annotated[
    bool,
    Option(
        "--blank",
        help="Ghi biểu trống của điều không phải việc có hạn: đề nghị khen thưởng, mô"
        " hình, quyết định, danh sách đơn vị…",
    ),
]
Letters = Annotated[
    list[Path] | None,
    Argument(
        parser=Path,
        metavar="ĐƯỜNG-DẪN",
        help="Tệp thư (.eml, mbox) hoặc hộp thư Maildir. Không ghi: đọc từ đầu vào.",
    ),
]
Stage = Annotated[
    str | None,
    Argument(
        metavar="VIỆC",
        help="Khóa hoặc số thứ tự của việc. Không ghi: kể các việc.",
    ),
]
UnitAsked = Annotated[
    str,
    Argument(
        metavar="ĐƠN-VỊ",
        help="Mã đơn vị, tên đặt trong ngoặc kép, hoặc mã hồ sơ đề nghị khen thưởng.",
    ),
]
OnPaper = Annotated[
    bool, Option("--paper", help="Ghi thêm thành văn bản PDF và Word để gửi đơn vị.")
]
Period = Annotated[
    str, Argument(metavar="KỲ", help="“6 tháng” hoặc “Năm” (đặt trong ngoặc kép).")
]
UnitOnly = Annotated[
    str,
    Argument(metavar="ĐƠN-VỊ", help="Mã đơn vị, hoặc tên đặt trong ngoặc kép."),
]
Duty = Annotated[
    str,
    Argument(
        metavar="VIỆC",
        help="Khóa, số thứ tự trong bảng của “antq stage”, hoặc chữ trong tên việc.",
    ),
]
MaybeDuty = Annotated[
    str | None,
    Option(
        "--duty",
        metavar="VIỆC",
        help="Khóa, số thứ tự hoặc chữ trong tên việc, kể cả việc đã nộp."
        " Không ghi: mọi việc đang mở.",
    ),
]
Folder = Annotated[
    Path, Argument(parser=Path, metavar="THƯ-MỤC", help="Nơi ghi các biểu.")
]
NewDue = Annotated[
    date,
    Option(
        "--to",
        parser=read_day,
        metavar="NGÀY",
        help="Hạn mới: ngày cuối cùng được nộp, ghi như 15/04/2026.",
    ),
]
Reason = Annotated[
    str, Option("--reason", metavar="LÝ-DO", help="Vì sao gia hạn; được lưu lại.")
]
Ground = Annotated[
    str, Option("--ground", metavar="CĂN-CỨ", help="Văn bản hoặc lý do để miễn.")
]
Approver = Annotated[
    str,
    Option(
        "--by",
        metavar="CHỨC-VỤ",
        help="Cơ quan hoặc chức vụ cho phép, ví dụ “Phó Trưởng ban thường trực”;"
        " không cần ghi tên người.",
    ),
]
Codes = Annotated[
    list[str] | None,
    Option(
        "--unit",
        metavar="MÃ",
        help="Mã đơn vị; nhiều mã cách nhau bằng dấu phẩy hoặc ghi --unit nhiều lần.",
    ),
]
Under = Annotated[
    str | None,
    Option(
        "--under",
        metavar="MÃ",
        help="Chính đơn vị này và mọi đơn vị bên dưới.",
    ),
]
Kind = Annotated[
    UnitKind | None,
    Option(
        "--kind",
        parser=read_kind,
        metavar="LOẠI",
        help="Loại đơn vị, ví dụ residential_area hoặc “Khu dân cư”.",
    ),
]
Everyone = Annotated[bool, Option("--all", help="Mọi đơn vị còn nợ việc này.")]
DryRun = Annotated[
    bool,
    Option("--dry-run", "--thu", help="Chỉ kể các đơn vị sẽ đổi, không ghi gì."),
]
Commit = Annotated[
    bool, Option("--commit", help="Thực hiện. Không ghi: chỉ kể, không đổi gì.")
]
Decider = Annotated[
    str | None,
    Option(
        "--by",
        metavar="CHỨC-VỤ",
        help="Cơ quan hoặc chức vụ quyết định; không cần ghi tên người.",
    ),
]
