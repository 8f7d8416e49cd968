"""What the secretariat is asked for on Prefect's form, in its own words."""

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

Today = Annotated[
    date | None,
    Field(
        title="Ngày",
        description="Ngày làm việc cần thực hiện. Để trống: ngày chạy theo lịch.",
    ),
]
Inbox = Annotated[
    Path | None,
    Field(
        title="Hộp thư đến",
        description="Thư mục chứa các tệp đơn vị đã gửi. Để trống: không nhận tệp.",
    ),
]
Year = Annotated[
    int,
    Field(title="Năm", description="Năm của chu trình, ví dụ 2026.", ge=2012, le=2100),
]
Quarter = Annotated[
    Literal["Quý I", "Quý II", "Quý III", "Quý IV"],
    Field(title="Quý", description="Quý được kiểm tra."),
]
Period = Annotated[
    Literal["6 tháng", "Năm"],
    Field(title="Kỳ", description="Sơ kết 6 tháng đầu năm hoặc tổng kết năm."),
]
Subjects = Annotated[
    Literal["Khu dân cư", "Đơn vị"],
    Field(
        title="Đối tượng",
        description="“Đơn vị” gồm xã, cơ quan, doanh nghiệp, cơ sở giáo dục.",
    ),
]
Round = Annotated[
    Literal["Kỷ niệm chương", "Tổng kết"],
    Field(title="Đợt", description="Đợt xét Kỷ niệm chương hoặc khen thưởng tổng kết."),
]
Files = Annotated[
    Path,
    Field(
        title="Tệp hoặc thư mục",
        description="Đường dẫn trên máy chủ tới tệp (.xlsx, .xls, .ods, .csv) hoặc"
        " thư mục chứa các tệp các đơn vị đã gửi.",
    ),
]
