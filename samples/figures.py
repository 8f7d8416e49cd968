"""The figures each commune's committee reports at mid-year and at the year's end."""

from collections.abc import Iterator

from rules.forms import Cell
from samples.organisation import committee_code
from samples.sample import DAY, Sample
from samples.sent import Sent

MIDYEAR, YEAR = "6 tháng", "Năm"
LATE = 0.04
LATE_DAYS = 3


def rows(sample: Sample) -> Iterator[Sent]:
    visits = _spread(sample, "visits")
    allowances = _spread(sample, "allowances")
    for commune in sample.organisation.communes:
        luck, code = sample.dice("figures", commune.code), committee_code(commune.code)
        half = {
            "tips_total": luck.randint(4, 40),
            "propaganda_sessions": luck.randint(3, 25),
            "visits": visits.get(commune.code, 0),
            "allowances": allowances.get(commune.code, 0),
        }
        half["tips_valuable"] = luck.randint(1, half["tips_total"])
        half["propaganda_attendance"] = half["propaganda_sessions"] * luck.randint(
            40, 95
        )
        whole = {key: number + luck.randint(0, number) for key, number in half.items()}
        whole["tips_valuable"] = min(whole["tips_valuable"], whole["tips_total"])
        yield _row(sample, code, "figures_midyear", MIDYEAR, half)
        yield _row(sample, code, "figures_year", YEAR, whole)


def _spread(sample: Sample, key: str) -> dict[str, int]:
    """Give the province's few cases to as many communes, drawn."""
    order = sample.shuffled(sample.organisation.communes, key)
    spread: dict[str, int] = {}
    for n in range(sample.counts.figures[key]):
        code = order[n * n % len(order)].code
        spread[code] = spread.get(code, 0) + 1
    return spread


def _row(
    sample: Sample, code: str, stage_key: str, period: str, numbers: dict[str, int]
) -> Sent:
    luck, stage = sample.dice(stage_key, code), sample.stages[stage_key]
    due = stage.due.day
    helped = numbers["visits"] + numbers["allowances"]
    late = luck.random() < LATE and not helped
    sent_on = (
        sample.rush(luck, due + DAY, due + LATE_DAYS * DAY)
        if late
        else sample.rush(luck, stage.opens, due)
    )
    values: dict[str, Cell] = {"unit": code, "period": period, **numbers}
    return Sent(sent_on, code, "figures", values)
