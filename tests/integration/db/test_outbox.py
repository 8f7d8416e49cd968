import time
from datetime import date, timedelta

import pytest
from sqlalchemy import NullPool, create_engine, select, text

from db import outbox
from db.outbox import Letter, LetterStatus, Notice
from db.session import transaction
from tests import factories

QUARTER = timedelta(minutes=15)


@pytest.fixture
def letters(database) -> list[int]:  # noqa: ARG001 - for what it does
    with transaction() as session:
        drafts = [factories.draft(number) for number in range(10)]
        return list(outbox.queue(session, drafts).values())


def statuses() -> list[str]:
    with transaction() as session:
        return list(session.scalars(select(Letter.status).order_by(Letter.id)))


def test_two_postmen_never_hold_the_same_letter(letters):
    with transaction() as one, transaction() as other:
        mine = {letter.id for letter in outbox.claim(one, 6)}
        theirs = {letter.id for letter in outbox.claim(other, 6)}

    assert len(mine) == 6
    assert mine | theirs == set(letters)
    assert mine & theirs == set()


def test_a_letter_written_again_on_the_same_occasion_is_the_one_there_is(letters):
    with transaction() as session:
        again = outbox.queue(session, [factories.draft(0, subject="Khác")])

    assert list(again.values()) == letters[:1]
    assert len(statuses()) == 10


@pytest.mark.usefixtures("letters")
def test_the_letters_of_a_postman_who_never_returned_wait_again():
    with transaction() as session:
        outbox.claim(session, 4)
    with transaction() as session:
        outbox.release(session, older_than=QUARTER)
    assert statuses().count(LetterStatus.SENDING) == 4

    with transaction() as session:
        session.execute(
            text("UPDATE letter SET claimed_at = claimed_at - :q"), {"q": QUARTER}
        )
        outbox.release(session, older_than=QUARTER)

    assert set(statuses()) == {LetterStatus.QUEUED}


@pytest.mark.usefixtures("letters")
def test_what_was_settled_is_not_put_back_with_the_rest_of_a_broken_session():
    with transaction() as session:
        held = [letter.id for letter in outbox.claim(session, 3)]
        outbox.settle(session, held[0], LetterStatus.SENT, "250 Ok")
        outbox.put_back(session, held, "mất kết nối")

    assert statuses()[:3] == [LetterStatus.SENT, *[LetterStatus.QUEUED] * 2]


@pytest.mark.usefixtures("letters")
def test_a_postman_who_falls_within_his_claim_has_taken_nothing():
    def fall() -> None:
        with transaction() as session:
            outbox.claim(session, 10)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fall()

    assert set(statuses()) == {LetterStatus.QUEUED}


@pytest.fixture
def reminder(year) -> tuple[int, list[int]]:
    """Queue one reminder of the duties of two units."""
    with transaction() as session:
        duties = [
            factories.owe(session, "registration", year[code])
            for code in ("X1-A1", "X1-A2")
        ]
        (letter,) = outbox.queue(session, [factories.draft(1)]).values()
        session.add_all(
            Notice(
                obligation_id=duty.id,
                rung="reminder:5",
                recipient=factories.address("X1"),
                told_on=date(2021, 3, 24),
                letter_id=letter,
            )
            for duty in duties
        )
        return letter, [duty.id for duty in duties]


def answer(*duties: int) -> None:
    with transaction() as session:
        session.execute(
            text("UPDATE obligation SET fulfilled_on = opened_on WHERE id = ANY(:ids)"),
            {"ids": list(duties)},
        )
        outbox.withdraw_answered(session)


def test_a_reminder_is_taken_back_once_its_every_duty_is_met(reminder):
    _, duties = reminder

    answer(duties[0])
    assert statuses() == [LetterStatus.QUEUED]

    answer(duties[1])
    assert statuses() == [LetterStatus.WITHDRAWN]


def test_a_reminder_that_left_is_not_taken_back(reminder):
    letter, duties = reminder
    with transaction() as session:
        outbox.claim(session, 1)
        outbox.settle(session, letter, LetterStatus.SENT, "250 Ok")

    answer(*duties)

    assert statuses() == [LetterStatus.SENT]


@pytest.mark.usefixtures("letters")
def test_the_letters_of_a_postman_who_died_wait_again_at_once(database):
    engine = create_engine(database, poolclass=NullPool)
    with engine.connect() as dying:
        pid = outbox.postman(dying)
        with transaction() as session:
            outbox.claim(session, 10, pid)
            outbox.release(session, QUARTER)
        assert set(statuses()) == {LetterStatus.SENDING}

    deadline = time.monotonic() + 5
    while set(statuses()) == {LetterStatus.SENDING} and time.monotonic() < deadline:
        with transaction() as session:
            outbox.release(session, QUARTER)

    assert set(statuses()) == {LetterStatus.QUEUED}
