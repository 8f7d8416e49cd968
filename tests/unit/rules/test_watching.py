from datetime import date, datetime, timedelta, timezone

import pytest

from rules.timetable import Calendar, calendar
from rules.watching import (
    LEAST_ROOM,
    TROUBLE_NAMES,
    Facts,
    Life,
    Room,
    Trouble,
    Waiting,
    alarms,
    office_hours,
)

OFFICE_TIME = timezone(timedelta(hours=7))
NO_HOLIDAYS = Calendar()
#: A Wednesday.
NOW = datetime(2021, 3, 10, 9, tzinfo=OFFICE_TIME)
BEGUN = date(2021, 1, 4)


def at(day: int, hour: int = 0, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2021, month, day, hour, minute, tzinfo=OFFICE_TIME)


def lived(at: datetime) -> Life:
    return Life(BEGUN, at.date(), at)


def troubles(facts: Facts, days: Calendar = NO_HOLIDAYS) -> list[Trouble]:
    return [alarm.trouble for alarm in alarms(facts, days)]


def test_a_day_lived_this_morning_is_quiet():
    assert alarms(Facts(NOW, life=lived(at(10, 7, 3))), NO_HOLIDAYS) == []


def test_no_day_lived_for_26_hours_alarms_and_says_since_when():
    last = NOW - timedelta(hours=27)

    [alarm] = alarms(Facts(NOW, life=lived(last)), NO_HOLIDAYS)

    assert (alarm.trouble, alarm.since) == (Trouble.DAY, last)
    assert alarm.is_grave
    assert alarm.what.startswith("Đã 27 giờ không ngày nào được làm xong")
    assert "antq stage run_day" in alarm.to_do


def test_26_hours_are_not_yet_too_many():
    last = NOW - timedelta(hours=26)

    assert troubles(Facts(NOW, life=lived(last))) == []
    assert troubles(Facts(NOW + timedelta(seconds=1), life=lived(last))) == [
        Trouble.DAY
    ]


def test_a_weekend_is_lived_too():
    sunday = at(14, 12)

    assert troubles(Facts(sunday, life=lived(at(12, 7)))) == [Trouble.DAY]
    assert troubles(Facts(sunday, life=lived(at(14, 7)))) == []


def test_a_year_that_has_not_begun_is_quiet_also_when_prefect_is():
    assert alarms(Facts(NOW, prefect="Không chạy."), NO_HOLIDAYS) == []


def test_a_year_that_is_over_is_quiet():
    rehearsed = Life(BEGUN, date(2021, 12, 31), NOW - timedelta(days=40))

    assert alarms(Facts(NOW, life=rehearsed), NO_HOLIDAYS) == []


@pytest.mark.parametrize(
    ("now", "found"),
    [(at(5, 23, month=1), []), (at(6, 2, 1, month=1), [Trouble.DAY])],
)
def test_a_year_begun_and_never_lived_alarms_from_the_second_day(now, found):
    assert troubles(Facts(now, life=Life(BEGUN))) == found


@pytest.mark.parametrize(
    ("now", "found"),
    [(at(1, 23, month=1), []), (at(2, 3, month=1), [Trouble.DAY])],
)
def test_a_year_begun_early_is_awaited_from_its_first_day(now, found):
    assert troubles(Facts(now, life=Life(date(2020, 12, 20)))) == found


def test_an_alarm_of_december_does_not_end_with_the_year():
    life = Life(date(2020, 12, 20), None, datetime(2020, 12, 29, 7, tzinfo=OFFICE_TIME))

    assert troubles(Facts(at(1, 1, month=1), life=life)) == [Trouble.DAY]


def test_a_clock_that_went_back_alarms_nobody():
    assert troubles(Facts(NOW, life=lived(NOW + timedelta(days=2)))) == []


def test_a_letter_may_wait_four_office_hours():
    life = lived(at(10, 7))
    waits = [Waiting(3, NOW - timedelta(hours=hours)) for hours in (2, 16)]

    assert [troubles(Facts(NOW, life=life, waiting=each)) for each in waits] == [[], []]


def test_a_letter_that_waited_longer_alarms_and_says_since_when():
    now = NOW + timedelta(hours=3, minutes=1)
    waiting = Waiting(12, at(10, 8))

    [alarm] = alarms(Facts(now, life=lived(at(10, 7)), waiting=waiting), NO_HOLIDAYS)

    assert (alarm.trouble, alarm.since) == (Trouble.OUTBOX, at(10, 8))
    assert alarm.what == (
        "12 thư đến lượt mà chưa gửi được; thư cũ nhất đã chờ 4 giờ làm việc."
    )


def test_a_letter_queued_on_friday_evening_is_not_old_on_monday_morning():
    monday = at(15, 10, 59)
    life = lived(at(15, 7))
    friday = Waiting(1, at(12, 18))

    assert troubles(Facts(monday, life=life, waiting=friday)) == []
    assert troubles(Facts(at(15, 11, 1), life=life, waiting=friday)) == [Trouble.OUTBOX]


def test_office_hours_leave_out_nights_and_days_off():
    tuesday, thursday = at(9, 16), at(11, 8)
    wednesday_off = Calendar(days_off=frozenset({date(2021, 3, 10)}))

    assert office_hours(tuesday, thursday, NO_HOLIDAYS) == timedelta(hours=12)
    assert office_hours(tuesday, thursday, wednesday_off) == timedelta(hours=2)
    assert office_hours(thursday, tuesday, NO_HOLIDAYS) == timedelta()


def test_the_whole_of_tet_has_no_office_hours():
    assert office_hours(at(9, 17, month=2), at(17, 7, month=2), calendar()) == (
        timedelta()
    )


def test_a_database_that_does_not_answer_is_an_alarm_by_itself():
    [alarm] = alarms(Facts(NOW, database="Máy chủ báo: refused"), NO_HOLIDAYS)

    assert (alarm.trouble, alarm.since) == (Trouble.DATABASE, None)
    assert "refused" in alarm.what


def test_a_disk_nearly_full_is_an_alarm():
    full, roomy = Room("/srv", LEAST_ROOM - 1), Room("/srv", LEAST_ROOM)

    [alarm] = alarms(Facts(NOW, room=full), NO_HOLIDAYS)

    assert alarm.what.startswith("Đĩa chứa “/srv” chỉ còn 1023 MB")
    assert alarms(Facts(NOW, room=roomy), NO_HOLIDAYS) == []


def test_prefect_not_answering_is_only_a_warning():
    [warning] = alarms(Facts(NOW, life=lived(NOW), prefect="Hỏng."), NO_HOLIDAYS)

    assert (warning.trouble, warning.is_grave) == (Trouble.PREFECT, False)


def test_every_trouble_has_its_name():
    assert set(TROUBLE_NAMES) == set(Trouble)
