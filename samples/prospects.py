"""Which units will very likely be recognised: those a careful proposer would name."""

from collections.abc import Iterable
from datetime import date

from rules.forms import Cell
from rules.units import UnitKind
from samples import plans, registrations
from samples.fates import fates
from samples.organisation import Unit
from samples.sample import Sample
from samples.sent import Sent

PLANNERS = {UnitKind.AGENCY, UnitKind.ENTERPRISE, UnitKind.SCHOOL}


def likely_recognised(sample: Sample) -> list[Unit]:
    flawed = fates(sample).flaw
    planned = _in_time(sample, _days(plans.rows(sample), "issued_on"))
    registered = _in_time(sample, _days(registrations.rows(sample), "registered_on"))
    organisation = sample.organisation
    units = [*organisation.areas, *organisation.communes, *organisation.bodies]
    return [
        unit
        for unit in units
        if unit.code not in flawed
        and unit.code in registered
        and (unit.code in planned or unit.kind not in PLANNERS)
    ]


def _days(rows: Iterable[Sent], key: str) -> dict[Cell, Cell]:
    return {row.values["unit"]: row.values[key] for row in rows}


def _in_time(sample: Sample, days: dict[Cell, Cell]) -> set[Cell]:
    last = sample.day(3, 31) if sample.year.quarter_one else sample.day(10, 31)
    return {unit for unit, day in days.items() if isinstance(day, date) and day <= last}
