"""Where the year stands, as tables."""

from collections.abc import Sequence
from datetime import date

from cli import clock, services
from cli.console import CONSOLE, day, heading, say, show_json, table
from tasks.status import Debt, StageLine, Status, Unreachable, stand, year_at

NAMED = 10


def status(year: int | None, on: date | None, limit: int, *, as_json: bool) -> None:
    today = on or clock.today()
    with services.database():
        of = year_at(today, year)
        found = stand(of, clock.within(of, today), limit)
    if as_json:
        show_json(found)
        return
    _stages(found)
    _next(found.next_due)
    _debts(found.debts, found.overdue)
    _unreachable(found.unreachable)
    _letters(found)


def _stages(found: Status) -> None:
    rows = [
        (
            stage.title,
            stage.status,
            day(stage.due),
            "; ".join(f"{each.tier} {each.done}/{each.total}" for each in stage.shares),
            str(stage.late or ""),
        )
        for stage in found.stages
    ]
    title = f"Năm {found.year}, đến ngày {day(found.on)}"
    table(title, ("Giai đoạn", "Tình trạng", "#Hạn", "Đã xong", "#Chậm"), rows)


def _next(stages: Sequence[StageLine]) -> None:
    heading("Hạn sắp tới")
    for stage in stages:
        CONSOLE.print(f"  {day(stage.due)}  {stage.title}", markup=False)
    if not stages:
        say("  Không còn việc nào trong năm.")


def _debts(debts: Sequence[Debt], overdue: int) -> None:
    if not overdue:
        heading("Không đơn vị nào còn nợ việc quá hạn.")
        return
    title = f"Còn nợ việc quá hạn: {overdue}"
    if overdue > len(debts):
        title += f", {len(debts)} việc quá hạn lâu nhất"
    columns = ("Mã", "Đơn vị", "Trực thuộc", "Việc", "#Hạn", "#Chậm (ngày)")
    rows = [
        (
            debt.owed.code,
            debt.owed.unit,
            debt.owed.manager,
            debt.owed.title,
            day(debt.owed.due),
            str(debt.days_late),
        )
        for debt in debts
    ]
    if debts:
        table(title, columns, rows)
    else:
        heading(title)


def _unreachable(units: Sequence[Unreachable]) -> None:
    if not units:
        return
    heading(f"Chưa có đầu mối nhận thư: {len(units)} đơn vị")
    named = [f"{unit.code} ({unit.name})" for unit in units[:NAMED]]
    more = [f"và {len(units) - NAMED} đơn vị nữa"] if len(units) > NAMED else []
    CONSOLE.print("  " + "; ".join(named + more), markup=False)


def _letters(found: Status) -> None:
    heading("Thư")
    counted = [f"{number} {name}" for name, number in found.letters.items()]
    say("  " + ("; ".join(counted) or "Chưa có thư nào."))
