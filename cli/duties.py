"""Put duties off and let them go, or only tell whom that would concern."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cli import clock, services
from cli.console import CONSOLE, day, line, say, show_json, table
from db.concerned import Concerned
from rules.steering import OBSTACLE_NAMES, Grant, Release, Whom, codes
from rules.timetable import calendar
from rules.units import KIND_NAMES, UnitKind
from tasks.status import year_at
from tasks.steering import Steered, foresee

NAMED = 20
TOLD_NEXT = (
    "Đơn vị đã được báo hạn cũ sẽ được báo hạn mới trong thư tổng hợp"
    " ngày làm việc kế tiếp."
)
NOTHING_CHANGED = "Đây là chạy thử, chưa ghi gì. Bỏ --dry-run để thực hiện."


@dataclass(frozen=True)
class Asked:
    """Which duty of whom, in which year and on which day."""

    duty: str
    whom: Whom
    year: int | None
    on: date | None
    dry_run: bool
    as_json: bool

    @property
    def today(self) -> date:
        return self.on or clock.today()


def whom(
    units: Sequence[str] | None,
    under: str | None,
    kind: UnitKind | None,
    *,
    everyone: bool,
) -> Whom:
    return Whom(codes(units or ()), under, kind, everyone)


def extend(asked: Asked, until: date, reason: str, by: str) -> None:
    grant = Grant(until, reason, by)
    grant.check(asked.today)
    found = _foreseen(asked, until)
    if asked.dry_run:
        _tell(asked, found, f"Sẽ gia hạn “{found.title}” đến {day(until)}")
    else:
        found = _act(asked, found, grant)
        _tell(asked, found, f"Đã gia hạn “{found.title}” đến {day(until)}")
    if found.done and not asked.as_json:
        if found.late:
            say(f"Đã chậm trước khi gia hạn, vẫn ghi là chậm: {found.late} đơn vị.")
        if not calendar().is_working_day(until):
            say(f"Lưu ý: {day(until)} là ngày nghỉ.")
        say(NOTHING_CHANGED if asked.dry_run else TOLD_NEXT)


def waive(asked: Asked, ground: str, by: str) -> None:
    release = Release(ground, by)
    release.check()
    found = _foreseen(asked)
    if asked.dry_run:
        _tell(asked, found, f"Sẽ miễn “{found.title}”")
    else:
        found = _act(asked, found, release)
        _tell(asked, found, f"Đã miễn “{found.title}”")
    if asked.dry_run and not asked.as_json:
        say(NOTHING_CHANGED)


def _foreseen(asked: Asked, until: date | None = None) -> Steered:
    """Look first: what is refused is refused before anything slow starts."""
    with services.database():
        year = year_at(asked.today, asked.year)
        return foresee(year, asked.duty, asked.whom, asked.today, until)


def _act(asked: Asked, found: Steered, act: Grant | Release) -> Steered:
    if not found.done:
        return found
    chosen = {
        "units": list(asked.whom.units),
        "under": asked.whom.under,
        "kind": KIND_NAMES[asked.whom.kind] if asked.whom.kind else None,
        "everyone": asked.whom.everyone,
        "today": asked.today,
    }
    with CONSOLE.status(f"{found.title}…"), services.prefect():
        from flows import duties  # noqa: PLC0415 - slow, and after the settings

        flow = duties.extend_duty if isinstance(act, Grant) else duties.waive_duty
        return asyncio.run(_run(flow, found, {**vars(act), **chosen}))


async def _run(
    flow: Callable[..., Awaitable[Steered]],
    found: Steered,
    chosen: Mapping[str, object],
) -> Steered:
    return await flow(found.year, found.key, **chosen)


def _tell(asked: Asked, found: Steered, title: str) -> None:
    if asked.as_json:
        show_json(found)
        return
    if not found.done:
        say(f"Không có đơn vị nào đổi: “{found.title}”, năm {found.year}.")
    else:
        rows = [_row(each) for each in found.done[:NAMED]]
        table(f"{title}: {len(found.done)} đơn vị", ("#Mã", "Đơn vị", "#Hạn cũ"), rows)
        _more(len(found.done))
    if found.passed:
        say(f"Không đổi: {len(found.passed)} đơn vị.")
    for each in found.passed[:NAMED]:
        why = OBSTACLE_NAMES[each.obstacle] if each.obstacle else ""
        line(f"{each.code} ({each.name}): {why}")
    _more(len(found.passed))


def _row(each: Concerned) -> tuple[str, str, str]:
    return each.code, each.name, day(each.due) if each.due else ""


def _more(number: int) -> None:
    if number > NAMED:
        line(f"… và {number - NAMED} đơn vị nữa (xem đủ: thêm --json)")
