"""The households' pledges: one list a commune, then what changed since."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from samples.households import Area, areas
from samples.organisation import Unit
from samples.sample import DAY, Sample
from samples.words import householders

HEADER = "ma_ho,chu_ho,ma_khu_dan_cu,dang_cu_tru,ngay_cam_ket"
LATE_AREAS = 0.04  # share that misses its commune's first list


@dataclass(frozen=True)
class PledgeFile:
    day: date
    commune: str
    lines: Sequence[str]
    part: str = ""

    @property
    def name(self) -> str:
        part = f"_{self.part}" if self.part else ""
        return f"cam-ket_{self.commune}{part}.csv"


@dataclass(frozen=True)
class _Days:
    """The days a commune sends: its list, more before the review, more after."""

    opens: date
    first: date
    midyear: date
    autumn: date


def files(sample: Sample) -> Iterator[PledgeFile]:
    by_commune: dict[str, list[Area]] = defaultdict(list)
    for area in areas(sample):
        by_commune[str(area.unit.territory)].append(area)
    for commune in sample.organisation.communes:
        yield from _of_commune(sample, commune, by_commune[commune.code])


def of_first_commune(sample: Sample) -> Iterator[PledgeFile]:
    commune = sample.organisation.communes[0]
    own = [each for each in areas(sample) if each.unit.territory == commune.code]
    return _of_commune(sample, commune, own)


def _of_commune(
    sample: Sample, commune: Unit, own: Sequence[Area]
) -> Iterator[PledgeFile]:
    days = _days(sample, commune)
    lists: dict[date, list[str]] = {days.first: [], days.midyear: [], days.autumn: []}
    for area in own:
        luck = sample.dice("pledges", area.unit.code)
        late = luck.random() < LATE_AREAS
        first, midyear, autumn = _lines(luck, area, days)
        lists[days.midyear if late else days.first] += first
        lists[days.midyear] = _replaced(lists[days.midyear], midyear)
        lists[days.autumn] += autumn
    for day, lines in lists.items():
        if lines:
            yield PledgeFile(day, commune.code, lines)


def _days(sample: Sample, commune: Unit) -> _Days:
    luck, stage = sample.dice("pledge days", commune.code), sample.stages["pledges"]
    due, midyear = stage.due.day, sample.year.midyear
    return _Days(
        stage.opens,
        sample.rush(luck, stage.opens + 5 * DAY, due),
        sample.date_between(luck, due + 5 * DAY, midyear - DAY),
        sample.date_between(luck, sample.day(9, 15), sample.day(10, 29)),
    )


def _replaced(lines: list[str], newer: list[str]) -> list[str]:
    """Join two lists of one file, in which a household may stand only once."""
    codes = {line.partition(",")[0] for line in newer}
    return [line for line in lines if line.partition(",")[0] not in codes] + newer


def _lines(
    luck: Random, area: Area, days: _Days
) -> tuple[list[str], list[str], list[str]]:
    code, residing = area.unit.code, area.residing
    total = residing + area.elsewhere + area.moved_in
    names = luck.choices(householders(), k=total)
    early = luck.choices(_dates(days.opens, days.first), k=total)
    waiting = luck.sample(range(residing), area.unpledged_first)
    never, later = waiting[: area.unpledged_end], waiting[area.unpledged_midyear :]
    in_autumn = waiting[area.unpledged_end : area.unpledged_midyear]
    unpledged = set(waiting)

    def line(n: int, day: str, residing: int = 1) -> str:
        return f"{code}-{n + 1:05},{names[n]},{code},{residing},{day}"

    first = [line(n, "" if n in unpledged else early[n]) for n in range(residing)] + [
        line(residing + n, "", 0) for n in range(area.elsewhere)
    ]
    spring = luck.choices(_dates(days.first, days.midyear), k=len(later))
    midyear = [line(n, day) for n, day in zip(later, spring, strict=True)]
    away = _leaving(luck, area, set(never))
    dates = _dates(days.midyear, days.autumn)
    autumn = [line(n, luck.choice(dates)) for n in in_autumn if n not in away]
    autumn += [line(n, "", 0) for n in sorted(away)]
    newcomers = range(residing + area.elsewhere, total)
    autumn += [line(n, luck.choice(dates)) for n in newcomers]
    return first, midyear, autumn


def _leaving(luck: Random, area: Area, staying: set[int]) -> set[int]:
    """Draw who moves away; who never pledges stays, so that the area's fate holds."""
    drawn = luck.sample(range(area.residing), min(area.moved_away, area.residing))
    return {n for n in drawn if n not in staying}


def _dates(first: date, last: date) -> list[str]:
    days = range(max(1, (last - first).days))
    return [(first + timedelta(days=n)).isoformat() for n in days]
