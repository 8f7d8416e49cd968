"""A review that was made, as tables."""

import os
from pathlib import Path

from typer import BadParameter

from cli import clock, services
from cli.console import day, heading, say, show_json, table
from rules.reporting import reports
from rules.text import number
from tasks.status import Figure, Reviewed, reviewed, year_at
from templates.writing import count, share

SHELF = "giay-to"


def report(period: str, year: int | None, *, as_json: bool) -> None:
    if period not in reports():
        known = " hoặc ".join(f"“{each}”" for each in reports())
        raise BadParameter(f"Không có kỳ “{period}”; ghi {known}.")
    with services.database():
        found = reviewed(year_at(clock.today(), year), period)
        papers = _papers(found)
    if as_json:
        show_json(found)
        return
    heading(f"{found.title} {found.year}, chốt ngày {day(found.made_on)}")
    for title, figures in found.sections.items():
        rows = [(each.label, *_counted(each), each.unit) for each in figures]
        table(title, ("Chỉ tiêu", "#Số lượng", "#Tỷ lệ", "Đơn vị tính"), rows)
    for path in papers:
        say(f"Văn bản: {path}")
    if not papers:
        say("Không thấy văn bản của báo cáo; đặt ANTQ_OUT là nơi đã để văn bản.")


def _papers(found: Reviewed) -> list[Path]:
    folder = Path(os.environ["ANTQ_OUT"]) / SHELF / str(found.year)
    return sorted(folder.glob(f"{found.name}.*"))


def _counted(figure: Figure) -> tuple[str, str]:
    part, whole = figure.numerator, figure.denominator
    if whole is None:
        return count(part), ""
    return f"{number(part)}/{number(whole)}", share(part, whole)
