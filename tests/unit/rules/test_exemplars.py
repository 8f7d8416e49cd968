from datetime import date

import pytest

from rules.criteria import Encoding
from rules.errors import LawNotInForceError
from rules.exemplars import exemplar_set, judge_exemplar
from rules.facts import asked_facts
from rules.forms import forms
from rules.judgement import Fact, Outcome
from rules.provisions import Confidence
from rules.units import UnitKind

BEFORE_612, SINCE_612 = date(2025, 10, 9), date(2025, 10, 10)
KINDS = (UnitKind.COMMUNE, UnitKind.AGENCY, UnitKind.ENTERPRISE, UnitKind.SCHOOL)


def test_a_plan_that_may_replace_a_decision_stands_beside_it():
    before, since = (exemplar_set(KINDS[0], day) for day in (BEFORE_612, SINCE_612))

    assert before.key == "qd9745-2022-commune"
    assert since.key == "qd9745-2022-commune, kh612-2025"
    assert len(since.criteria) > len(before.criteria)
    assert "Chưa xác nhận Kế hoạch có thay Quyết định" in since.note


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_confirmed_once_the_plan_is_out(kind):
    asked = exemplar_set(kind, SINCE_612)

    known = {
        asked.provision.confidence,
        *(c.provision.confidence for c in asked.criteria),
    }
    assert known == {Confidence.UNCONFIRMED}


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_not_read_is_never_more_than_unconfirmed(kind):
    for each in exemplar_set(kind, BEFORE_612).criteria:
        if each.encoding is Encoding.NOT_ENCODED:
            assert each.text.endswith("(chưa đọc được)")
            assert each.provision.confidence is Confidence.UNCONFIRMED


def test_the_gates_of_one_province_are_not_confirmed_for_another():
    asked = exemplar_set(UnitKind.COMMUNE, BEFORE_612).criteria
    gates = [each for each in asked if each.group == "Điều kiện cuối năm"]

    assert {"Trà Vinh" in each.provision.document for each in gates} == {True}
    assert {each.provision.confidence for each in gates} == {Confidence.UNCONFIRMED}


def test_the_four_groups_and_the_gates_are_told_apart():
    groups = [
        each.group for each in exemplar_set(UnitKind.COMMUNE, BEFORE_612).criteria
    ]

    assert list(dict.fromkeys(groups)) == [
        "Lãnh đạo của cấp ủy, chính quyền",
        "Bảo đảm an ninh, trật tự",
        "Xây dựng phong trào",
        "Xây dựng lực lượng Công an xã",
        "Điều kiện cuối năm",
        "",
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_a_candidate_of_whom_nothing_is_told_stays_open(kind):
    judgement = judge_exemplar(kind, 2026, {})

    assert judgement.outcome is Outcome.UNKNOWN
    assert not judgement.unmet


@pytest.mark.parametrize("kind", KINDS)
def test_the_form_offers_every_fact_that_is_asked_for(kind):
    offered = {field.key for field in forms()["exemplar"].fields}
    asked = {fact for c in exemplar_set(kind, SINCE_612).criteria for fact in c.facts}

    assert asked <= offered
    assert all("exemplar" in asked_facts()[fact].forms for fact in asked)


def test_the_year_is_the_calendar_year_until_a_text_says_otherwise():
    window = judge_exemplar(UnitKind.COMMUNE, 2026, {}).window

    assert (window.start, window.end) == (date(2026, 1, 1), date(2026, 12, 31))
    assert window.provision.confidence is Confidence.UNCONFIRMED


@pytest.mark.parametrize(
    ("kind", "year"), [(UnitKind.COMMUNE, 2021), (UnitKind.RESIDENTIAL_AREA, 2026)]
)
def test_there_were_no_exemplars_before_2022_and_no_area_is_one(kind, year):
    with pytest.raises(LawNotInForceError, match=str(year)):
        judge_exemplar(kind, year, {"party_rank": Fact("Khá", "hồ sơ mẫu")})


def test_a_kind_without_a_text_is_named():
    with pytest.raises(LawNotInForceError, match=r"“Khu dân cư”.*rules/law/exemplar"):
        exemplar_set(UnitKind.RESIDENTIAL_AREA, SINCE_612)
