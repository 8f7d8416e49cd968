"""Write the workbooks that units fill in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cli import clock, services
from cli.console import CONSOLE, line, say, show_json
from rules.errors import UnclearRequestError
from rules.steering import codes
from tasks.blank_forms import write_blanks
from tasks.forms import write_forms
from tasks.status import year_at


@dataclass(frozen=True)
class Asked:
    """Whose workbooks of which duty."""

    duty: str | None
    units: Sequence[str]
    year: int | None
    on: date | None
    blank: bool = False


def forms(folder: Path, asked: Asked, *, as_json: bool) -> None:
    today = asked.on or clock.today()
    if asked.blank:
        _blanks(folder, asked, today, as_json=as_json)
        return
    with services.database(), CONSOLE.status("Đang ghi biểu…"):
        year = year_at(today, asked.year)
        units = codes(asked.units)
        written = write_forms(folder, year, asked.duty, units, today)
    if as_json:
        show_json(written)
        return
    if written.workbooks:
        say(
            f"Đã ghi {written.workbooks} biểu của {written.units} đơn vị"
            f" vào “{folder}”."
        )
    else:
        say("Không có biểu nào phải ghi: không đơn vị nào còn nợ việc này.")
    for code in written.owing_nothing:
        line(f"- {code.upper()}: không có việc nào cần biểu")


def _blanks(folder: Path, asked: Asked, today: date, *, as_json: bool) -> None:
    if asked.duty or asked.units:
        raise UnclearRequestError(
            "--blank ghi biểu trống cho mọi đơn vị: không ghi kèm --duty, --unit."
        )
    with services.database(), CONSOLE.status("Đang ghi biểu…"):
        written = write_blanks(folder, asked.year or today.year, today)
    if as_json:
        show_json({"folder": folder, "workbooks": [path.name for path in written]})
        return
    say(f"Đã ghi {len(written)} biểu trống vào “{folder}”:")
    for path in written:
        line(f"- {path.name}")
