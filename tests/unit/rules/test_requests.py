from datetime import date

import pytest

from rules.errors import LawNotInForceError
from rules.persons import EXPIRED, is_gone, retention
from rules.provisions import Confidence
from rules.requests import Step, timer
from rules.timetable import calendar


@pytest.mark.parametrize(
    ("step", "asked", "due"),
    [
        (Step.ANSWER, date(2026, 3, 4), date(2026, 3, 6)),
        (Step.ANSWER, date(2026, 3, 6), date(2026, 3, 10)),
        # Two days after a Saturday: none of the weekend counts.
        (Step.ANSWER, date(2026, 3, 7), date(2026, 3, 10)),
        (Step.CARRY_OUT, date(2026, 3, 4), date(2026, 3, 19)),
        # The fifteenth day is a Saturday: the term ends with the next working day.
        (Step.CARRY_OUT, date(2026, 3, 6), date(2026, 3, 23)),
    ],
)
def test_a_term_leaves_out_the_day_of_asking_and_ends_on_a_working_day(
    step, asked, due
):
    assert timer(step, asked, calendar()).due.day == due


def test_a_term_says_how_its_law_is_known():
    found = timer(Step.CARRY_OUT, date(2026, 3, 4), calendar())

    assert found.provision.confidence is Confidence.UNCONFIRMED
    assert found.due.derivation.endswith("(chưa xác nhận)")


def test_a_day_without_a_law_has_no_term():
    with pytest.raises(LawNotInForceError, match="“phản hồi”"):
        timer(Step.ANSWER, date(2011, 3, 4), calendar())


def test_what_is_kept_so_many_years_is_over_with_the_last_of_them():
    kept = retention("households", date(2027, 1, 1))

    assert kept.years == 5
    assert kept.kept_from(date(2027, 12, 31)) == date(2022, 1, 1)


def test_what_is_rewarded_is_never_over():
    assert retention("awards", date(2027, 1, 1)).kept_from(date(2099, 1, 1)) is None


def test_what_stands_where_a_person_was_is_known_again():
    assert is_gone(EXPIRED)
    assert not is_gone("Lê Văn Mẫu")
    assert not is_gone(None)
