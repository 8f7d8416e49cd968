"""The secretariat's acts: list them, do one."""

import asyncio
from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING

from typer import BadParameter

from cli import clock, services
from cli.console import CONSOLE, day, say, show_json, table
from tasks import turns
from tasks.status import year_at
from tasks.turns import ActLine, UnitsLine

if TYPE_CHECKING:
    from cli.acts import Act

ROUTINES = {
    "start_year": "Bắt đầu năm: chốt lịch từ rules/cycles",
    "run_day": "Việc trong ngày: mở, nhắc, khép giai đoạn; ghi quyết định",
    "send_letters": "Chuyển thư đang chờ tới máy chủ thư",
    "read_bounces": "Đọc thư báo lỗi trong hộp thư IMAP",
}


def stage(
    name: str | None, year: int | None, on: date | None, *, as_json: bool
) -> None:
    today = on or clock.today()
    with services.database():
        if name in ROUTINES:
            _do(name, ROUTINES[name], year or today.year, "", today)
            return
        of = year_at(today, year)
        acts = turns.acts(of, clock.within(of, today))
        if name is None:
            _show(
                acts, turns.of_units(of, clock.within(of, today)), of, as_json=as_json
            )
            return
        chosen = _chosen(acts, name, of, clock.within(of, today))
        # Refused at once, before anything slow starts.
        turns.check_turn(of, chosen.act, chosen.period)
        _do(chosen.act, chosen.title, of, chosen.period, today)


def _chosen(acts: Sequence[ActLine], name: str, year: int, on: date) -> ActLine:
    """Find an act by its key or by its number in the list."""
    for number, act in enumerate(acts, start=1):
        if name in (act.key, str(number)):
            return act
    keys = [*(act.key for act in acts), *ROUTINES]
    for number, duty in enumerate(turns.of_units(year, on), start=len(acts) + 1):
        if name in (duty.key, str(number)):
            raise BadParameter(
                f"“{duty.title}” là việc của đơn vị: đơn vị gửi tệp, thường trực nhận"
                " bằng antq intake."
            )
    near = get_close_matches(name, keys)
    hint = f" Ý là {' hay '.join(near)}?" if near else " Xem các việc: antq stage."
    raise BadParameter(f"Không có việc “{name}” trong năm.{hint}")


def _do(act: str, title: str, year: int, period: str, today: date) -> None:
    with CONSOLE.status(f"{title}…"), services.prefect():
        from cli import acts  # noqa: PLC0415 - slow: imports the flows

        every = {**acts.ACTS, **acts.ROUTINES}
        asyncio.run(_run(every[act], year, period, today))
    say(f"Đã xong: {title} (năm {year}, ngày {day(today)}).")


async def _run(act: "Act", year: int, period: str, today: date) -> None:
    await act(year, period, today)


def _show(
    acts: Sequence[ActLine], units: Sequence[UnitsLine], year: int, *, as_json: bool
) -> None:
    if as_json:
        show_json(acts)
        return
    columns = ("#Số", "#Khóa", "Việc", "#Hạn", "Tình trạng")
    every: list[ActLine | UnitsLine] = [*acts, *units]
    rows = [
        (str(number), each.key, each.title, day(each.due), each.state)
        for number, each in enumerate(every, start=1)
    ]
    table(f"Các việc của thường trực, năm {year}", columns, rows[: len(acts)])
    table(f"Các việc của đơn vị, năm {year}", columns, rows[len(acts) :])
    table("Việc thường ngày", ("Khóa", "Việc"), list(ROUTINES.items()))
    say("Làm một việc của thường trực: antq stage KHÓA (hoặc số thứ tự).")
    say("Gia hạn, miễn một việc: antq extend KHÓA, antq waive KHÓA (hoặc số thứ tự).")
