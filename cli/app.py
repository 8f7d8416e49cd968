"""The `antq` command: every command's name, what may follow it, and its help."""

import sys
from collections.abc import Callable, Sequence
from typing import TypeVar

from typer import Abort, Context, Typer
from typer.exceptions import TyperException

from cli import arguments as asked
from cli import law_app, person_app
from cli.console import TROUBLE, trouble
from cli.words import OPTIONS, Command, Group, reworded
from rules.errors import AntqError

REFUSED, MISUSED, INTERRUPTED = 1, 2, 130
SERVING = "Vận hành"
LOOKING = "Xem"
TRYING = "Dùng thử"

_Command = TypeVar("_Command", bound=Callable[..., None])

app = Typer(
    name="antq",
    cls=Group,
    add_completion=False,
    pretty_exceptions_enable=False,
    options_metavar=OPTIONS,
    subcommand_metavar="LỆNH …",
    rich_markup_mode="rich",
)


@app.callback(invoke_without_command=True)
def antq(context: Context) -> None:
    """Phong trào toàn dân bảo vệ an ninh Tổ quốc: theo dõi, xét, báo cáo cả năm.

    Xem hướng dẫn của từng lệnh: antq LỆNH --help.
    """
    if context.invoked_subcommand is None:
        context.get_help()


def command(name: str, panel: str) -> Callable[[_Command], _Command]:
    return app.command(
        name, cls=Command, options_metavar=OPTIONS, rich_help_panel=panel
    )


@command("up", SERVING)
def up() -> None:
    """Mở cơ sở dữ liệu, trang Prefect, lịch chạy và nơi nhận thư; dừng bằng Ctrl-C."""
    from cli import up as this  # noqa: PLC0415 - each command imports only its own

    this.up()


@command("watch", SERVING)
def watch() -> None:
    """Canh một lần: việc trong ngày có chạy, thư có gửi đi; hỏng thì báo động ngay."""
    from cli import watch as this  # noqa: PLC0415 - likewise

    this.watch()


@command("intake", SERVING)
def intake(
    paths: asked.Files,
    on: asked.Day = None,
    *,
    commit: asked.Commit = False,
    again: asked.Retake = False,
    as_json: asked.AsJson = False,
) -> None:
    """Thử nhận các tệp đơn vị gửi: kể thay đổi và chỗ cần sửa; --commit thì nhận."""
    from cli import intake as this  # noqa: PLC0415 - likewise

    this.intake(paths, on, commit=commit, again=again, as_json=as_json)


@command("forms", SERVING)
def forms(  # noqa: PLR0913 - what may be written after it
    folder: asked.Folder,
    unit: asked.Codes = None,
    duty: asked.MaybeDuty = None,
    year: asked.Year = None,
    on: asked.Day = None,
    *,
    blank: asked.Blank = False,
    as_json: asked.AsJson = False,
) -> None:
    """Ghi biểu Excel đã điền sẵn cho từng đơn vị còn nợ việc, để gửi và nhận lại."""
    from cli import forms as this  # noqa: PLC0415 - likewise

    meant = this.Asked(duty, unit or (), year, on, blank=blank)
    this.forms(folder, meant, as_json=as_json)


@command("stage", SERVING)
def stage(
    name: asked.Stage = None,
    year: asked.Year = None,
    on: asked.Day = None,
    *,
    as_json: asked.AsJson = False,
) -> None:
    """Kể các việc của thường trực trong năm, hoặc làm một việc: antq stage VIỆC."""
    from cli import stage as this  # noqa: PLC0415 - likewise

    this.stage(name, year, on, as_json=as_json)


@command("bounce", SERVING)
def bounce(
    paths: asked.Letters = None, on: asked.Day = None, *, as_json: asked.AsJson = False
) -> None:
    """Đọc thư báo lỗi của máy chủ thư: thư nào bị trả lại, hộp thư nào đã hỏng."""
    from cli import bounce as this  # noqa: PLC0415 - likewise

    this.bounce(paths or (), on, as_json=as_json)


@command("extend", SERVING)
def extend(  # noqa: PLR0913, PLR0917 - what may be written after it
    name: asked.Duty,
    until: asked.NewDue,
    reason: asked.Reason,
    by: asked.Approver,
    unit: asked.Codes = None,
    under: asked.Under = None,
    kind: asked.Kind = None,
    year: asked.Year = None,
    on: asked.Day = None,
    *,
    everyone: asked.Everyone = False,
    dry_run: asked.DryRun = False,
    as_json: asked.AsJson = False,
) -> None:
    """Gia hạn một việc cho một đơn vị hoặc nhiều đơn vị cùng lúc."""
    from cli import duties as this  # noqa: PLC0415 - likewise

    whom = this.whom(unit, under, kind, everyone=everyone)
    meant = this.Asked(name, whom, year, on, dry_run=dry_run, as_json=as_json)
    this.extend(meant, until, reason, by)


