"""The cases of tests/cases/exemplar.toml: who is an exemplar of the movement."""

import tomllib
from pathlib import Path

import pytest

from rules.exemplars import judge_exemplar
from rules.judgement import Fact
from rules.units import UnitKind

FILE = Path(__file__).parents[2] / "cases" / "exemplar.toml"
BOOK = tomllib.loads(FILE.read_text("utf-8"))


@pytest.mark.parametrize("case", BOOK["cases"], ids=lambda case: case["name"])
def test_a_candidate_is_judged_as_the_case_says(case):
    told = BOOK["given"] | case.get("given", {})
    facts = {
        key: Fact(value, f"hồ sơ mẫu, ô {key}")
        for key, value in told.items()
        if key not in case.get("missing", [])
    }
    kind = UnitKind(case.get("kind", BOOK["kind"]))

    judgement = judge_exemplar(kind, case["year"], facts)

    assert judgement.outcome == case["outcome"], judgement.unmet + judgement.unknown
    assert judgement.law == case.get("law", judgement.law)
    unread = [finding.criterion_id for finding in judgement.undecided_clauses]
    assert unread == case.get("unread", unread)
    check_finding(judgement, case.get("finding"))


def check_finding(judgement, expected):
    if expected:
        found = {each.criterion_id: each for each in judgement.findings}
        finding = found[expected["id"]]
        assert finding.outcome == expected["outcome"]
        assert expected["article"] in finding.citation
        assert expected["says"] in finding.reason
