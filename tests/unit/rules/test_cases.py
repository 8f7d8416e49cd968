"""The cases of tests/cases: given these facts in this year, this outcome, by this."""

import tomllib
from pathlib import Path

import pytest

from rules.judgement import NOT_APPLICABLE, Fact
from rules.recognition import judge
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
