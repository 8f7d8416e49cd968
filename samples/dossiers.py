"""The dossiers of November: facts that fit each unit's fate."""

from collections.abc import Iterator, Mapping
from random import Random

from rules.forms import NO, NOT_APPLICABLE, YES, Cell, FieldType, forms
from rules.units import UnitKind
from samples.answering import Manner, answers
from samples.fates import NO_DOSSIER, fates
from samples.organisation import Unit
from samples.sample import Sample
from samples.sent import Sent

FORMS = {
    UnitKind.RESIDENTIAL_AREA: "dossier_area",
    UnitKind.COMMUNE: "dossier_commune",
    UnitKind.AGENCY: "dossier_unit",
    UnitKind.ENTERPRISE: "dossier_unit",
    UnitKind.SCHOOL: "dossier_school",
}
AREAS = Manner("dossier_areas", batches=1, late=0.01, late_days=1)
OTHERS = Manner("dossier_units", batches=1, late=0.01, late_days=1)
#: A fact the unit did not know how to answer, by form.
LEFT_BLANK = {
    "dossier_area": "force_effective",
    "dossier_commune": "crime_reduced",
    "dossier_unit": "internal_rules",
    "dossier_school": "follows_law",
}
NO_PARTY_CELL = 0.3  # share of enterprises


def rows(sample: Sample) -> Iterator[Sent]:
    fate = fates(sample)
    for unit, sent in dossiers(sample):
        luck = sample.dice("dossier", unit.code)
        stage = sample.stages[_manner(unit).stage]
        facts = _facts(luck, unit, fate.flaw.get(unit.code))
        met = sample.date_between(luck, stage.opens, sent.day)
        values = {"unit": unit.code, "met_on": met, **facts}
        yield Sent(sent.day, sent.sender, FORMS[unit.kind], values)


def dossiers(sample: Sample) -> Iterator[tuple[Unit, Sent]]:
    """Yield who sent a dossier, when and in whose file; the row itself is empty."""
    organisation, fate = sample.organisation, fates(sample)
    for units, manner in (
        (organisation.areas, AREAS),
        (organisation.communes + organisation.bodies, OTHERS),
    ):
        sending = [unit for unit in units if not fate.has(unit, NO_DOSSIER)]
        for unit, sender, sent_on in answers(sample, sending, manner):
            yield unit, Sent(sent_on, sender, FORMS[unit.kind], {})


def _manner(unit: Unit) -> Manner:
    return AREAS if unit.kind is UnitKind.RESIDENTIAL_AREA else OTHERS


def _facts(luck: Random, unit: Unit, flaw: str | None) -> Mapping[str, Cell]:
    facts: dict[str, Cell] = {}
    form = FORMS[unit.kind]
    for field in forms()[form].fields[2:]:
        match field.type:
            case FieldType.YES_NO | FieldType.YES_NO_NA:
                facts[field.key] = NO if field.key == flaw else YES
            case _:
                facts[field.key] = luck.randint(1, 2) if field.key == flaw else 0
    if "staff_total" in facts:
        facts |= _staff(luck, flaw)
    if unit.kind is UnitKind.ENTERPRISE and flaw is None:
        without = luck.random() < NO_PARTY_CELL
        facts["party_resolution"] = NOT_APPLICABLE if without else YES
    if flaw == "blank":
        facts[LEFT_BLANK[form]] = None
    return facts


def _staff(luck: Random, flaw: str | None) -> dict[str, int]:
    total = luck.randint(12, 260)
    missing = luck.randint(1, total // 4) if flaw == "staff_informed" else 0
    return {"staff_total": total, "staff_informed": total - missing}
