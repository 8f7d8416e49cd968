"""The story of a duty as an inspector reads it."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, text, update

from db import carriage, contacts, digests, extensions, notices, obligations
from db.carriage import Settled
from db.contacts import Contact
from db.cycle import Stage
from db.obligations import Obligation
from db.outbox import Letter, LetterStatus, Setback
from db.session import transaction
from rules.errors import OutOfTurnError, UnclearRequestError
from rules.ladder import Rung
from rules.proof import Outcome
from tasks.digests import write_digests
from tasks.letters import OFFICE_TIME
from tasks.proof import Proof, prove
from tests import factories

KEY = "registration"
DUE = date(2021, 3, 31)
TOLD, LATER, AFTER = date(2021, 3, 24), date(2021, 3, 25), date(2021, 4, 6)
MAILBOX = factories.address("X1")
DEPUTY = "du-phong@mau.example"


@pytest.fixture
def owing(year) -> dict[str, int]:
    factories.open_stage(KEY)
    with transaction() as session:
        factories.owe(session, KEY, year["X1"])
    return year


def tell(rung: str, today: date, office: int) -> None:
    """Note a rung, and write the day's letters."""
    with transaction() as session:
        stage_id = session.scalars(select(Stage.id).filter_by(key=KEY)).one()
        for due in obligations.open_dues(session, stage_id):
            notices.tell(session, stage_id, due, Rung.parse(rung), office, today)
        write_digests(session, today)


def settle(
    status: LetterStatus, answer: str, at: datetime, recipient: str = MAILBOX
) -> str:
    """Let the mail server answer the last letter to a mailbox; return its id."""
    with transaction() as session:
        letter = session.scalars(
            select(Letter).filter_by(recipient=recipient).order_by(Letter.id.desc())
        ).first()
        assert letter is not None
        settled = Settled(letter.id, status, answer, "mx.mau.example", at)
        carriage.settle(session, [settled], timedelta(minutes=5))
        return letter.message_id


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=OFFICE_TIME)


def proven(today: date = AFTER, about: str = KEY) -> Proof:
    return prove("x1", about, 2021, today, today)


def story(found: Proof) -> list[tuple[date, str]]:
    return [(each.on, each.words) for each in found.events]


def test_a_letter_put_off_and_then_taken_proves_that_the_unit_was_told(owing):
    tell("reminder:5", TOLD, owing["T-BCD"])
    settle(LetterStatus.DEFERRED, "451 thử lại sau", at(TOLD, 8))
    message_id = settle(LetterStatus.SENT, "250 2.0.0 Ok", at(TOLD, 9))

    found = proven()

    assert story(found) == [
        (date(2021, 2, 17), "Giao việc, hạn 31/03/2021"),
        (TOLD, "Lập thư số 1: nhắc khi còn 5 ngày làm việc"),
        (TOLD, "Máy chủ thư hoãn nhận: thư số 1"),
        (TOLD, "Máy chủ mx.mau.example nhận thư số 1"),
        (DUE, "Hết hạn, chưa có kết quả"),
    ]
    _, written, put_off, taken, _ = found.events
    assert written.details[0] == f"Tới {MAILBOX} (Đầu mối phong trào, Xã Ấp Bắc)"
    assert written.details[1].startswith("Tiêu đề: Nhắc hạn 31/03/2021")
    assert written.details[2] == f"Message-ID: {message_id}"
    assert put_off.details[0] == "Trả lời: “451 thử lại sau”"
    assert taken.details == ("Trả lời: “250 2.0.0 Ok”",)
    assert found.verdict.outcome is Outcome.TOLD
    assert found.verdict.words == (
        "Đã báo ngày 24/03/2021 lúc 09:00, trước khi hết hạn 31/03/2021:"
        " máy chủ mx.mau.example nhận với câu trả lời “250 2.0.0 Ok”."
    )


