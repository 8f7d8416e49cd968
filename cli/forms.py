"""Write the workbooks that units fill in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cli import clock, services
from cli.console import CONSOLE, line, say, show_json
from rules.steering import codes
from tasks.forms import write_forms
from tasks.status import year_at


@dataclass(frozen=True)
class Asked:
    """Whose workbooks of which duty."""

    duty: str | None
    units: Sequence[str]
    year: int | None
    on: date | None


def forms(folder: Path, asked: Asked, *, as_json: bool) -> None:
    today = asked.on or clock.today()
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
