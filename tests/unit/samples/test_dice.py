"""Chance that repeats, and shares that add up."""

from hypothesis import given
from hypothesis import strategies as st

from samples.dice import apportion, apportion_within, dice


def test_one_purpose_does_not_disturb_another():
    first = dice("year", "plans").random()
    dice("year", "something new").random()

    assert dice("year", "plans").random() == first


@given(
    st.integers(0, 10_000),
    st.lists(st.floats(0.1, 9, allow_nan=False), min_size=1, max_size=30),
)
def test_shares_add_up_and_differ_from_the_exact_ones_by_less_than_one(total, weights):
    shares = apportion(total, weights)

    assert sum(shares) == total
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - total * weight / sum(weights)) < 1 + 1e-6


def test_no_share_passes_its_limit():
    assert apportion_within(10, [1.0, 1.0, 8.0], [9, 9, 4]) == [3, 3, 4]
