from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.criteria import Shape
from rules.judgement import Fact, Outcome
from rules.law import criteria_set
from rules.recognition import decider, judge
from rules.units import JUDGED, Tier, UnitKind
from rules.windows import window


def good_facts(kind, year):
    """Facts with which a unit of this kind passes."""
    values = {
        Shape.MUST_HOLD: True,
        Shape.MUST_NOT_OCCUR: 0,
        Shape.HELD_BY: date(year, 2, 1),
    }
    criteria = criteria_set(kind, window(kind, year).end).criteria
    facts = {
        key: Fact(values.get(c.check, 10), "hồ sơ mẫu")
        for c in criteria
        for key in c.facts
    }
    return facts | {
        key: Fact(0, "hồ sơ mẫu") for key in facts if key.endswith("_unknown")
    }


@pytest.mark.parametrize("kind", JUDGED)
@pytest.mark.parametrize("year", [2021, 2022, 2026])
def test_a_unit_with_all_good_facts_passes_and_one_with_none_stays_open(kind, year):
    assert judge(kind, year, good_facts(kind, year)).outcome is Outcome.MET
    assert judge(kind, year, {}).outcome is Outcome.UNKNOWN


@given(kind=st.sampled_from(JUDGED), year=st.sampled_from([2021, 2026]), pick=st.data())
def test_a_missing_fact_never_turns_into_met_or_unmet(kind, year, pick):
    facts = good_facts(kind, year)
    gone = pick.draw(st.sets(st.sampled_from(sorted(facts)), min_size=1))

    judgement = judge(kind, year, {k: v for k, v in facts.items() if k not in gone})

    assert judgement.outcome is Outcome.UNKNOWN
    silent = {f.criterion_id for f in judgement.findings if gone & {*f.criterion.facts}}
    assert {finding.criterion_id for finding in judgement.unknown} == silent


def test_one_failure_decides_even_when_the_rest_is_unknown():
    facts = {"incidents_state": Fact(1, "biên bản kiểm tra")}

    judgement = judge(UnitKind.RESIDENTIAL_AREA, 2026, facts)

    assert judgement.outcome is Outcome.UNMET
    assert [finding.criterion_id for finding in judgement.unmet] == ["incidents_state"]


def test_a_finding_carries_the_facts_it_rests_on():
    fact = Fact(value=True, origin="tệp A, trang Hồ sơ xã, dòng 5")

    judgement = judge(UnitKind.COMMUNE, 2026, {"party_resolution": fact})

    assert judgement.findings[0].facts == (("party_resolution", fact),)


def test_text_where_a_number_belongs_is_neither_met_nor_unmet():
    facts = good_facts(UnitKind.AGENCY, 2026) | {"models": Fact("nhiều", "hồ sơ mẫu")}

    judgement = judge(UnitKind.AGENCY, 2026, facts)

    assert [finding.reason for finding in judgement.unknown] == [
        "Không hiểu giá trị “nhiều”; cần sửa lại số liệu."
    ]


def test_clauses_not_read_are_listed_apart():
    judgement = judge(UnitKind.COMMUNE, 2026, good_facts(UnitKind.COMMUNE, 2026))

    listed = [finding.criterion_id for finding in judgement.undecided_clauses]
    assert listed == ["incitement", "remainder"]


@pytest.mark.parametrize(
    ("kind", "managed_by", "day", "tier"),
    [
        (UnitKind.RESIDENTIAL_AREA, Tier.COMMUNE, date(2021, 10, 31), Tier.COMMUNE),
        (UnitKind.COMMUNE, Tier.DISTRICT, date(2025, 6, 30), Tier.DISTRICT),
        (UnitKind.COMMUNE, Tier.PROVINCE, date(2025, 7, 1), Tier.PROVINCE),
        (UnitKind.SCHOOL, Tier.DISTRICT, date(2021, 11, 15), Tier.DISTRICT),
        (UnitKind.AGENCY, Tier.PROVINCE, date(2026, 11, 15), Tier.PROVINCE),
        (UnitKind.ENTERPRISE, Tier.COMMUNE, date(2026, 11, 15), Tier.COMMUNE),
    ],
)
def test_the_level_that_recognises(kind, managed_by, day, tier):
    assert decider(kind, managed_by, day).tier is tier


def test_the_decider_after_the_end_of_districts_is_marked_unconfirmed():
    found = decider(UnitKind.COMMUNE, Tier.PROVINCE, date(2026, 11, 15))

    assert found.title == "Ủy ban nhân dân cấp tỉnh"
    assert found.provision.confidence == "unconfirmed"
