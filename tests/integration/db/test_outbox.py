import time
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import NullPool, create_engine, select, text

from db import carriage, digests, outbox
from db.carriage import Hours, Settled
from db.notices import Notice
from db.outbox import Letter, LetterStatus, Setback
from db.session import committing, transaction
from tests import factories

QUARTER = timedelta(minutes=15)
DAY = date(2021, 3, 1)
NOW = datetime(2021, 3, 1, 9, tzinfo=UTC)
OPEN = Hours(NOW)


@pytest.fixture
def letters(database) -> list[int]:  # noqa: ARG001 - for what it does
    with transaction() as session:
        drafts = [factories.draft(number) for number in range(10)]
        return list(outbox.queue(session, drafts).values())


def statuses() -> list[str]:
    with transaction() as session:
        return list(session.scalars(select(Letter.status).order_by(Letter.id)))


def settle(session, letter_id, status, answer, at=NOW) -> None:
    told = Settled(letter_id, status, answer, "mx:25", at)
    carriage.settle(session, [told], QUARTER)


def test_two_postmen_never_hold_the_same_letter(letters):
    with transaction() as one, transaction() as other:
        mine = {letter.id for letter in carriage.claim(one, 6, OPEN)}
        theirs = {letter.id for letter in carriage.claim(other, 6, OPEN)}

    assert len(mine) == 6
    assert mine | theirs == set(letters)
    assert mine & theirs == set()


def test_a_letter_written_again_on_the_same_occasion_is_the_one_there_is(letters):
    with transaction() as session:
        again = outbox.queue(session, [factories.draft(0, subject="Khác")])

    assert list(again.values()) == letters[:1]
    assert len(statuses()) == 10


@pytest.mark.usefixtures("letters")
def test_the_letters_of_a_postman_who_was_dismissed_wait_again():
    with committing() as ledger:
        pid = carriage.postman(ledger)
        with transaction() as session:
            carriage.claim(session, 4, OPEN, pid)
            carriage.release(session)
        assert statuses().count(LetterStatus.SENDING) == 4

        carriage.dismiss(ledger)
        with transaction() as session:
            carriage.release(session)

    assert set(statuses()) == {LetterStatus.QUEUED}


@pytest.mark.usefixtures("letters")
def test_what_was_settled_is_not_put_back_with_the_rest_of_a_broken_session():
    with transaction() as session:
        held = [letter.id for letter in carriage.claim(session, 3, OPEN)]
        settle(session, held[0], LetterStatus.SENT, "250 Ok")
        by = session.scalar(select(Letter.claimed_by).where(Letter.id == held[0]))
        carriage.put_back(session, held, "mất kết nối", by)

    assert statuses()[:3] == [LetterStatus.SENT, *[LetterStatus.QUEUED] * 2]


@pytest.mark.usefixtures("letters")
def test_what_another_postman_holds_by_now_is_not_put_back():
    """The database was restarted: the first one's claim ended with his connection."""
    gone, here = 999_999, 999_998
    with transaction() as session:
        held = [letter.id for letter in carriage.claim(session, 3, OPEN, by=gone)]
        carriage.release(session)
        carriage.claim(session, 3, OPEN, by=here)

        carriage.put_back(session, held, "mất kết nối", gone)

    assert statuses()[:3] == [LetterStatus.SENDING] * 3


@pytest.mark.usefixtures("letters")
def test_a_postman_who_falls_within_his_claim_has_taken_nothing():
    def fall() -> None:
        with transaction() as session:
            carriage.claim(session, 10, OPEN)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fall()

    assert set(statuses()) == {LetterStatus.QUEUED}


@pytest.fixture
def digest(year) -> tuple[int, list[int]]:
    """Queue one letter that reminds of the duties of two units."""
    with transaction() as session:
        duties = [
            factories.owe(session, "registration", year[code])
            for code in ("X1-A1", "X1-A2")
        ]
        letter = factories.draft(1, kind="digest", last_day=duties[0].due)
        (key,) = outbox.queue(session, [letter]).values()
        session.add_all(
            Notice(
                obligation_id=duty.id,
                rung="reminder:5",
                due=duty.due,
                recipient=factories.address("X1"),
                told_on=DAY,
                letter_id=key,
            )
            for duty in duties
        )
        return key, [duty.id for duty in duties]


def answer(*duties: int) -> None:
    with transaction() as session:
        session.execute(
            text("UPDATE obligation SET fulfilled_on = opened_on WHERE id = ANY(:ids)"),
            {"ids": list(duties)},
        )


def carried_by(letter) -> list[int]:
    with transaction() as session:
        return list(
            session.scalars(
                select(Notice.obligation_id)
                .filter_by(letter_id=letter)
                .order_by(Notice.id)
            )
        )


def test_a_letter_that_reminds_of_a_duty_met_since_is_not_claimed(digest):
    _, duties = digest
    answer(duties[0])

    with transaction() as session:
        assert carriage.claim(session, 10, OPEN) == []


