"""The commands of `antq person`, and what may follow each."""

from pathlib import Path
from typing import Annotated

from typer import Argument, BadParameter, Option, Typer

from cli import arguments as asked
from cli.words import OPTIONS, Command, Group
from rules.requests import KIND_NAMES, RequestKind

app = Typer(name="person", cls=Group, options_metavar=OPTIONS)


def read_request(text: str) -> RequestKind:
    for kind, name in KIND_NAMES.items():
        if text.casefold() in (kind.value, name):
            return kind
    kinds = "; ".join(f"{kind} ({name})" for kind, name in KIND_NAMES.items())
    raise BadParameter(f"“{text}” không phải là yêu cầu; ghi một trong: {kinds}.")


Name = Annotated[
    str | None,
    Argument(
        metavar="TÊN",
        help="Họ tên (có dấu hay không), mã hộ, mã hồ sơ. Không ghi: lệnh sẽ hỏi.",
    ),
]
Purpose = Annotated[
    str, Option("--for", metavar="ĐỂ-LÀM-GÌ", help="Ghi vào sổ xem dữ liệu cá nhân.")
]
Kind = Annotated[
    RequestKind,
    Argument(
        parser=read_request,
        metavar="YÊU-CẦU",
        help="export (cung cấp), correct (đính chính) hoặc erase (xóa).",
    ),
]
Keys = Annotated[
    list[str],
    Argument(metavar="KHÓA…", help="Các khóa của người ấy, từ antq person find."),
]
Number = Annotated[str, Argument(metavar="SỐ", help="Số yêu cầu, ví dụ YC-2026-001.")]
Why = Annotated[str, Option("--reason", metavar="LÝ-DO", help="Vì sao; được lưu lại.")]
Fields = Annotated[
    list[str] | None,
    Option(
        "--field",
        metavar="TRƯỜNG",
        help="full_name, birth_year, sex, position, head; lệnh hỏi giá trị đúng.",
    ),
]
File = Annotated[
    Path | None,
    Option("--out", parser=Path, metavar="TỆP", help="Ghi JSON ra tệp này."),
]


Within = Annotated[
    str | None,
    Option(
        "--in",
        metavar="ĐƠN-VỊ",
        help="Khu dân cư hoặc xã: tìm hộ theo đầu các chữ của tên chủ hộ.",
    ),
]
Place = Annotated[
    str | None,
    Option(
        "--in",
        metavar="ĐƠN-VỊ",
        help="Khu dân cư hoặc xã: so các hộ. Không ghi: so người được đề nghị, khen.",
    ),
]
OneKey = Annotated[
    str, Argument(metavar="KHÓA", help="Một khóa của cặp, từ antq person alike.")
]
OtherKey = Annotated[str, Argument(metavar="KHÓA", help="Khóa kia của cặp ấy.")]


@app.callback()
def person() -> None:
    """Dữ liệu của một người: tìm, cung cấp, đính chính, xóa theo yêu cầu."""


@app.command("find", cls=Command, options_metavar=OPTIONS)
def find(
    purpose: Purpose,
    name: Name = None,
    place: Within = None,
    on: asked.Day = None,
    *,
    as_json: asked.AsJson = False,
) -> None:
    """Tìm một người ở mọi nơi giữ dữ liệu cá nhân, hoặc một hộ trong một nơi."""
    from cli import person as this  # noqa: PLC0415 - each command imports only its own

    this.find(name, place, purpose, on, as_json=as_json)


@app.command("request", cls=Command, options_metavar=OPTIONS)
def request(kind: Kind, keys: Keys, reason: Why, on: asked.Day = None) -> None:
    """Ghi nhận yêu cầu của một người; thường trực có hai việc với hạn theo luật."""
    from cli import person as this  # noqa: PLC0415 - likewise

    this.request(kind, keys, reason, on)


@app.command("list", cls=Command, options_metavar=OPTIONS)
def listed(*, as_json: asked.AsJson = False) -> None:
    """Kể các yêu cầu, hạn và kết quả."""
    from cli import person as this  # noqa: PLC0415 - likewise

    this.listed(as_json=as_json)


@app.command("answer", cls=Command, options_metavar=OPTIONS)
def answer(number: Number, on: asked.Day = None) -> None:
    """Ghi rằng đã phản hồi người yêu cầu."""
    from cli import person as this  # noqa: PLC0415 - likewise

    this.answer(number, on)


@app.command("export", cls=Command, options_metavar=OPTIONS)
def export(  # noqa: PLR0913 - what may be written after it
    number: Number,
    reason: Why,
    by: asked.Approver,
    out: File = None,
    on: asked.Day = None,
    *,
    as_json: asked.AsJson = False,
) -> None:
    """Cung cấp mọi dữ liệu của người yêu cầu."""
    from cli import person as this  # noqa: PLC0415 - likewise

    this.export(number, this.approval(by, reason), on, out, as_json=as_json)


@app.command("correct", cls=Command, options_metavar=OPTIONS)
def correct(
    number: Number,
    reason: Why,
    by: asked.Approver,
    field: Fields = None,
    on: asked.Day = None,
) -> None:
    """Đính chính dữ liệu ở mọi nơi; bản trước vẫn được giữ."""
    from cli import person as this  # noqa: PLC0415 - likewise

    this.correct(number, field or (), this.approval(by, reason), on)


@app.command("erase", cls=Command, options_metavar=OPTIONS)
def erase(
    number: Number, reason: Why, by: asked.Approver, on: asked.Day = None
) -> None:
    """Xóa dữ liệu của người yêu cầu, trừ điều luật buộc lưu."""
    from cli import person as this  # noqa: PLC0415 - likewise

    this.erase(number, this.approval(by, reason), on)


@app.command("refuse", cls=Command, options_metavar=OPTIONS)
def refuse(
    number: Number, reason: Why, by: asked.Approver, on: asked.Day = None
) -> None:
    """Ghi rằng không làm được yêu cầu, và vì sao."""
    from cli import person as this  # noqa: PLC0415 - likewise

    this.refuse(number, this.approval(by, reason), on)


@app.command("alike", cls=Command, options_metavar=OPTIONS)
def alike(
    purpose: Purpose,
    place: Place = None,
    on: asked.Day = None,
    *,
    as_json: asked.AsJson = False,
) -> None:
    """Kể người, hộ nghi ghi hai lần; chỉ hỏi, không gộp."""
    from cli import lookalikes as this  # noqa: PLC0415 - likewise

    this.alike(place, purpose, on, as_json=as_json)


@app.command("apart", cls=Command, options_metavar=OPTIONS)
def apart(
    one: OneKey, other: OtherKey, reason: Why, by: asked.Approver, on: asked.Day = None
) -> None:
    """Ghi rằng hai khóa không phải là một người, một hộ; không hỏi lại nữa."""
    from cli import lookalikes as this  # noqa: PLC0415 - likewise
    from tasks.persons import Approval  # noqa: PLC0415 - likewise

    this.apart(one, other, Approval(by, reason), on)