def test_the_duty_is_told_with_its_dates_their_derivation_and_source(owing):
    with transaction() as session:
        session.execute(update(Obligation).values(grace=date(2021, 4, 2)))

    found = proven(date(2021, 4, 1), "đăng ký đạt")

    assert (found.code, found.key, found.first_due) == ("X1", KEY, DUE)
    assert found.duty.derivation == "đến hết ngày 31/03/2021"
    assert (found.source, found.unconfirmed) == ("Thông tư 23/2012/TT-BCA", True)
    assert (found.grace, found.locks) == (date(2021, 4, 2), date(2021, 12, 31))
    assert "vẫn tính đúng hạn" in found.duty.state
    assert owing["X1"]


def test_a_letter_come_back_did_not_tell_and_the_deputy_s_does(owing):
    with transaction() as session:
        session.execute(
            update(Contact)
            .where(Contact.unit_id == owing["X1"])
            .values(deputy_email=DEPUTY)
        )
    tell("reminder:5", TOLD, owing["T-BCD"])
    settle(LetterStatus.SENT, "250 2.0.0 Ok", at(TOLD, 8))
    come_back("550 5.1.1 không có người này")
    waiting = proven(LATER).verdict

    tell("reminder:5", LATER, owing["T-BCD"])
    settle(LetterStatus.SENT, "250 2.0.0 Ok lần hai", at(LATER, 8), DEPUTY)

    assert waiting.outcome is Outcome.NOT_YET
    assert "sẽ báo lại" in waiting.words
    found = proven()
    assert found.verdict.words.startswith("Đã báo ngày 25/03/2021 lúc 08:00")
    assert "250 2.0.0 Ok lần hai" in found.verdict.words
    words = [each.words for each in found.events]
    assert words.count("Bị trả lại: thư số 1") == 1
    deputy = f"Tới {DEPUTY} (Đầu mối phong trào, dự phòng, Xã Ấp Bắc)"
    assert deputy in [detail for each in found.events for detail in each.details]


def come_back(answer: str) -> None:
    with transaction() as session:
        letter = session.scalars(select(Letter).filter_by(recipient=MAILBOX)).one()
        letter.status = LetterStatus.BOUNCED
        session.add(
            Setback(
                letter_id=letter.id,
                status=LetterStatus.BOUNCED,
                answer=answer,
                at=at(TOLD, 10),
            )
        )
        contacts.mark_dead(session, MAILBOX, answer, TOLD)


def test_a_letter_come_back_with_nobody_else_to_write_to_is_our_fault(owing):
    tell("reminder:5", TOLD, owing["T-BCD"])
    settle(LetterStatus.SENT, "250 2.0.0 Ok", at(TOLD, 8))
    come_back("550 5.1.1 không có người này")

    found = proven()

    assert found.verdict.outcome is Outcome.OUR_FAULT
    assert found.verdict.words == (
        "Lỗi thuộc về thường trực: thư ngày 24/03/2021 bị trả lại"
        " (“550 5.1.1 không có người này”), đơn vị không còn hộp thư nào khác để gửi."
    )


def test_a_refused_letter_stays_in_the_story_when_the_next_one_is_taken(owing):
    tell("reminder:5", TOLD, owing["T-BCD"])
    refused = settle(LetterStatus.REFUSED, "554 5.7.1 chặn", at(TOLD, 8))
    tell("reminder:5", LATER, owing["T-BCD"])
    taken = settle(LetterStatus.SENT, "250 2.0.0 Ok", at(LATER, 8))

    found = proven()

    assert refused != taken
    assert story(found)[1:5] == [
        (TOLD, "Lập thư số 1: nhắc khi còn 5 ngày làm việc"),
        (TOLD, "Máy chủ thư từ chối: thư số 1"),
        (LATER, "Lập thư số 2: nhắc khi còn 5 ngày làm việc"),
        (LATER, "Máy chủ mx.mau.example nhận thư số 2"),
    ]
    assert found.verdict.outcome is Outcome.TOLD


