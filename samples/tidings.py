"""The organisation as its workbook tells it: units and the mailboxes they answer at."""

from collections.abc import Iterator

from rules.forms import NO, YES, Cell
from rules.units import KIND_NAMES, UnitKind
from samples.organisation import Unit
from samples.sample import Sample
from samples.sent import Sent

MOVEMENT, LEADERSHIP = "Đầu mối phong trào", "Lãnh đạo"


def rows(sample: Sample) -> Iterator[Sent]:
    """Yield all units and contacts, in one workbook on the year's first days."""
    first = sample.first_working_day(sample.day(1, 4))
    for unit in sample.organisation.units:
        yield Sent(first, sample.year.code, "units", _unit(unit))
    silent = _without_contact(sample)
    province = sample.organisation.province
    yield Sent(first, sample.year.code, "contacts", _leadership(sample, province))
    for unit in sample.organisation.units:
        if unit.code not in silent:
            yield Sent(first, sample.year.code, "contacts", _contact(sample, unit))


def _unit(unit: Unit) -> dict[str, Cell]:
    return {
        "code": unit.code,
        "name": unit.name,
        "kind": KIND_NAMES[unit.kind],
        "style": unit.style,
        "territory": unit.territory,
        "managing_body": unit.managing_body,
        "valid_from": unit.valid_from,
        "exempt_ground": unit.exempt_ground,
        "special_area": YES if unit.special_area else NO,
        "short_name": unit.short_name,
        "symbol": unit.symbol,
    }


def _without_contact(sample: Sample) -> set[str]:
    """Draw the units that no letter can reach: a finding on the first day."""
    order = sample.shuffled(
        [*sample.organisation.local_bodies, *sample.organisation.areas], "no contact"
    )
    return {
        unit.code for unit in order[: sample.counts.organisation["without_contact"]]
    }


def _contact(sample: Sample, unit: Unit) -> dict[str, Cell]:
    domain = _domain(sample, unit)
    has_deputy = sample.dice("deputy", unit.code).random() < DEPUTY_SHARE
    return {
        "unit": unit.code,
        "role": MOVEMENT,
        "email": f"{unit.mailbox}@{domain}",
        "deputy_email": f"{unit.mailbox}.2@{domain}" if has_deputy else None,
        "since": unit.valid_from,
    }


def _leadership(sample: Sample, province: Unit) -> dict[str, Cell]:
    return {
        "unit": province.code,
        "role": LEADERSHIP,
        "email": f"lanhdao@{sample.year.domain}",
        "since": province.valid_from,
    }


def _domain(sample: Sample, unit: Unit) -> str:
    ministry = unit.kind is UnitKind.POLICE_BODY and unit.managing_body is None
    return "bca.example" if ministry else sample.year.domain


DEPUTY_SHARE = 0.9
