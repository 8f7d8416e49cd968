"""The cases of tests/cases: given these facts in this year, this outcome, by this."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from rules.grading import Score, grade
from rules.judgement import NOT_APPLICABLE, Fact, Outcome
from rules.recognition import judge
from rules.schemes import scheme
from rules.units import UnitKind

FOLDER = Path(__file__).parents[2] / "cases"


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


def file_row(key):
    return f"hồ sơ mẫu, ô {key}"


@pytest.mark.parametrize(("book", "case"), [*cases("recognition")])
def test_a_unit_is_judged_as_the_case_says(book, case):
    judgement = judge(UnitKind(book["kind"]), book["year"], facts_of(book, case))

    assert judgement.outcome == case["outcome"], judgement.unmet + judgement.unknown
    expected = case.get("finding")
    if expected:
        found = {finding.criterion_id: finding for finding in judgement.findings}
        finding = found[expected["id"]]
        assert finding.outcome == expected["outcome"]
        assert expected["article"] in finding.citation
        assert expected["says"] in finding.reason


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
