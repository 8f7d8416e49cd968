from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.awards import (
    AWARD_NAMES,
    TYPE_NAMES,
    AwardForm,
    AwardType,
    Ballots,
    Rewarded,
    achievement_facts,
    award,
    passes_vote,
)
from rules.commendations import ELIGIBILITY_NAMES, EligibilityOutcome, standard_for
from rules.entries import Book
from rules.errors import LawNotInForceError
from rules.judgement import Outcome
from rules.merit import Nominated, merit
from rules.nominees import CATEGORY_NAMES, Category
from rules.service import (
    POST_NAMES,
    Counting,
    Post,
    Service,
    months_between,
    months_served,
)

DAY = date(2026, 4, 15)
DAYS = st.dates(date(1990, 1, 1), DAY)


def counted(*services, factor=1, since=None):
    counting = Counting(DAY, since, special_area_factor=factor, days_in_a_month=30)
    return months_served(services, counting)


def a_post(first, last=None, **changes):
    return Service(Post.SECURITY_TEAM, first, last, **changes)


def ballots(**changes):
    given = {"in_favour": 16, "against": 2, "seats": 20, "present": 18}
    return Ballots(**given | changes)


@pytest.mark.parametrize(
    ("start", "end", "length"),
    [
        (date(2016, 4, 15), date(2026, 4, 15), (120, 0)),
        (date(2016, 4, 16), date(2026, 4, 15), (119, 30)),
        (date(2016, 2, 29), date(2026, 2, 28), (120, 0)),
        (date(2026, 1, 31), date(2026, 2, 28), (1, 0)),
        (date(2026, 1, 31), date(2026, 3, 1), (1, 1)),
        (date(2026, 4, 15), date(2026, 4, 15), (0, 0)),
    ],
)
def test_months_are_counted_by_the_calendar_without_the_first_day(start, end, length):
    assert months_between(start, end) == length


@given(first=DAYS, middle=DAYS, last=DAYS)
def test_cutting_a_post_in_two_changes_nothing(first, middle, last):
    first, middle, last = sorted((first, middle, last))
    halves = a_post(first, middle), a_post(middle + timedelta(days=1), last)

    parts = halves if middle < last else halves[:1]

    assert counted(*parts) == counted(a_post(first, last))


def test_special_area_time_counts_twice_but_overlaps_never_do():
    special = a_post(date(2020, 4, 15), date(2022, 4, 14), special_area=True)
    whole = a_post(date(2016, 4, 15))

    assert counted(whole, special, factor=2) == 120 + 24
    assert counted(whole, special, special, factor=2) == 120 + 24
    assert counted(whole, special) == 120


def test_odd_days_of_separate_posts_add_up_to_months():
    january = a_post(date(2026, 1, 1), date(2026, 1, 15))
    march = a_post(date(2026, 3, 1), date(2026, 3, 15))

    assert counted(january, march) == 1


def test_time_before_the_end_of_discipline_and_after_the_proposal_is_lost():
    assert counted(a_post(date(2000, 1, 1)), since=date(2025, 4, 15)) == 12
    assert counted(a_post(date(2027, 1, 1))) == 0
    assert counted(a_post(date(2025, 4, 15), date(2030, 1, 1))) == 12


def test_no_medal_text_is_known_before_2021():
    with pytest.raises(LawNotInForceError, match="25/01/2021"):
        standard_for(Category.LEADER, date(2021, 1, 25))


@pytest.mark.parametrize("day", [date(2021, 4, 28), date(2025, 4, 28)])
@pytest.mark.parametrize("category", Category)
def test_every_category_has_a_standard_under_both_circulars(category, day):
    assert standard_for(category, day).criteria


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, Outcome.MET),
        ({"in_favour": 15}, Outcome.UNMET),
        ({"in_favour": 15, "present": 17}, Outcome.UNMET),  # of all seats, not of those
        ({"in_favour": 17}, Outcome.UNKNOWN),
        ({"present": 21}, Outcome.UNKNOWN),
        ({"against": -1}, Outcome.UNKNOWN),
    ],
)
def test_a_vote_is_weighed_against_all_seats(changes, outcome):
    finding = passes_vote(ballots(**changes), AwardForm.MEDAL, DAY)

    assert finding.outcome is outcome


def test_a_vote_cites_its_unconfirmed_threshold():
    finding = passes_vote(ballots(), AwardForm.MINISTRY_DIPLOMA, DAY)

    assert finding.reason == "16/20 phiếu đồng ý; cần ít nhất 16 (80%)."
    assert finding.citation.endswith("(chưa xác nhận)")


@pytest.mark.parametrize("form", AwardForm)
def test_every_form_has_a_decider_in_2021(form):
    assert award(form, date(2021, 12, 1)).title == AWARD_NAMES[form]


def test_districts_no_longer_commend_after_june_2025():
    award(AwardForm.DISTRICT_CERTIFICATE, date(2025, 6, 30))

    with pytest.raises(LawNotInForceError, match="Ủy ban nhân dân huyện"):
        award(AwardForm.DISTRICT_CERTIFICATE, date(2025, 7, 1))


GIVEN_BEFORE = (
    Rewarded("Bắt đối tượng  truy nã", AwardType.AD_HOC),
    Rewarded("Cứu người", AwardType.MERIT),
)


@pytest.mark.parametrize(
    ("achievement", "unmet"),
    [
        ("bắt đối tượng truy nã", ["one_achievement_one_reward", "not_from_ad_hoc"]),
        ("Cứu người", ["one_achievement_one_reward"]),
        ("Xây dựng mô hình", []),
    ],
)
def test_an_achievement_is_rewarded_once_and_ad_hoc_supports_no_merit(
    achievement, unmet
):
    facts = achievement_facts(achievement, GIVEN_BEFORE)

    found = merit(Nominated.PERSON, AwardForm.PROVINCE_DIPLOMA, facts, DAY).findings

    assert [f.criterion_id for f in found if f.outcome is Outcome.UNMET] == unmet


def test_every_choice_has_a_name():
    assert set(ELIGIBILITY_NAMES) == set(EligibilityOutcome)
    assert set(CATEGORY_NAMES) == set(Category)
    assert set(POST_NAMES) == set(Post)
    assert set(TYPE_NAMES) == set(AwardType)


def test_a_draft_may_count_days_left_over_otherwise(tmp_path):
    file = tmp_path / "commendations" / "service.toml"
    file.parent.mkdir()
    draft = '[[countings]]\nid = "Bộ luật Dân sự"\ndays_in_a_month = 31\n'
    file.write_text(draft, "utf-8")

    drafted = standard_for(Category.LEADER, DAY, Book(tmp_path))

    assert drafted == replace(standard_for(Category.LEADER, DAY), days_in_a_month=31)
