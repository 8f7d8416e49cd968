"""Where the year stands, as tables."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from cli import clock, services
from cli.console import day, heading, is_narrow, line, say, show_json, table
from db.contacts import Dead
from rules.timetable import table_of
from tasks.status import Debt, StageLine, Status, Unreachable, stand, year_at


def status(year: int | None, on: date | None, limit: int, *, as_json: bool) -> None:
    today = on or clock.today()
    with services.database():
        of = year_at(today, year)
        found = stand(of, clock.within(of, today), limit)
    if as_json:
        show_json(asdict(found) | {"next_due": found.next_due})
        return
    _stages(found)
    _next(found.next_due)
    _debts(found.debts, found.overdue)
    _unreachable(found.unreachable, limit)
    _dead(found.dead, limit)
    _letters(found)
    _unknown_years(found.unknown_years)


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
        line(f"{day(stage.due)}  {stage.title}")
    if not stages:
        line("Không còn việc nào trong năm.")


def _debts(debts: Sequence[Debt], overdue: int) -> None:
    if not overdue:
        heading("Không đơn vị nào còn nợ việc quá hạn.")
        return
    title = f"Còn nợ việc quá hạn: {overdue}"
    if overdue > len(debts):
        title += f", {len(debts)} việc quá hạn lâu nhất"
    if not debts:
        heading(title)
        return
    columns = ("#Mã", "Đơn vị", "Việc", "#Hạn", "#Chậm", "Trực thuộc")
    shown = columns[:-1] if is_narrow() else columns
    table(title, shown, [_debt(debt)[: len(shown)] for debt in debts])
    say("Chậm tính bằng ngày làm việc.")


def _debt(debt: Debt) -> tuple[str, ...]:
    owed = debt.owed
    late = str(debt.days_late)
    return owed.code, owed.unit, owed.title, day(owed.due), late, owed.manager


def _unreachable(units: Sequence[Unreachable], limit: int) -> None:
    if not units:
        return
    heading(f"Chưa có đầu mối nhận thư: {len(units)} đơn vị")
    named = [f"{unit.code} ({unit.name})" for unit in units[:limit]]
    more = [f"và {len(units) - limit} đơn vị nữa"] if len(units) > limit else []
    line("; ".join(named + more))


def _dead(mailboxes: Sequence[Dead], limit: int) -> None:
    if not mailboxes:
        return
    heading(f"Hộp thư bị trả lại: {len(mailboxes)}")
    for each in mailboxes[:limit]:
        serves = f"nay gửi {each.reached_at}" if each.reached_at else "không gửi được"
        line(
            f"{each.address}, {each.role}, {each.code} ({each.name}), từ"
            f" {day(each.since)}, {serves}. Máy chủ báo: {each.answer}"
        )
    if len(mailboxes) > limit:
        line(f"… và {len(mailboxes) - limit} hộp thư nữa")


def _letters(found: Status) -> None:
    heading("Thư")
    counted = [f"{number} {name}" for name, number in found.letters.items()]
    line("; ".join(counted) or "Chưa có thư nào.")


def _unknown_years(years: Sequence[int]) -> None:
    for year in years:
        heading(f"Chưa có bảng ngày nghỉ năm {year}")
        line(
            f"Ngày làm việc năm {year} tạm tính từ thứ Hai đến thứ Sáu."
            f" Tạo {table_of(year)} theo thông báo nghỉ của năm."
        )
