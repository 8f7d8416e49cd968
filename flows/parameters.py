"""What the secretariat is asked for on Prefect's form, in its own words."""

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field
from pydantic.config import JsonDict
from pydantic.fields import FieldInfo


def titled(title: str, description: str = "") -> FieldInfo:
    """Word a field of the form; Prefect overrules pydantic's own title."""
    said: JsonDict = {"title": title, "description": description}
    field: FieldInfo = Field(json_schema_extra=said)
    return field


Today = Annotated[
    date | None,
    titled("Ngày", "Ngày làm việc cần thực hiện. Để trống: ngày chạy theo lịch."),
]
Inbox = Annotated[
    Path | None,
    titled(
        "Hộp thư đến", "Thư mục chứa các tệp đơn vị đã gửi. Để trống: không nhận tệp."
    ),
]
Year = Annotated[
    int,
    Field(ge=2012, le=2100),
    titled("Năm", "Năm của chu trình, ví dụ 2026."),
]
Quarter = Annotated[
    Literal["Quý I", "Quý II", "Quý III", "Quý IV"],
    titled("Quý", "Quý được kiểm tra."),
]
Period = Annotated[
    Literal["6 tháng", "Năm"],
    titled("Kỳ", "Sơ kết 6 tháng đầu năm hoặc tổng kết năm."),
]
Subjects = Annotated[
    Literal["Khu dân cư", "Đơn vị"],
    titled("Đối tượng", "“Đơn vị” gồm xã, cơ quan, doanh nghiệp, cơ sở giáo dục."),
]
Round = Annotated[
    Literal["Kỷ niệm chương", "Tổng kết"],
    titled("Đợt", "Đợt xét Kỷ niệm chương hoặc khen thưởng tổng kết."),
]
Files = Annotated[
    list[Path],
    titled(
        "Tệp hoặc thư mục",
        "Các đường dẫn trên máy chủ tới tệp (.xlsx, .xls, .ods, .csv) hoặc"
        " thư mục chứa các tệp các đơn vị đã gửi.",
    ),
]
Again = Annotated[
    bool,
    titled(
        "Nhận lại",
        "Nhận lại cả tệp đã nhận, khi điều khiến nó bị từ chối đã được sửa"
        " (ví dụ: đơn vị nay đã có mã).",
    ),
]
Duty = Annotated[
    str,
    titled("Việc", "Khóa, số thứ tự (xem antq stage) hoặc tên của việc."),
]
DueOn = Annotated[date, titled("Hạn mới", "Ngày cuối cùng đơn vị được nộp.")]
Reason = Annotated[str, titled("Lý do", "Vì sao gia hạn; được kể cho đơn vị.")]
Ground = Annotated[str, titled("Căn cứ", "Văn bản hoặc lý do để miễn việc này.")]
Approver = Annotated[
    str,
    titled(
        "Cơ quan hoặc chức vụ cho phép",
        "Ví dụ “Phó Trưởng ban thường trực”. Không cần ghi tên người.",
    ),
]
Codes = Annotated[
    list[str] | None, titled("Mã đơn vị", "Chỉ các đơn vị mang những mã này.")
]
Under = Annotated[
    str | None,
    titled("Thuộc đơn vị", "Mã đơn vị cấp trên: chính nó và mọi đơn vị bên dưới."),
]
Kind = Annotated[
    Literal[
        "Huyện",
        "Xã",
        "Khu dân cư",
        "Cơ quan",
        "Doanh nghiệp",
        "Cơ sở giáo dục",
        "Ban Chỉ đạo",
        "Công an",
        "Tổ bảo vệ an ninh, trật tự",
    ]
    | None,
    titled("Loại đơn vị", "Chỉ các đơn vị thuộc loại này."),
]
Everyone = Annotated[
    bool, titled("Mọi đơn vị", "Tất cả đơn vị còn nợ việc này; không chọn gì ở trên.")
]
