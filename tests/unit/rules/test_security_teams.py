from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.errors import LawNotInForceError
from rules.facts import asked_facts
from rules.forms import forms
from rules.judgement import Fact
from rules.provisions import Confidence
from rules.security_teams import TeamStatus, grade_team
from rules.team_limits import grade_leader
from rules.team_standards import LEVEL_NAMES, TeamLevel, team_standard

CLOSES = date(2026, 11, 14)
FIELDS = {field.key: field for field in forms()["security_team"].fields}
GOOD_FACTS = {
    "established_on": date(2024, 7, 1),
    "under_complaint": False,
    "team_assignments": True,
    "team_meetings": True,
    "team_violations": 0,
    "team_discipline": True,
    "team_tasks_assigned": 40,
    "team_tasks_done": 40,
    "team_coordination": True,
    "proposed_level": "Hoàn thành xuất sắc nhiệm vụ",
}


def told(**changes):
    return {
        key: Fact(value, "biểu mẫu") for key, value in (GOOD_FACTS | changes).items()
    }


@given(gone=st.sets(st.sampled_from(sorted(GOOD_FACTS)), min_size=1))
def test_a_missing_fact_never_turns_into_a_level(gone):
    facts = {key: fact for key, fact in told().items() if key not in gone}

    grade = grade_team(2026, facts)

    assert (grade.level, grade.status) == (None, TeamStatus.UNKNOWN)
    assert grade.reasons


@given(
    done=st.integers(0, 200),
    assigned=st.integers(1, 200),
    name=st.sampled_from(sorted(LEVEL_NAMES.values())),
)
def test_only_a_settled_grade_has_a_level_and_it_is_the_one_proposed(
    done, assigned, name
):
    grade = grade_team(
        2026,
        told(team_tasks_done=done, team_tasks_assigned=assigned, proposed_level=name),
    )

    settled = grade.status is TeamStatus.SETTLED
    assert (grade.level and LEVEL_NAMES[grade.level]) == (name if settled else None)
    if grade.level is TeamLevel.EXCELLENT:
        assert done * 100 > assigned * 95


@given(excellent=st.integers(0, 60), good=st.integers(0, 60))
def test_those_left_at_the_top_never_exceed_the_share_and_no_more_would_fit(
    excellent, good
):
    cap = team_standard(CLOSES).cap

    kept = cap.allowed(excellent, good)

    below = good + excellent - kept
    assert kept <= below * cap.percent // 100
    assert kept == excellent or kept + 1 > (below - 1) * cap.percent // 100


def test_what_the_standard_says_of_itself():
    standard = team_standard(CLOSES)

    assert standard.law == "hd01-2026"
    assert standard.decided_by == "Chủ tịch Ủy ban nhân dân cấp xã"
    assert list(standard.levels) == list(TeamLevel)
    assert (standard.cap.level, standard.cap.base) == (
        TeamLevel.EXCELLENT,
        TeamLevel.GOOD,
    )
    assert {standard.provision.confidence, standard.cap.provision.confidence} == {
        Confidence.SECONDARY
    }


def test_teams_were_not_graded_before_2026():
    with pytest.raises(LawNotInForceError, match="năm 2025"):
        grade_team(2025, told())
    with pytest.raises(LawNotInForceError, match="31/12/2025"):
        team_standard(date(2025, 12, 31))


def test_a_day_that_is_no_date_is_sent_back_to_be_put_right():
    grade = grade_team(2026, told(established_on="tháng 7"))

    assert grade.status is TeamStatus.UNKNOWN
    assert "Không hiểu giá trị “tháng 7”" in grade.reasons[0]


def test_a_leader_stands_on_the_clause_about_leaders():
    grade = grade_leader(grade_team(2026, told()), {})

    assert grade.provision.cite == "mức xếp loại của tổ trưởng"


@pytest.mark.parametrize("key", ["proposed_level", "leader_level"])
def test_the_form_offers_the_four_levels(key):
    assert FIELDS[key].choices == tuple(LEVEL_NAMES.values())


def test_the_form_offers_every_fact_that_is_asked_for():
    standard = team_standard(CLOSES)
    criteria = sum(standard.levels.values(), standard.gates)
    asked = [asked_facts()[fact] for c in criteria for fact in c.facts]

    assert {fact.field for fact in asked} <= FIELDS.keys()
    assert all(fact.forms == ("security_team",) for fact in asked)