@command("waive", SERVING)
def waive(  # noqa: PLR0913, PLR0917 - likewise
    name: asked.Duty,
    ground: asked.Ground,
    by: asked.Approver,
    unit: asked.Codes = None,
    under: asked.Under = None,
    kind: asked.Kind = None,
    year: asked.Year = None,
    on: asked.Day = None,
    *,
    everyone: asked.Everyone = False,
    dry_run: asked.DryRun = False,
    as_json: asked.AsJson = False,
) -> None:
    """Miễn một việc cho đơn vị: không nhắc nữa, không tính vào mẫu số."""
    from cli import duties as this  # noqa: PLC0415 - likewise

    whom = this.whom(unit, under, kind, everyone=everyone)
    meant = this.Asked(name, whom, year, on, dry_run=dry_run, as_json=as_json)
    this.waive(meant, ground, by)


@command("purge", SERVING)
def purge(
    on: asked.Day = None,
    by: asked.Decider = None,
    *,
    commit: asked.Commit = False,
    as_json: asked.AsJson = False,
) -> None:
    """Kể dữ liệu cá nhân hết thời hạn lưu; xóa khi có --commit."""
    from cli import purge as this  # noqa: PLC0415 - likewise

    this.purge(on, by, commit=commit, as_json=as_json)


@command("status", LOOKING)
def status(
    year: asked.Year = None,
    on: asked.Day = None,
    limit: asked.AtMost = 20,
    *,
    as_json: asked.AsJson = False,
) -> None:
    """Xem năm đang ở đâu: từng giai đoạn, ai còn nợ việc, hạn sắp tới, thư."""
    from cli import status as this  # noqa: PLC0415 - likewise

    this.status(year, on, limit, as_json=as_json)


@command("explain", LOOKING)
def explain(
    unit: asked.UnitAsked,
    year: asked.Year = None,
    *,
    paper: asked.OnPaper = False,
    as_json: asked.AsJson = False,
) -> None:
    """Xem vì sao đơn vị, hồ sơ khen thưởng đạt hay chưa: tiêu chí, căn cứ, số liệu."""
    from cli import explain as this  # noqa: PLC0415 - likewise

    this.explain(unit, year, on_paper=paper, as_json=as_json)


@command("prove", LOOKING)
def prove(
    unit: asked.UnitOnly,
    duty: asked.Duty,
    year: asked.Year = None,
    *,
    as_json: asked.AsJson = False,
) -> None:
    """Xem đã báo đơn vị một việc chưa: từng lần báo, máy chủ thư trả lời gì."""
    from cli import prove as this  # noqa: PLC0415 - likewise

    this.prove(unit, duty, year, as_json=as_json)


@command("access", LOOKING)
def access(
    since: asked.Since = None,
    limit: asked.AtMost = 20,
    *,
    as_json: asked.AsJson = False,
) -> None:
    """Xem ai đã xem dữ liệu cá nhân: lúc nào, bao nhiêu dòng, để làm gì."""
    from cli import access as this  # noqa: PLC0415 - likewise

    this.access(since, limit, as_json=as_json)


@command("report", LOOKING)
def report(
    period: asked.Period = "Năm",
    year: asked.Year = None,
    *,
    as_json: asked.AsJson = False,
) -> None:
    """Xem báo cáo sơ kết 6 tháng hoặc tổng kết năm đã lập."""
    from cli import report as this  # noqa: PLC0415 - likewise

    this.report(period, year, as_json=as_json)


@command("simulate", TRYING)
def simulate(
    law: asked.Draft,
    year: asked.Years = None,
    limit: asked.AtMost = 20,
    *,
    as_json: asked.AsJson = False,
) -> None:
    """Thử một dự thảo quy định trên số liệu năm đã qua: đơn vị nào đổi kết quả."""
    from cli import simulate as this  # noqa: PLC0415 - likewise

    this.simulate(law, year, limit, as_json=as_json)


for group, panel in ((law_app.app, LOOKING), (person_app.app, SERVING)):
    app.add_typer(group, rich_help_panel=panel, subcommand_metavar="LỆNH …")


@command("sample", TRYING)
def sample(
    name: asked.MaybeSample = None, scale: asked.Scale = "full", out: asked.Out = None
) -> None:
    """Ghi các tệp mà đơn vị của một tỉnh mẫu sẽ gửi trong năm."""
    from cli import sample as this  # noqa: PLC0415 - likewise

    this.sample(name, scale, out)


@command("rehearse", TRYING)
def rehearse(
    name: asked.Sample, scale: asked.Scale = "full", *, again: asked.Again = False
) -> None:
    """Sống trọn một năm mẫu: nhận tệp, làm mọi việc, gửi thư vào hộp thư trên máy."""
    from cli import sample as this  # noqa: PLC0415 - likewise

    this.rehearse(name, scale, again=again)


def run(arguments: Sequence[str]) -> int:
    """Run one command line; return the code to leave with."""
    try:
        code = app(list(arguments), prog_name="antq", standalone_mode=False)
    except AntqError as problem:
        trouble(str(problem))
        return REFUSED
    except TyperException as problem:
        trouble(reworded(problem.format_message()))
        return MISUSED
    except Abort:
        code = INTERRUPTED
    if code == INTERRUPTED:
        TROUBLE.print("Đã dừng theo yêu cầu; việc dở dang không được ghi.")
    return code or 0


def main() -> None:
    sys.exit(run(sys.argv[1:]))