def test_a_letter_that_is_no_longer_true_frees_what_still_is(digest):
    letter, duties = digest
    answer(duties[0])

    with transaction() as session:
        assert digests.take_back(session, DAY) == {factories.address("X1")}

    assert statuses() == [LetterStatus.WITHDRAWN]
    assert carried_by(letter) == [duties[0]]
    assert carried_by(None) == [duties[1]]


def test_a_letter_that_is_true_stays(digest):
    letter, duties = digest

    with transaction() as session:
        assert digests.take_back(session, DAY) == set()

    assert statuses() == [LetterStatus.QUEUED]
    assert carried_by(letter) == duties


def test_a_letter_of_a_day_gone_by_is_taken_up_in_that_of_today(digest):
    _, duties = digest

    with transaction() as session:
        assert carriage.claim(session, 10, Hours(NOW + timedelta(days=1))) == []
        digests.take_back(session, date(2021, 3, 2), of_before=True)

    assert statuses() == [LetterStatus.WITHDRAWN]
    assert carried_by(None) == duties


def test_a_letter_whose_duties_no_longer_take_an_answer_expires(digest):
    letter, duties = digest

    with transaction() as session:
        assert digests.take_back(session, date(2022, 1, 3)) == set()

    assert statuses() == [LetterStatus.EXPIRED]
    assert carried_by(letter) == duties


def test_a_letter_that_left_is_not_taken_back(digest):
    letter, duties = digest
    with transaction() as session:
        carriage.claim(session, 1, OPEN)
        settle(session, letter, LetterStatus.SENT, "250 Ok")

    answer(*duties)
    with transaction() as session:
        digests.take_back(session, DAY)

    assert statuses() == [LetterStatus.SENT]


@pytest.mark.parametrize(
    ("hour", "off_until", "leaves"),
    [(7, None, False), (8, None, True), (7, date(2021, 4, 5), True)],
    ids=["may still be merged", "was not merged", "a day off merges nothing"],
)
def test_a_letter_of_use_till_today_waits_for_the_mornings_own(
    digest, hour, off_until, leaves
):
    letter, _ = digest
    last_day = datetime(2021, 3, 31, hour, tzinfo=UTC)

    with transaction() as session:
        claimed = carriage.claim(session, 10, Hours(last_day, off_until))

    assert [each.id for each in claimed] == ([letter] if leaves else [])


def test_out_of_office_hours_only_what_cannot_wait_leaves(digest):
    letter, _ = digest
    with transaction() as session:
        outbox.queue(session, [factories.draft(2)])
    due = date(2021, 3, 31)

    with transaction() as session:
        assert carriage.claim(session, 10, Hours(NOW, opens_again=due)) == []
        urgent = carriage.claim(session, 10, Hours(NOW, date(2021, 4, 1)))

    assert [each.id for each in urgent] == [letter]


@pytest.mark.usefixtures("letters")
def test_what_the_server_puts_off_waits_longer_each_time():
    waited = []
    for hour in range(3):
        at = NOW + timedelta(hours=hour)
        with transaction() as session:
            session.execute(text("UPDATE letter SET next_attempt_at = NULL"))
            held = carriage.claim(session, 1, OPEN)[0].id
            settle(session, held, LetterStatus.DEFERRED, "450 4.2.0 Try later", at)
            assert carriage.claim(session, 1, OPEN)[0].id != held
            session.execute(text("UPDATE letter SET status = 'queued' WHERE id <> 1"))
            wait = select(Letter.next_attempt_at).filter_by(id=held)
            waited.append(round((session.scalar(wait) - at) / QUARTER))
            session.execute(text("UPDATE letter SET attempts = 0 WHERE id <> 1"))

    assert waited == [1, 2, 4]
    with transaction() as session:
        told = select(Setback.answer).filter_by(letter_id=1)
        assert session.scalars(told).all() == ["450 4.2.0 Try later"] * 3


@pytest.mark.usefixtures("province")
def test_a_mailbox_gets_one_letter_of_duties_a_day():
    with transaction() as session:
        first = outbox.queue(session, [factories.draft(1, kind="digest")])
        again = outbox.queue(session, [factories.draft(2, kind="digest")])
        later = factories.draft(3, kind="digest", dated=date(2021, 3, 2))

        assert (len(first), again) == (1, {})
        assert len(outbox.queue(session, [later])) == 1


@pytest.mark.usefixtures("letters")
def test_the_letters_of_a_postman_who_died_wait_again_at_once(database):
    engine = create_engine(database, poolclass=NullPool)
    with engine.connect() as dying:
        pid = carriage.postman(dying)
        with transaction() as session:
            carriage.claim(session, 10, OPEN, pid)
            carriage.release(session)
        assert set(statuses()) == {LetterStatus.SENDING}

    deadline = time.monotonic() + 5
    while set(statuses()) == {LetterStatus.SENDING} and time.monotonic() < deadline:
        with transaction() as session:
            carriage.release(session)

    assert set(statuses()) == {LetterStatus.QUEUED}
