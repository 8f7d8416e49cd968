"""Time served: calendar months between dates, no day counted twice."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

Span = tuple[date, date]  # the day after the second is not reached: half-open

MONTHS_IN_A_YEAR = 12


class Post(StrEnum):
    LEADER = "leader"
    SECURITY_TEAM = "security_team"
    CIVIL_GUARD = "civil_guard"
    SEMI_PROFESSIONAL_POLICE = "semi_professional_police"
    UNIT_GUARD = "unit_guard"


POST_NAMES = {
    Post.LEADER: "Lãnh đạo",
    Post.SECURITY_TEAM: "Tổ bảo vệ an ninh, trật tự",
    Post.CIVIL_GUARD: "Bảo vệ dân phố",
    Post.SEMI_PROFESSIONAL_POLICE: "Công an xã bán chuyên trách",
    Post.UNIT_GUARD: "Bảo vệ cơ quan, doanh nghiệp nhà nước",
}


@dataclass(frozen=True, slots=True)
class Service:
    """A post held from a day to a day, both served; without an end, still held."""

    post: Post
    served_from: date
    served_to: date | None = None
    special_area: bool = False

    @property
    def backwards(self) -> bool:
        return self.served_to is not None and self.served_to < self.served_from


@dataclass(frozen=True, slots=True)
class Counting:
    """Up to which day, from which day, and how time is counted."""

    until: date
    since: date | None  # the end of a disciplinary period: earlier time is lost
    special_area_factor: int
    days_in_a_month: int


def months_served(services: Iterable[Service], counting: Counting) -> int:
    """Count whole months; time in special areas counts again for each extra factor."""
    served = list(services)
    special = [service for service in served if service.special_area]
    again = counting.special_area_factor - 1
    lengths = _lengths(served, counting) + again * _lengths(special, counting)
    odd = [days for _, days in lengths if days]
    # Only days left over from several spans make a month: one span is short of it.
    whole = sum(odd) // counting.days_in_a_month if len(odd) > 1 else 0
    return sum(months for months, _ in lengths) + whole


def months_between(start: date, end: date) -> tuple[int, int]:
    """Count months and the days left over, the first day not counted.

    A month is full on the same day number, or on the last day of a shorter month:
    29/02/2016 to 28/02/2026 is ten years.
    """
    months = (end.year - start.year) * MONTHS_IN_A_YEAR + end.month - start.month
    if _months_after(start, months) > end:
        months -= 1
    return months, (end - _months_after(start, months)).days


def _months_after(start: date, months: int) -> date:
    years, month = divmod(start.month - 1 + months, MONTHS_IN_A_YEAR)
    year = start.year + years
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


def _lengths(services: Iterable[Service], counting: Counting) -> list[tuple[int, int]]:
    return [months_between(start, end) for start, end in _spans(services, counting)]


def _spans(services: Iterable[Service], counting: Counting) -> list[Span]:
    """Clip to the days that count, and melt what overlaps or adjoins into one."""
    merged: list[Span] = []
    for start, end in sorted(_clipped(service, counting) for service in services):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif start < end:
            merged.append((start, end))
    return merged


def _clipped(service: Service, counting: Counting) -> Span:
    start = max(service.served_from, counting.since or service.served_from)
    if service.served_to is None:
        return start, counting.until
    return start, min(service.served_to + timedelta(days=1), counting.until)
