from datetime import UTC, datetime, timedelta

from rules.alarms import Mail, Memory, mail_due, seen, told
from rules.watching import Trouble

NOON = datetime(2021, 3, 10, 12, tzinfo=UTC)
DAY, OUTBOX = Trouble.DAY, Trouble.OUTBOX


def live(*looks: tuple[float, set[Trouble]]) -> list[tuple[float, Mail]]:
    """Look so many hours after noon at so many troubles; return what was mailed."""
    memory, mailed = Memory(), []
    for hours, troubles in looks:
        now = NOON + timedelta(hours=hours)
        memory = seen(memory, troubles, now)
        if mail := mail_due(memory):
            mailed.append((hours, mail))
            memory = told(memory, mail, now)
    return mailed


def test_a_trouble_that_lasts_is_mailed_every_six_hours():
    looks = [(half / 2, {DAY}) for half in range(25)]

    assert live(*looks) == [(0, Mail.ALARM), (6, Mail.ALARM), (12, Mail.ALARM)]


def test_a_second_trouble_does_not_wait_for_the_first():
    assert live((0, {DAY}), (1, {DAY, OUTBOX}), (2, {DAY, OUTBOX})) == [
        (0, Mail.ALARM),
        (1, Mail.ALARM),
    ]


def test_all_is_well_again_is_mailed_once():
    assert live((0, {DAY, OUTBOX}), (1, {DAY}), (2, set()), (3, set())) == [
        (0, Mail.ALARM),
        (2, Mail.ALL_CLEAR),
    ]


def test_a_trouble_that_comes_and_goes_is_mailed_once_in_six_hours():
    looks = [(0, {DAY}), (1, set()), (2, {DAY}), (3, set()), (4, {DAY}), (6, {DAY})]

    assert live(*looks) == [(0, Mail.ALARM), (1, Mail.ALL_CLEAR), (6, Mail.ALARM)]


def test_a_clock_set_back_repeats_no_mail():
    assert live((0, {DAY}), (-2, {DAY}), (1, {DAY})) == [(0, Mail.ALARM)]


def test_a_clock_that_was_years_ahead_does_not_silence_the_watchman():
    years = 24.0 * 365 * 10

    assert live((years, {DAY}), (0, {DAY})) == [(years, Mail.ALARM), (0, Mail.ALARM)]


def test_what_could_not_be_mailed_stays_due():
    memory = seen(Memory(), {DAY}, NOON)
    later = seen(memory, {DAY}, NOON + timedelta(hours=1))

    assert (mail_due(memory), mail_due(later)) == (Mail.ALARM, Mail.ALARM)
    assert later.since == {DAY: NOON}


def test_nothing_wrong_is_nothing_to_mail():
    assert live((0, set()), (1, set())) == []
