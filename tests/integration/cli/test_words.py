import re
import subprocess
import sys

import pytest

ENGLISH = re.compile(
    r"\b(usage|options?|commands?|arguments?|show|this|message|exit|default|required"
    r"|missing|invalid|value|error|no such|try|help for|bool|str|int)\b",
    re.IGNORECASE,
)
COMMANDS = ["up", "intake", "stage", "status", "explain", "report", "law", "sample"]
LAW = [["law", each] for each in ("diff", "check", "book")]


@pytest.mark.parametrize("command", [[], *([each] for each in COMMANDS), *LAW])
def test_the_help_of_every_command_is_in_vietnamese(antq, command):
    code, said, _ = antq(*command, "--help")

    assert code == 0
    assert "Cách dùng: antq" in said
    assert "Xem hướng dẫn này." in said
    assert not ENGLISH.findall(said.replace("--help", ""))


@pytest.mark.parametrize(
    ("misuse", "told"),
    [
        (["explan", "X"], "Không có lệnh “explan”. Ý là explain?"),
        (["zzz"], "Không có lệnh “zzz”."),
        (["explain"], "Còn thiếu ĐƠN-VỊ."),
        (["law"], "Còn thiếu lệnh; thêm --help để xem các lệnh."),
        (["law", "dif"], "Không có lệnh “dif”. Ý là diff?"),
        (["--zzz"], "Không có tùy chọn --zzz."),
        (["status", "--yaer", "1"], "Không có tùy chọn --yaer. Ý là --year?"),
        (["status", "--year"], "Sau --year phải ghi một giá trị."),
        (["status", "--json=1"], "Sau --json không ghi giá trị."),
        (
            ["status", "--year", "20x"],
            "Giá trị của --year không nhận được:"  # noqa: ISC004 - one sentence
            " “20x” không phải là năm; ghi như 2026.",
        ),
        (
            ["status", "--on", "2021"],
            "Giá trị của --on không nhận được:"  # noqa: ISC004 - one sentence
            " “2021” không phải là ngày; ghi như 16/11/2021.",
        ),
        (
            ["explain", "Thôn", "1"],
            "Thừa “1”; nếu tên có dấu cách thì đặt trong ngoặc kép.",
        ),
        (
            ["sample", "ha-noi"],
            "Không có mẫu “ha-noi”; các mẫu đang có: binh-thuan-2021, lam-dong-2026.",
        ),
    ],
)
def test_a_misused_command_says_in_vietnamese_what_is_wrong(antq, misuse, told):
    assert antq(*misuse) == (2, "", f"Lỗi: {told}")


def test_no_command_that_only_reads_imports_prefect():
    script = (
        "import sys, cli.app, cli.bounce, cli.status, cli.explain, cli.report"
        ", cli.stage"
        "; sys.exit('prefect' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", script], check=False)  # noqa: S603 - ours

    assert done.returncode == 0
