"""The cases of tests/cases: given these facts in this year, this outcome, by this."""

import re
from decimal import Decimal

import pytest

from rules.errors import LawNotInForceError
from rules.judgement import Outcome
from tests import casebook


def told(about, key="name"):
    return [
        labelled(case)
        for case in casebook.cases(about)
        if key in case and "refused" not in case
    ]


def refused():
    every = (case for about in casebook.ANSWERS for case in casebook.cases(about))
    return [labelled(case) for case in every if "refused" in case]


def labelled(case):
    return pytest.param(case, id=f"{case['file']}: {case['name']}")


def check_finding(case, findings):
    """Compare the finding told of; if it speaks against the unit, it alone does."""
    told_of = case.get("finding")
    if told_of is None:
        return
    finding = next(f for f in findings if f.criterion_id == told_of["id"])
    assert finding.outcome == told_of["outcome"]
    assert told_of["article"] in finding.citation
    assert told_of["says"] in finding.reason
    if finding.decides and finding.outcome is not Outcome.MET:
        alike = [f for f in findings if f.decides and f.outcome is finding.outcome]
        assert alike == [finding]


@pytest.mark.parametrize("case", told("text"))
def test_the_text_in_force_is_the_one_the_case_says(case):
    assert casebook.asked(case).key == case["law"]


@pytest.mark.parametrize("case", told("recognition"))
def test_a_unit_is_judged_as_the_case_says(case):
    judgement = casebook.judged(case)

    reasons = judgement.unmet + judgement.unknown
    assert (judgement.law, judgement.outcome) == (case["law"], case["outcome"]), reasons
    check_finding(case, judgement.findings)


@pytest.mark.parametrize("case", told("grading"))
def test_a_unit_is_graded_as_the_case_says(case):
    result = casebook.graded(case)

    earned = Decimal(case["total"]), case.get("grade"), case["status"]
    assert (result.total, result.grade, result.status) == earned
    assert case.get("says", "") in " ".join(result.reasons)
    check_finding(case, result.findings)


@pytest.mark.parametrize("case", told("grading", "band"))
def test_a_grade_is_that_of_the_text_in_force(case):
    bands = casebook.table_of(case).bands

    assert {band.provision.citation for band in bands} == {case["band"]}


@pytest.mark.parametrize("case", told("medal"))
def test_a_nominee_is_eligible_as_the_case_says(case):
    result = casebook.proposed(case)

    assert (result.law, result.outcome) == (case["law"], case["outcome"])
    check_finding(case, result.findings)


@pytest.mark.parametrize("case", told("merit"))
def test_a_proposal_is_admitted_as_the_case_says(case):
    result = casebook.merited(case)

    assert result.outcome == case["outcome"]
    check_finding(case, result.findings)


@pytest.mark.parametrize("case", told("vote"))
def test_a_council_has_voted_as_the_case_says(case):
    assert written(casebook.voted(case)) == expected(case)


@pytest.mark.parametrize("case", told("achievement"))
def test_an_achievement_is_new_as_the_case_says(case):
    assert written(casebook.compared(case)) == expected(case)


def written(finding):
    return finding.outcome, finding.citation, finding.reason


def expected(case):
    return case["outcome"], case["article"], case["says"]


@pytest.mark.parametrize("case", told("decider"))
def test_the_level_that_recognises_is_the_one_the_case_says(case):
    found = casebook.decided(case)

    assert (found.tier, found.provision.citation) == (case["level"], case["article"])


@pytest.mark.parametrize("case", told("award"))
def test_a_form_of_commendation_is_decided_by_whom_the_case_says(case):
    found = casebook.awarded(case)

    by_whom = found.decided_by, found.provision.citation
    assert by_whom == (case["decided_by"], case["article"])


@pytest.mark.parametrize("case", refused())
def test_no_text_is_applied_outside_its_time(case):
    with pytest.raises(LawNotInForceError, match=re.escape(case["refused"])):
        casebook.ANSWERS[case["about"]](case)
