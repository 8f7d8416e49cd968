"""The cases of tests/cases: given these facts in this year, this outcome, by this."""

import tomllib
from dataclasses import fields
from decimal import Decimal
from pathlib import Path

import pytest

from rules.commendations import eligibility
from rules.grading import Score, grade
from rules.judgement import NOT_APPLICABLE, Fact, Outcome
from rules.nominees import Category, Nominee, Sex
from rules.recognition import judge
from rules.schemes import scheme
from rules.service import Post, Service
from rules.units import UnitKind

FOLDER = Path(__file__).parents[2] / "cases"
NOMINEE_FIELDS = {field.name for field in fields(Nominee)}


def cases(about):
    for file in sorted(FOLDER.glob("*.toml")):
        book = tomllib.loads(file.read_text("utf-8"))
        if book["about"] == about:
            for case in book["cases"]:
                label = f"{file.stem}: {case['name']}"
                yield pytest.param(book, case, id=label)


def facts_of(book, case):
    given = book["given"] | case.get("given", {})
    return {
        key: Fact(NOT_APPLICABLE if value == "không áp dụng" else value, file_row(key))
        for key, value in given.items()
        if key not in case.get("missing", [])
    }


def check_finding(case, findings):
    expected = case.get("finding")
    if expected:
        finding = next(f for f in findings if f.criterion_id == expected["id"])
        assert finding.outcome == expected["outcome"]
        assert expected["article"] in finding.citation
        assert expected["says"] in finding.reason


def file_row(key):
    return f"hồ sơ mẫu, ô {key}"


@pytest.mark.parametrize(("book", "case"), [*cases("recognition")])
def test_a_unit_is_judged_as_the_case_says(book, case):
    judgement = judge(UnitKind(book["kind"]), book["year"], facts_of(book, case))

    assert judgement.outcome == case["outcome"], judgement.unmet + judgement.unknown
    check_finding(case, judgement.findings)


@pytest.mark.parametrize(("_", "case"), [*cases("grading")])
def test_a_unit_is_graded_as_the_case_says(_, case):
    table = scheme(case["scheme"], UnitKind(case["kind"]), case["on"])

    result = grade(table, scores_of(table, case), Outcome(case["recognition"]))

    assert result.total == Decimal(case["total"])
    assert (result.grade, result.status) == (case.get("grade"), case["status"])
    assert case.get("says", "") in " ".join(result.reasons)


def scores_of(table, case):
    """Full marks reviewed, but for what the case says."""
    points = {item.id: item.bound for item in table.items}
    points |= {code: Decimal(written) for code, written in case["scores"].items()}
    unreviewed = case.get("unreviewed", [])
    return {
        code: Score(value, None if code in unreviewed else value)
        for code, value in points.items()
        if code not in case.get("missing", [])
    }


@pytest.mark.parametrize(("book", "case"), [*cases("medal")])
def test_a_nominee_is_eligible_as_the_case_says(book, case):
    told = {key: value for key, value in case.items() if key in NOMINEE_FIELDS}
    told["service"] = tuple(
        Service(**post | {"post": Post(post["post"])}) for post in case["service"]
    )
    told |= {"category": Category(case["category"]), "sex": Sex(case["sex"])}

    result = eligibility(Nominee(**book["given"] | told))

    assert result.outcome == case["outcome"]
    check_finding(case, result.findings)
