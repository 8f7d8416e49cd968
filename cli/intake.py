"""Take in what units sent, and tell what must be put right."""

import asyncio
from datetime import date
from pathlib import Path

from cli import clock, services
from cli.console import line, say, show_json
from cli.progress import progress_of_intake
from rules.errors import UnreadableFileError


def intake(path: Path, on: date | None, *, as_json: bool) -> None:
    if not path.exists():
        raise UnreadableFileError(f"Không thấy tệp hoặc thư mục “{path}”.")
    day = on or clock.today()
    with progress_of_intake(), services.prefect():
        from flows.intake import take_in  # noqa: PLC0415 - slow, and after the settings

        taken = asyncio.run(take_in(path.absolute(), day))
    if as_json:
        show_json(taken)
        return
    if not taken.files:
        say("Không có tệp mới: các tệp này đã nhận từ trước.")
        return
    say(
        f"Đã nhận {taken.files} tệp: {taken.rows} dòng, {taken.households} hộ gia đình"
        f" mới hoặc thay đổi; {taken.issues} chỗ cần sửa."
    )
    for problem in taken.problems:
        line(f"- {problem}", 0, "yellow")
    if unshown := taken.issues - len(taken.problems):
        say(f"… và {unshown} chỗ nữa; thư mời sửa gửi đơn vị kể đủ.")
    if taken.warnings:
        say(f"Đã nhận, đề nghị kiểm tra lại {taken.warnings} chỗ:")
    for doubt in taken.doubts:
        line(f"- {doubt}", 0, "yellow")
    if unshown := taken.warnings - len(taken.doubts):
        say(f"… và {unshown} chỗ nữa; thư gửi đơn vị kể đủ.")