def test_a_letter_taken_back_and_written_anew_is_told_twice(owing):
    tell("reminder:5", TOLD, owing["T-BCD"])
    with transaction() as session:
        digests.take_back(session, LATER, of_before=True)
        write_digests(session, LATER)
    settle(LetterStatus.SENT, "250 2.0.0 Ok", at(LATER, 8))

    first, second = [
        each for each in proven().events if each.words.startswith("Lập thư")
    ]

    assert (first.on, second.on) == (TOLD, LATER)
    assert first.details[-1] == ("Được rút lại, không gửi: Gộp vào thư của ngày sau.")


def test_a_letter_to_those_above_tells_not_the_unit(owing):
    tell("superior:-3", AFTER, owing["T-BCD"])
    settle(LetterStatus.SENT, "250 Ok", at(AFTER, 8), factories.address("H1-BCD"))

    found = proven()

    assert (
        AFTER,
        "Lập thư số 1: báo cấp trên trực tiếp khi quá hạn 3 ngày làm việc",
    ) in story(found)
    assert found.verdict.words == (
        "Lỗi thuộc về thường trực: không lập thư nào báo việc này cho đơn vị."
    )


def test_a_unit_without_a_contact_is_our_fault_at_once(owing):
    with transaction() as session:
        session.execute(
            text("DELETE FROM contact WHERE unit_id = :unit"), {"unit": owing["X1"]}
        )

    found = proven(TOLD)

    assert found.mailbox is None
    assert found.verdict.words == (
        "Lỗi thuộc về thường trực: đơn vị không có hộp thư nào nhận được thư."
    )


def test_a_duty_put_off_and_answered_tells_who_allowed_it_and_how_late(owing):
    tell("overdue:-1", date(2021, 4, 1), owing["T-BCD"])
    settle(LetterStatus.SENT, "250 Ok", at(date(2021, 4, 1), 9))
    with transaction() as session:
        [owed] = session.scalars(select(Obligation))
        extensions.extend(
            session,
            [owed.id],
            date(2021, 4, 15),
            reason="mưa lũ",
            approved_by="Phó Trưởng ban thường trực",
            today=date(2021, 4, 5),
        )
        session.refresh(owed)
        owed.fulfilled_on = date(2021, 4, 9)

    found = proven(date(2021, 4, 20))

    events = {each.words: each.details for each in found.events}
    assert events["Gia hạn từ 31/03/2021 đến 15/04/2021"] == (
        "Lý do: mưa lũ",
        "Người cho phép: Phó Trưởng ban thường trực",
    )
    assert "Xong việc, chậm 7 ngày làm việc so với hạn 31/03/2021" in events
    assert found.verdict.outcome is Outcome.TOLD_LATE
    assert found.verdict.words.startswith("Đã báo nhưng sau hạn 31/03/2021: ngày 01/04")


def test_a_duty_let_go_tells_on_which_ground(owing):
    with transaction() as session:
        [owed] = session.scalars(select(Obligation))
        obligations.waive(
            session, [owed.id], ground="Giải thể", by="Trưởng ban", today=TOLD
        )

    found = proven()

    assert found.events[-1].details == (
        "Căn cứ: Giải thể",
        "Người quyết định: Trưởng ban",
    )
    assert found.verdict.outcome is Outcome.NOT_YET
    assert owing["X1"]


def test_of_several_periods_of_a_duty_one_must_be_named(owing):
    with transaction() as session:
        session.execute(update(Obligation).values(period="CQ1"))
        factories.owe(session, KEY, owing["X1"])

    with pytest.raises(UnclearRequestError, match=r"kèm kỳ: .*registration:CQ1"):
        proven()

    assert proven(about="registration:cq1").period == "CQ1"
    assert proven(about="đăng ký đạt:2021").period == "2021"


@pytest.mark.usefixtures("owing")
def test_a_duty_the_unit_was_not_given_is_refused_with_where_to_look():
    with pytest.raises(OutOfTurnError, match="antq explain X1"):
        proven(about="plan_commune")
    with pytest.raises(UnclearRequestError, match="Không có việc “kế hoạch”"):
        proven(about="kế hoạch")
