"""The signed decisions that recognise and grade: one of each a decider."""

from collections.abc import Iterator, Sequence
from datetime import date

from rules.forms import Cell
from samples.numbering import decision_number
from samples.organisation import Unit
from samples.sample import DAY, Sample
from samples.sent import Sent

AREAS = "Công nhận khu dân cư"
OTHERS = "Công nhận xã, cơ quan, doanh nghiệp, cơ sở giáo dục"
GRADES = "Phân loại phong trào"


def rows(sample: Sample) -> Iterator[Sent]:
    organisation = sample.organisation
    areas = sample.stages["recognise_areas"].due.day
    for commune in organisation.communes:
        luck = sample.dice("decision", commune.code)
        signed = sample.date_between(luck, areas - DAY, areas)
        yield from _pair(commune, AREAS, signed, 0)
    others = sample.stages["recognise_units"].due.day
    signed = sample.days.last_working_day_until(others)
    for decider in _deciders(sample):
        yield from _pair(decider, OTHERS, signed, 2)


def _deciders(sample: Sample) -> Sequence[Unit]:
    """Return who decides on communes and bodies: whoever manages any of them."""
    organisation = sample.organisation
    governments = [
        organisation.province,
        *organisation.districts,
        *organisation.communes,
    ]
    judged = {unit.managing_body for unit in organisation.bodies}
    judged |= {unit.managing_body for unit in organisation.communes}
    return [unit for unit in governments if unit.code in judged]


def _pair(decider: Unit, kind: str, signed: date, place: int) -> Iterator[Sent]:
    """Yield a decision that recognises and one that grades."""
    for n, content in enumerate((kind, GRADES)):
        values: dict[str, Cell] = {
            "unit": decider.code,
            "number": decision_number(signed, "UBND", place + n),
            "signed_on": signed,
            "kind": content,
            "signer_title": f"Chủ tịch {decider.short_name}",
        }
        yield Sent(signed, decider.code, "decision", values)
