"""The commands of `antq law`, and what may follow each."""

from datetime import date
from pathlib import Path
from typing import Annotated

from typer import Argument, Option, Typer

from cli import arguments as asked
from cli.arguments import read_day
from cli.words import OPTIONS, Command, Group

app = Typer(name="law", cls=Group, options_metavar=OPTIONS)

FirstDay = Annotated[
    date,
    Argument(parser=read_day, metavar="NGÀY-1", help="Ghi như 31/12/2021."),
]
SecondDay = Annotated[
    date,
    Argument(parser=read_day, metavar="NGÀY-2", help="Ghi như 01/01/2026."),
]
MaybeDraft = Annotated[
    Path | None,
    Option(
        "--law",
        parser=Path,
        metavar="THƯ-MỤC",
        help="Dự thảo xếp như rules/law, đặt chồng lên luật. Không ghi: luật hiện có.",
    ),
]
CountedOn = Annotated[
    date | None,
    Option(
        "--on",
        parser=read_day,
        metavar="NGÀY",
        help="Ngày lập, và đếm quy định đang hiệu lực. Không ghi: hôm nay.",
    ),
]
Printed = Annotated[
    Path | None,
    Option(
        "--out",
        parser=Path,
        metavar="ĐƯỜNG-DẪN",
        help="Thư mục, hoặc một tệp .pdf, .docx. Không ghi: cạnh các văn bản khác.",
    ),
]


@app.callback()
def law_book() -> None:
    """Xem các quy định chương trình đang dùng."""


@app.command("diff", cls=Command, options_metavar=OPTIONS)
def law_diff(
    first: FirstDay, second: SecondDay, *, as_json: asked.AsJson = False
) -> None:
    """So quy định của hai ngày: tiêu chí, con số, mốc thời gian nào đã đổi."""
    from cli import law as this  # noqa: PLC0415 - each command imports only its own

    this.diff(first, second, as_json=as_json)


@app.command("check", cls=Command, options_metavar=OPTIONS)
def law_check(law: MaybeDraft = None, *, as_json: asked.AsJson = False) -> None:
    """Soát lỗi của các quy định đã nhập: căn cứ, thời gian, số liệu, bảng điểm."""
    from cli import law as this  # noqa: PLC0415 - likewise

    this.check(law, as_json=as_json)


@app.command("book", cls=Command, options_metavar=OPTIONS)
def law_printed(on: CountedOn = None, out: Printed = None) -> None:
    """In toàn bộ quy định đã nhập, để người đối chiếu với văn bản đọc và ký."""
    from cli import law_book as this  # noqa: PLC0415 - likewise

    this.book(on, out)
