from datetime import date

import pytest

from rules.checks import examine, needed_of
from rules.judgement import Fact, Outcome, overall
from rules.law import criteria_set
from rules.units import UnitKind
from rules.windows import Days

YEAR = Days(date(2025, 11, 1), date(2026, 10, 31))
LAW = criteria_set(UnitKind.RESIDENTIAL_AREA, YEAR.last)
RESOLUTION = next(c for c in LAW.criteria if c.id == "cell_resolution")
UNREAD = next(c for c in LAW.criteria if c.id == "incitement")


def a_finding(answer):
    facts = {} if answer is None else {"cell_resolution": Fact(answer, "hồ sơ mẫu")}
    return examine(RESOLUTION, facts, YEAR)


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ([True, True], Outcome.MET),
        ([True, False], Outcome.UNMET),
        ([True, None], Outcome.UNKNOWN),
        ([False, None], Outcome.UNMET),
        ([], Outcome.UNKNOWN),
    ],
)
def test_one_unmet_fails_and_one_unknown_leaves_it_open(answers, outcome):
    assert overall(map(a_finding, answers)) is outcome


def test_a_clause_not_encoded_does_not_weigh():
    listed = examine(UNREAD, {}, YEAR)

    assert listed.outcome is Outcome.UNKNOWN
    assert overall([a_finding(answer=True), listed]) is Outcome.MET


def test_a_share_is_rounded_up_in_whole_numbers():
    assert [needed_of(whole, 70) for whole in (1, 9, 10, 25, 100)] == [1, 7, 7, 18, 70]


def test_an_uncertain_ground_is_marked_where_it_is_cited():
    assert (
        a_finding(answer=True).citation == "Thông tư 124/2021/TT-BCA, Điều 4, khoản 1"
    )
    assert examine(UNREAD, {}, YEAR).citation.endswith("(chưa xác nhận)")
