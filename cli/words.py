"""Have the library of the command line speak Vietnamese."""

import re

from typer import rich_utils
from typer._click import Context, HelpFormatter, Parameter
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

rich_utils.ARGUMENTS_PANEL_TITLE = "Cần cho biết"
rich_utils.OPTIONS_PANEL_TITLE = "Tùy chọn"
rich_utils.COMMANDS_PANEL_TITLE = "Các lệnh"
rich_utils.DEFAULT_STRING = "[mặc định: {}]"
rich_utils.REQUIRED_LONG_STRING = "[bắt buộc]"

USAGE = "Cách dùng: "
OPTIONS = "[TÙY CHỌN]"
HELP = "Xem hướng dẫn này."

#: What the library says of a wrong command line, and what we say instead.
MISUSES = (
    (r"No such command '(.*?)'\. Did you mean (.*)\?", "Không có lệnh “{}”. Ý là {}?"),
    (r"No such command '(.*?)'\.?", "Không có lệnh “{}”."),
    (
        r"No such option: (\S+) \(Possible options: (.*)\)",
        "Không có tùy chọn {}. Ý là {}?",
    ),
    (r"No such option: (\S+)", "Không có tùy chọn {}."),
    (r"Option '(\S+)' requires an argument\.", "Sau {} phải ghi một giá trị."),
    (r"Option '(\S+)' does not take a value\.", "Sau {} không ghi giá trị."),
    (r"Missing command\.", "Còn thiếu lệnh; thêm --help để xem các lệnh."),
    (r"Missing argument '(.*?)'\..*", "Còn thiếu {}."),
    (r"Missing option '(.*?)'\..*", "Còn thiếu tùy chọn {}."),
    (
        r"Got unexpected extra argument\(s\) \((.*)\)",
        "Thừa “{}”; nếu tên có dấu cách thì đặt trong ngoặc kép.",
    ),
    (r"Invalid value for (.*?): (.*)", "Giá trị của {} không nhận được: {}"),
    (r"Invalid value: (.*)", "{}"),
)


def reworded(message: str) -> str:
    """Say in Vietnamese what the library found wrong with a command line."""
    for pattern, words in MISUSES:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return words.format(*(part.replace("'", "") for part in found.groups()))
    return message


class Command(TyperCommand):
    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        formatter.write_usage(
            ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), USAGE
        )

    def get_params(self, ctx: Context) -> list[Parameter]:
        return _in_vietnamese(super().get_params(ctx))


class Group(TyperGroup):
    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        formatter.write_usage(
            ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), USAGE
        )

    def get_params(self, ctx: Context) -> list[Parameter]:
        return _in_vietnamese(super().get_params(ctx))


def _in_vietnamese(parameters: list[Parameter]) -> list[Parameter]:
    """Explain the option of help, and leave out the types, which are Python's."""
    for each in parameters:
        if isinstance(each, TyperArgument):
            # The library asks it for nothing else than the type to be shown.
            setattr(each, "display_type_rich", lambda **_: None)  # noqa: B010 - a method
        elif isinstance(each, TyperOption):
            each.metavar = each.metavar or ""
            each.help = HELP if each.name == "help" else each.help
    return parameters
