"""The cases of tests/cases/security_team.toml: which level a team may be given."""

import tomllib
from pathlib import Path

import pytest

from rules.judgement import Fact, Outcome
from rules.security_teams import grade_team
from rules.team_limits import above_cap, grade_leader
from rules.units import UnitKind
from rules.windows import window

FILE = Path(__file__).parents[2] / "cases" / "security_team.toml"
BOOK = tomllib.loads(FILE.read_text("utf-8"))
YEAR = BOOK["year"]
CLOSES = window(UnitKind.SECURITY_TEAM, YEAR).end
GOOD = {"proposed_level": "Hoàn thành tốt nhiệm vụ"}


def a_grade(given=None, missing=()):
    told = BOOK["given"] | (given or {})
    facts = {
        key: Fact(value, f"biểu mẫu, ô {key}")
        for key, value in told.items()
        if key not in missing
    }
    return grade_team(YEAR, facts)


@pytest.mark.parametrize("case", BOOK["cases"], ids=lambda case: case["name"])
def test_a_team_is_graded_as_the_case_says(case):
    grade = a_grade(case.get("given"), case.get("missing", ()))

    assert (grade.level, grade.status) == (case.get("level"), case["status"])
    assert case.get("says", "") in " ".join(grade.reasons)
    assert case.get("counts", "") in " ".join(each.reason for each in grade.findings)


@pytest.mark.parametrize("case", BOOK["caps"], ids=lambda case: case["name"])
def test_the_cap_of_a_commune_is_kept_as_the_case_says(case):
    grades = {team: a_grade() for team in case["excellent"]}
    grades |= {f"tốt {n}": a_grade(GOOD) for n in range(case["good"])}
    for n in range(case.get("unknown", 0)):
        grades[f"chưa rõ {n}"] = a_grade(missing=("under_complaint",))
    for n in range(case.get("not_graded", 0)):
        grades[f"chưa xếp {n}"] = a_grade({"under_complaint": True})

    found = above_cap(grades, CLOSES)

    by_outcome = {
        outcome: [each.team for each in found if each.outcome is outcome]
        for outcome in Outcome
    }
    assert by_outcome == {
        Outcome.MET: [],
        Outcome.UNMET: case["above"],
        Outcome.UNKNOWN: case.get("perhaps", []),
    }
    assert case.get("says", "") in " ".join(each.reason for each in found)


@pytest.mark.parametrize("case", BOOK["leaders"], ids=lambda case: case["name"])
def test_a_leader_is_graded_as_the_case_says(case):
    missing = () if "team" in case else ("proposed_level",)
    team = a_grade({"proposed_level": case.get("team")}, missing)
    told = {"leader_level": "leader", "leader_transferred": "transferred"}
    facts = {
        key: Fact(case[name], "biểu mẫu") for key, name in told.items() if name in case
    }

    grade = grade_leader(team, facts)

    assert (grade.level, grade.status) == (case.get("level"), case["status"])
    assert case.get("says", "") in grade.reason
