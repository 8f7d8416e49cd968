from datetime import date

import pytest

from rules.errors import UnclearRequestError
from rules.steering import OBSTACLE_NAMES, Grant, Obstacle, Release, Whom, codes
from rules.units import UnitKind

TODAY = date(2021, 4, 1)


def test_nobody_is_meant_by_saying_nothing():
    with pytest.raises(UnclearRequestError, match="Chưa nói đơn vị nào"):
        Whom()


def test_all_and_some_are_not_meant_at_once():
    with pytest.raises(UnclearRequestError, match="bỏ một trong hai"):
        Whom(kind=UnitKind.COMMUNE, everyone=True)


def test_codes_are_read_however_they_are_set():
    assert codes(["X1, X2", "x1;X3 "]) == ("x1", "x2", "x3")


@pytest.mark.parametrize(
    ("grant", "said"),
    [
        (Grant(date(2021, 3, 31), "mưa lũ", "Trưởng ban"), "31/03/2021 đã qua"),
        (Grant(TODAY, "  ", "Trưởng ban"), "Còn thiếu lý do gia hạn"),
        (Grant(TODAY, "mưa lũ", ""), "Còn thiếu cơ quan hoặc chức vụ cho phép"),
    ],
)
def test_more_time_is_granted_ahead_for_a_reason_and_by_someone(grant, said):
    with pytest.raises(UnclearRequestError, match=said):
        grant.check(TODAY)


def test_a_duty_is_let_go_on_a_ground_and_by_someone():
    with pytest.raises(UnclearRequestError, match="căn cứ miễn"):
        Release("", "Trưởng ban").check()
    with pytest.raises(UnclearRequestError, match="quyết định"):
        Release("Giải thể", " ").check()


def test_every_obstacle_has_its_words():
    assert set(OBSTACLE_NAMES) == set(Obstacle)
