"""Sample years: name them, write one, live one."""

from pathlib import Path

from typer import BadParameter

import samples
from cli.console import CONSOLE, say, table
from rules.text import number


def sample(name: str | None, scale: str, out: Path | None) -> None:
    if name is None:
        rows = [(key, year.title) for key, year in samples.YEARS.items()]
        table("Các mẫu", ("Tên", "Tỉnh và năm"), rows)
        return
    _check(name)
    size = samples.Scale(scale)
    inbox = out or Path("out", samples.label(name, size), "hop-thu-den")
    with CONSOLE.status("Đang ghi các tệp…"):
        written = samples.write(name, size, inbox)
    done = "Đã ghi" if written.written else "Đã có sẵn, để nguyên"
    say(
        f"{done}: {number(written.workbooks)} bảng tính ({number(written.rows)} dòng),"
        f" {number(written.pledge_files)} tệp cam kết ({number(written.households)} hộ)"
        f" trong “{inbox}”."
    )


def rehearse(name: str, scale: str, *, again: bool) -> None:
    from cli import rehearse as this  # noqa: PLC0415 - it settles the environment first

    _check(name)
    this.rehearse(name, samples.Scale(scale), again=again)


def _check(name: str) -> None:
    if name not in samples.YEARS:
        names = ", ".join(samples.YEARS)
        raise BadParameter(f"Không có mẫu “{name}”; các mẫu đang có: {names}.")
