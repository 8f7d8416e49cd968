"""Who looked at persons' data, as a table."""

from datetime import date, timedelta

from cli import clock, services
from cli.console import day, say, show_json, table
from tasks.access import KIND_NAMES, Seen, seen

LATELY = timedelta(days=30)


def access(since: date | None, limit: int, *, as_json: bool) -> None:
    first = since or clock.today() - LATELY
    with services.database():
        found = seen(clock.begins(first), limit)
    if as_json:
        show_json(found)
        return
    if not found:
        say(f"Từ ngày {day(first)} không ai xem dữ liệu cá nhân.")
        return
    columns = ("#Lúc", "#Ai", "Bằng", "Đã xem", "Để làm gì")
    table(f"Đã xem dữ liệu cá nhân từ ngày {day(first)}", columns, map(_row, found))


def _row(each: Seen) -> tuple[str, ...]:
    at = f"{each.at.astimezone(clock.OFFICE_TIME):%d/%m/%Y %H:%M}"
    shown = f"{each.rows} {KIND_NAMES[each.kind]}, {each.scope}"
    return at, each.actor, each.via, shown, each.purpose
