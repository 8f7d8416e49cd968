"""The whole story of one duty of one unit, for an inspector to read."""

from cli import clock, services
from cli.console import CONSOLE, day, heading, line, show_json
from rules.proof import Outcome
from tasks.proof import Proof
from tasks.proof import prove as proven
from tasks.proof_events import Event
from tasks.status import year_at

COLOURS = {
    Outcome.TOLD: "bold green",
    Outcome.TOLD_LATE: "bold yellow",
    Outcome.OUR_FAULT: "bold red",
    Outcome.NOT_YET: "bold",
}


def prove(unit: str, duty: str, year: int | None, *, as_json: bool) -> None:
    today = clock.today()
    with services.database():
        of = year_at(today, year)
        found = proven(unit, duty, of, clock.within(of, today), today)
    if as_json:
        show_json(found)
        return
    _duty(found)
    heading("Diễn biến")
    for event in found.events:
        _event(event)
    heading("Kết luận")
    line(found.verdict.words, style=COLOURS[found.verdict.outcome])


def _duty(found: Proof) -> None:
    heading(f"{found.unit} ({found.code}): {found.duty.title}, kỳ {found.period}")
    mark = " (chưa xác nhận)" if found.unconfirmed else ""
    line(f"Hạn đầu tiên: {day(found.first_due)}, {found.duty.derivation}")
    if found.duty.due != found.first_due:
        line(f"Hạn đang áp dụng: {day(found.duty.due)}")
    line(f"Căn cứ: {found.source}{mark}")
    if found.grace != found.duty.due:
        line(f"Còn tính đúng hạn đến hết ngày {day(found.grace)}")
    line(f"Không nhận kết quả sau ngày {day(found.locks)}")
    line(f"Đầu mối nhận thư hiện nay: {found.mailbox or 'không có'}")
    if found.waits_for:
        line(f"Còn chờ đơn vị: {'; '.join(found.waits_for)}")
    line(f"Tình trạng: {found.duty.state}")


def _event(event: Event) -> None:
    CONSOLE.print()
    hour = f" {event.at:%H:%M}" if event.at else ""
    line(f"{day(event.on)}{hour}  {event.words}")
    for detail in event.details:
        line(detail, 6, "dim")
