from rules.forms import forms
from rules.units import JUDGED, KIND_BY_NAME, KIND_NAMES, TIER_NAMES, Tier, UnitKind


def test_every_kind_and_every_level_has_a_name():
    assert set(KIND_NAMES) == set(UnitKind)
    assert set(TIER_NAMES) == set(Tier)


def test_a_kind_can_be_told_by_its_name():
    assert {KIND_BY_NAME[KIND_NAMES[kind]] for kind in UnitKind} == set(UnitKind)


def test_the_form_of_units_offers_exactly_the_kinds_there_are():
    asked = next(each for each in forms()["units"].fields if each.key == "kind")

    assert set(asked.choices) == set(KIND_BY_NAME)


def test_no_body_that_steers_is_judged():
    assert set(JUDGED).isdisjoint({UnitKind.STEERING_COMMITTEE, UnitKind.POLICE_BODY})
