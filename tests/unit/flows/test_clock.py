from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from prefect.runtime import flow_run

from flows.clock import OFFICE_TIME, has_passed, office_day, office_now


@pytest.fixture
def now() -> datetime:
    return datetime.now(OFFICE_TIME)


@pytest.fixture
def scheduled(monkeypatch) -> Callable[[datetime], None]:
    """Have Prefect tell when the run was to start."""

    def tell(moment: datetime) -> None:
        monkeypatch.setitem(flow_run.FIELDS, "scheduled_start_time", lambda: moment)

    return tell


def test_a_run_lives_the_day_it_was_scheduled_on(now, scheduled):
    scheduled(now - timedelta(days=2))

    assert office_day(None) == now.date() - timedelta(days=2)
    assert office_day(date(2021, 3, 1)) == date(2021, 3, 1)


def test_a_run_that_comes_days_late_leaves_its_work_to_that_of_today(now, scheduled):
    scheduled(now - timedelta(days=1))

    assert has_passed(None)
    assert not has_passed(now.date() - timedelta(days=30))


def test_a_run_that_comes_hours_late_does_its_day(now, scheduled):
    midnight = datetime.combine(now.date(), datetime.min.time(), OFFICE_TIME)
    scheduled(midnight)

    assert not has_passed(None)


def test_a_day_asked_for_by_name_is_lived_as_the_office_opens(now):
    assert office_now(date(2021, 3, 1)) == datetime(2021, 3, 1, 7, tzinfo=OFFICE_TIME)
    assert office_now() - now < timedelta(minutes=1)
