"""Where the year stands, for leadership: counts by stage and tier."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from db import cycle, progress
from db.progress import Progress
from db.session import transaction
from rules.cycle import STATUS_NAMES
from rules.units import TIER_NAMES, Tier


def stage_table(year: int, day: date) -> list[Mapping[str, str]]:
    """Return a row a stage: status, dates, n/N by tier, how many are late."""
    with transaction() as session:
        by_stage: dict[int, list[Progress]] = defaultdict(list)
        for each in progress.by_tier(session, year, day):
            by_stage[each.stage_id].append(each)
        return [
            {
                "Giai đoạn": stage.title,
                "Tình trạng": STATUS_NAMES[stage.status],
                "Mở": f"{stage.opens:%d/%m/%Y}",
                "Hạn": f"{stage.due:%d/%m/%Y}",
                "Đã xong": "; ".join(_share(each) for each in by_stage[stage.id]),
                "Chậm": str(sum(each.late for each in by_stage[stage.id])),
            }
            for stage in cycle.due_stages(session, year)
        ]


def _share(each: Progress) -> str:
    return f"{TIER_NAMES[Tier(each.tier)]} {each.done}/{each.total}"
