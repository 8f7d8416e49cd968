"""Put a duty off, or let it go, for the units that are meant."""

from collections import Counter

from prefect import flow

from flows.clock import office_day
from flows.parameters import (
    Approver,
    Codes,
    DueOn,
    Duty,
    Everyone,
    Ground,
    Kind,
    Reason,
    Today,
    Under,
    Year,
)
from flows.showing import show_counts
from rules.steering import OBSTACLE_NAMES, Grant, Release, Whom, codes
from rules.units import KIND_BY_NAME
from tasks import duties
from tasks.steering import Steered


@flow(name="Gia hạn", flow_run_name="Gia hạn {duty} năm {year}")
async def extend_duty(  # noqa: PLR0913, PLR0917 - the fields of a form
    year: Year,
    duty: Duty,
    until: DueOn,
    reason: Reason,
    approved_by: Approver,
    units: Codes = None,
    under: Under = None,
    kind: Kind = None,
    everyone: Everyone = False,  # noqa: FBT002 - likewise
    today: Today = None,
) -> Steered:
    """Lùi hạn một việc cho các đơn vị được chọn. Chậm từ trước vẫn ghi là chậm."""
    whom = _whom(units, under, kind, everyone=everyone)
    grant = Grant(until, reason, approved_by)
    done = duties.extend_duty(year, duty, whom, grant, office_day(today))
    await _show(f"gia-han-{year}", f"Gia hạn đến {until:%d/%m/%Y}", done)
    return done


@flow(name="Miễn việc", flow_run_name="Miễn {duty} năm {year}")
async def waive_duty(  # noqa: PLR0913, PLR0917 - likewise
    year: Year,
    duty: Duty,
    ground: Ground,
    by: Approver,
    units: Codes = None,
    under: Under = None,
    kind: Kind = None,
    everyone: Everyone = False,  # noqa: FBT002 - likewise
    today: Today = None,
) -> Steered:
    """Miễn một việc cho các đơn vị được chọn: không nhắc, không tính vào mẫu số nữa."""
    whom = _whom(units, under, kind, everyone=everyone)
    done = duties.waive_duty(year, duty, whom, Release(ground, by), office_day(today))
    await _show(f"mien-viec-{year}", "Được miễn", done)
    return done


def _whom(units: Codes, under: Under, kind: Kind, *, everyone: Everyone) -> Whom:
    of_kind = KIND_BY_NAME[kind] if kind else None
    return Whom(codes(units or ()), under or None, of_kind, everyone)


async def _show(key: str, title: str, done: Steered) -> None:
    passed = Counter(
        OBSTACLE_NAMES[each.obstacle] for each in done.passed if each.obstacle
    )
    counts = {title: len(done.done)} | {
        f"Không đổi: {why}": number for why, number in passed.items()
    }
    name = f"{key}-{done.key.replace('_', '-')}"
    await show_counts(name, f"{done.title}, năm {done.year}", counts)
