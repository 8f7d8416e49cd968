"""One letter a mailbox a day, the most urgent duty first."""

from collections.abc import Iterable
from datetime import date, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from io import BytesIO
from zipfile import ZipFile

import pytest
import vobject
from sqlalchemy import func, select, update

from db import extensions, notices, obligations
from db.contacts import LEADERSHIP_ROLE, Contact
from db.cycle import Stage
from db.digests import Told
from db.notices import Notice as Noted
from db.obligations import Obligation
from db.outbox import Letter, LetterStatus
from db.session import transaction
from rules.ladder import Notice, Rung
from tasks.digest_lines import Known
from tasks.digests import write_digests
from tasks.forms import write_forms
from tasks.invitations import invitations
from tasks.letters import OFFICE_TIME
from templates.letters import Sender
from tests import factories

MORNING = date(2021, 3, 24)
NEXT = date(2021, 3, 25)
OPENED = Rung(Notice.OPENED)
REMINDER = Rung(Notice.REMINDER, 5)
OVERDUE = Rung(Notice.OVERDUE, -1)
SUPERIOR = Rung(Notice.SUPERIOR, -3)
LEADERSHIP = Rung(Notice.LEADERSHIP, -5)


def owe(key: str, *unit_ids: int) -> None:
    factories.open_stage(key)
    with transaction() as session:
        for unit_id in unit_ids:
            factories.owe(session, key, unit_id)


def tell(key: str, rung: Rung, office: int, today: date = MORNING) -> None:
    with transaction() as session:
        stage = session.scalars(select(Stage).filter_by(year=2021, key=key)).one()
        for due in obligations.open_dues(session, stage.id):
            notices.tell(session, stage.id, due, rung, office, today)


def write(today: date = MORNING, only: Iterable[str] | None = None) -> int:
    with transaction() as session:
        return write_digests(session, today, only and set(only))


def letters(code: str) -> list[Letter]:
    statement = select(Letter).filter_by(recipient=factories.address(code))
    with transaction() as session:
        found = session.scalars(statement.order_by(Letter.id)).all()
        session.expunge_all()
        return list(found)


def words(letter: Letter) -> str:
    message = message_from_bytes(letter.content, EmailMessage, policy=default)
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def calendars(letter: Letter) -> dict[str, vobject.base.Component]:
    message = message_from_bytes(letter.content, EmailMessage, policy=default)
    return {
        str(part.get_filename()): vobject.readOne(part.get_content())
        for part in message.iter_attachments()
        if part.get_content_type() == "text/calendar"
    }


def forms(letter: Letter) -> dict[str, bytes]:
    message = message_from_bytes(letter.content, EmailMessage, policy=default)
    return {
        str(part.get_filename()): part.get_content()
        for part in message.iter_attachments()
        if part.get_content_type() != "text/calendar"
    }


def put_off(unit_id: int, until: date, today: date = MORNING) -> None:
    with transaction() as session:
        owed = session.scalars(select(Obligation.id).filter_by(unit_id=unit_id)).all()
        extensions.extend(
            session,
            owed,
            until,
            reason="Mưa lũ",
            approved_by="Trưởng ban",
            today=today,
        )


def answer(unit_id: int, day: date) -> None:
    with transaction() as session:
        session.execute(
            update(Obligation)
            .where(Obligation.unit_id == unit_id)
            .values(fulfilled_on=day)
        )


def tell_news(today: date) -> None:
    with transaction() as session:
        notices.tell_news(session, today)


def untold() -> int:
    with transaction() as session:
        without = select(func.count()).where(Noted.letter_id.is_(None))
        return session.scalars(without).one()


def serve(code: str, *unit_ids: int) -> None:
    """Let one mailbox serve these units too."""
    with transaction() as session:
        session.execute(
            update(Contact)
            .where(Contact.unit_id.in_(unit_ids))
            .values(email=factories.address(code))
        )


def test_a_mailbox_of_many_units_and_roles_gets_one_letter_with_all_its_duties(year):
    serve("X1", year["X1-A1"], year["X1-A2"], year["X1-BCD"])
    owe("registration", year["X1"], year["X1-A1"], year["X1-A2"])
    owe("plan_commune", year["X1-BCD"])
    tell("registration", REMINDER, year["T-BCD"])
    tell("plan_commune", OVERDUE, year["T-BCD"])

    assert write() == 1

    [letter] = letters("X1")
    assert letter.kind == "digest"
    assert letter.subject == "01 việc quá hạn, 01 việc đến hạn gần nhất 31/03/2021"
    assert letter.last_day == date(2021, 3, 31)
    assert "Đơn vị: Xã Ấp Bắc; Thôn Một; Thôn Hai" in words(letter)
    assert words(letter).index("Việc đã quá hạn".upper()) < words(letter).index(
        "Việc sắp đến hạn".upper()
    )


def test_a_second_write_of_a_day_writes_nothing(year):
    owe("registration", year["X1"], year["CQ1"])
    tell("registration", REMINDER, year["T-BCD"])

    assert [write(), write()] == [2, 0]

    assert len(letters("X1")) == 1
    assert untold() == 0


def test_what_comes_later_that_day_waits_for_tomorrow(year):
    owe("registration", year["X1"])
    tell("registration", REMINDER, year["T-BCD"])
    write()
    owe("dossier_units", year["X1"])
    tell("dossier_units", OPENED, year["T-BCD"])

    assert [write(), write(NEXT)] == [0, 1]

    first, second = letters("X1")
    assert first.subject.startswith("Nhắc hạn 31/03/2021: ")
    assert second.subject.startswith("Mời thực hiện, hạn 22/11/2021: ")


def test_a_superior_that_also_owes_reads_both_in_one_letter(year):
    owe("plan_commune", year["X1-BCD"])
    owe("plan_district", year["H1-BCD"])
    tell("plan_commune", OVERDUE, year["T-BCD"], date(2021, 3, 11))
    write(date(2021, 3, 11))
    tell("plan_commune", SUPERIOR, year["T-BCD"])
    tell("plan_district", OVERDUE, year["T-BCD"])

    assert write() == 1

    [letter] = letters("H1-BCD")
    assert letter.subject == "Đề nghị chỉ đạo 01 lượt việc quá hạn, 01 việc quá hạn"
    assert letter.last_day is None
    assert "  - Ban Chỉ đạo xã Ấp Bắc\n    Đã báo: đơn vị ngày 11/03/2021\n" in words(
        letter
    )
    assert "Ban hành kế hoạch của Ban Chỉ đạo cấp huyện" in words(letter)


def test_with_one_mailbox_for_many_who_was_told_is_named_by_what_was_asked(year):
    for code in ("X1", "X1-A1", "X1-BCD"):
        factories.contact(code, date(2021, 3, 1), "chung@mau.example")
    owe("registration", year["X1-A1"])
    climb("registration", year["T-BCD"])

    told = [line for line in words(letters("T-BCD")[-1]).splitlines() if "Đã" in line]

    assert told == [
        "    Đã báo: đơn vị ngày 01/04/2021; cấp trên trực tiếp ngày 05/04/2021"
    ]


def test_a_superior_for_whom_the_office_read_was_not_told(year):
    with transaction() as session:
        of_superior = update(Contact).where(Contact.unit_id == year["X1-BCD"])
        session.execute(of_superior.values(valid_to=date(2021, 3, 1)))
    owe("registration", year["X1-A1"])
    climb("registration", year["T-BCD"])

    assert (
        "Đã báo: đơn vị ngày 01/04/2021; thường trực Ban Chỉ đạo tỉnh ngày 05/04/2021\n"
    ) in words(letters("T-BCD")[-1])


def test_of_a_contact_that_fails_it_is_the_office_that_was_told(year):
    with transaction() as session:
        session.add(
            Contact(
                unit_id=year["T-BCD"],
                role=LEADERSHIP_ROLE,
                email=factories.address("L"),
                valid_from=date(2020, 3, 1),
            )
        )
        factories.owe(session, "contacts", year["T-BCD"]).period = "X1-A1"
    factories.open_contacts()
    tell("contacts", OVERDUE, year["T-BCD"])
    write()
    tell("contacts", LEADERSHIP, year["T-BCD"], NEXT)
    write(NEXT)

    [letter] = letters("L")
    assert (
        "  - Thôn Một\n    Đã báo: thường trực Ban Chỉ đạo tỉnh ngày 24/03/2021\n"
    ) in words(letter)


def climb(key: str, office: int) -> None:
    """Tell a unit, its superior and the office, each on a day of its own."""
    steps = ((OVERDUE, 1), (SUPERIOR, 5), (Rung(Notice.OFFICE, -8), 12))
    for rung, number in steps:
        day = date(2021, 4, number)
        tell(key, rung, office, day)
        write(day)


def test_a_duty_told_twice_on_a_day_is_shown_once_by_the_more_urgent(year):
    owe("registration", year["X1"])
    tell("registration", OPENED, year["T-BCD"])
    tell("registration", REMINDER, year["T-BCD"])

    write()

    [letter] = letters("X1")
    assert letter.subject.startswith("Nhắc hạn 31/03/2021: ")
    assert words(letter).count("Đơn vị: Xã Ấp Bắc") == 1
    assert list(calendars(letter)) == ["han-viec.ics"]
    assert untold() == 0


def test_a_new_duty_brings_the_workbook_to_answer_it_in(year, tmp_path):
    owe("registration", year["X1"])
    tell("registration", OPENED, year["T-BCD"])

    write()

    [letter] = letters("X1")
    [(name, book)] = forms(letter).items()
    assert name == "X1-dang-ky.xlsx"
    assert "Biểu Excel gửi kèm đã ghi sẵn mã đơn vị" in words(letter)
    write_forms(tmp_path, 2021, None, (), MORNING)
    assert (tmp_path / name).read_bytes() == book


def test_a_reminder_brings_no_workbook(year):
    owe("registration", year["X1"])
    tell("registration", REMINDER, year["T-BCD"])

    write()

    [letter] = letters("X1")
    assert forms(letter) == {}
    assert "Biểu Excel" not in words(letter)


def test_a_mailbox_of_many_units_gets_their_workbooks_in_one_file(year):
    areas = ("X1-A1", "X1-A2")
    for code in areas:
        factories.contact(code, date(2021, 1, 5), factories.address("X1"))
    for stage, codes in {
        "plan_local": areas,
        "registration": ("X1", *areas),
        "festival": ("X1", *areas),
        "dossier_areas": areas,
        "dossier_units": ("X1",),
    }.items():
        owe(stage, *(year[code] for code in codes))
        tell(stage, OPENED, year["T-BCD"])

    write()

    [letter] = letters("X1")
    [(name, bundle)] = forms(letter).items()
    assert name == "bieu.zip"
    with ZipFile(BytesIO(bundle)) as books:
        assert len(books.namelist()) == 11
    assert "Mở tệp bieu.zip để lấy các biểu Excel" in words(letter)


def test_a_duty_put_off_says_from_when_to_when_why_and_by_whom(year):
    owe("registration", year["X1"])
    tell("registration", OPENED, year["T-BCD"], date(2021, 3, 1))
    write(date(2021, 3, 1))
    put_off(year["X1"], date(2021, 4, 15))
    tell_news(MORNING)

    write()

    opened, put = letters("X1")
    assert put.subject.startswith("Gia hạn đến 15/04/2021: ")
    assert put.last_day == date(2021, 4, 15)
    for said in (
        "Hạn mới: hết ngày 15/04/2021",
        "Hạn cũ: hết ngày 31/03/2021",
        "Lý do: Mưa lũ",
        "Người duyệt: Trưởng ban",
    ):
        assert said in words(put)
    before = calendars(opened)["han-viec.ics"].vevent
    after = calendars(put)["han-viec.ics"].vevent
    assert before.uid.value == after.uid.value
    assert (before.sequence.value, after.sequence.value) == ("0", "1")
    assert after.dtstart.value == date(2021, 4, 15)


def test_a_result_received_is_confirmed_and_leaves_the_calendar(year):
    owe("registration", year["X1"])
    tell("registration", OPENED, year["T-BCD"], date(2021, 3, 1))
    write(date(2021, 3, 1))
    answer(year["X1"], date(2021, 4, 2))
    tell_news(date(2021, 4, 2))

    write(date(2021, 4, 2))

    _, received = letters("X1")
    assert received.subject.startswith("Đã nhận: Đăng ký")
    assert received.last_day is None
    assert "Đã nhận: ngày 02/04/2021, chậm 02 ngày làm việc" in words(received)
    event = calendars(received)["huy-han.ics"].vevent
    assert (event.status.value, event.sequence.value) == ("CANCELLED", "1")


def test_a_duty_let_go_is_told_and_leaves_the_calendar(year):
    owe("registration", year["X1"])
    tell("registration", OPENED, year["T-BCD"], date(2021, 3, 1))
    write(date(2021, 3, 1))
    with transaction() as session:
        duty = session.scalars(select(Obligation.id)).one()
        obligations.waive(
            session, [duty], ground="Đã giải thể", by="Trưởng ban", today=MORNING
        )
    tell_news(MORNING)

    write(MORNING)
    tell_news(MORNING)
    write(MORNING)

    _, let_go = letters("X1")
    assert (
        let_go.subject
        == "Được miễn: Đăng ký đạt tiêu chuẩn “An toàn về an ninh, trật tự”"
    )
    for said in ("Được miễn: Đã giải thể", "Người duyệt: Trưởng ban"):
        assert said in words(let_go)
    assert calendars(let_go)["huy-han.ics"].vevent.status.value == "CANCELLED"


def test_a_new_mailbox_is_handed_the_open_duties(year):
    owe("registration", year["X1"])
    tell("registration", OPENED, year["T-BCD"], date(2021, 3, 1))
    write(date(2021, 3, 1))
    serve("CQ1", year["X1"])
    tell_news(MORNING)

    write()

    [letter] = letters("CQ1")
    assert letter.subject.startswith("Bàn giao việc, hạn 31/03/2021: ")
    assert list(calendars(letter)) == ["han-viec.ics"]


@pytest.mark.parametrize(
    ("stage", "due"), [("plan_province", "29/01/2021"), ("contacts", "31/12/2021")]
)
def test_what_the_office_owes_is_its_own_and_its_leaders_are_asked(year, stage, due):
    with transaction() as session:
        session.add(
            Contact(
                unit_id=year["T-BCD"],
                role=LEADERSHIP_ROLE,
                email="lanh-dao@mau.example",
                valid_from=factories.BEGAN,
            )
        )
    owe(stage, year["T-BCD"])
    tell(stage, OVERDUE, year["T-BCD"])
    tell(stage, LEADERSHIP, year["T-BCD"])

    assert write() == 2

    [own] = letters("T-BCD")
    with transaction() as session:
        [asked] = session.scalars(
            select(Letter.content).filter_by(recipient="lanh-dao@mau.example")
        ).all()
    assert own.subject.startswith(f"Việc của Thường trực, quá hạn từ {due}: ")
    assert "Kính gửi: Thường trực Ban Chỉ đạo tỉnh" in words(own)
    said = words(Letter(content=asked))
    assert "Kính gửi: Lãnh đạo Ban Chỉ đạo tỉnh" in said
    assert "Nay đề nghị: chỉ đạo Thường trực Ban Chỉ đạo hoàn thành ngay" in said


def test_an_office_without_leaders_is_not_asked_to_direct_itself(year):
    owe("plan_province", year["T-BCD"])
    tell("plan_province", OVERDUE, year["T-BCD"])
    tell("plan_province", LEADERSHIP, year["T-BCD"])

    assert write() == 1

    [letter] = letters("T-BCD")
    assert letter.subject.startswith("Việc của Thường trực, quá hạn từ 29/01/2021: ")
    assert untold() == 0


def test_a_duty_names_the_units_it_waits_for(year):
    owe("plan_local", year["X1-A1"], year["X1-A2"])
    owe("plan_commune", year["X1-BCD"])
    factories.open_stage("plan_commune", waits_for=["plan_local"])
    tell("plan_commune", OVERDUE, year["T-BCD"])

    write()

    [letter] = letters("X1-BCD")
    assert "Đang chờ: 02 đơn vị: Thôn Hai; Thôn Một" in words(letter)


def test_only_the_mailboxes_asked_for_are_written_to(year):
    owe("registration", year["X1"], year["CQ1"])
    tell("registration", REMINDER, year["T-BCD"])

    assert write(only=[factories.address("CQ1")]) == 1

    assert letters("X1") == []
    assert len(letters("CQ1")) == 1


def test_a_letter_taken_back_carries_nothing(year):
    owe("registration", year["X1"])
    tell("registration", REMINDER, year["T-BCD"])
    write()
    with transaction() as session:
        session.execute(update(Letter).values(status=LetterStatus.WITHDRAWN))
        session.execute(update(Noted).values(letter_id=None))

    assert [write(), write(NEXT)] == [0, 1]

    assert untold() == 0
    assert [letter.dated for letter in letters("X1")] == [MORNING, NEXT]


def test_a_day_with_nothing_to_tell_writes_nothing(year):
    del year

    assert write() == 0


def test_whoever_follows_more_than_fifty_duties_gets_no_calendar(sender):
    stage = Stage(id=1, year=2021, key="plan", title="Kế hoạch", period="2021")
    stage.how, stage.source = "Gửi biểu.", "Kế hoạch năm"
    known = Known(MORNING, "", {1: stage}, {}, {}, {})
    told = [
        Told(
            id=number,
            recipient="a@mau.example",
            addressee="Xã",
            obligation_id=number,
            stage_id=1,
            unit=f"Thôn {number}",
            unit_code=f"A{number}",
            due=NEXT,
            rung=OPENED,
            extensions=0,
            fulfilled_on=None,
            late=False,
            waived_ground=None,
            waived_by=None,
        )
        for number in range(51)
    ]

    assert len(invitations(told[:50], known, sender)) == 1
    assert invitations(told, known, sender) == []


@pytest.fixture
def sender() -> Sender:
    return Sender(
        name="Thường trực",
        address="antq@mau.example",
        reply_to="t-bcd@mau.example",
        office="Thường trực Ban Chỉ đạo tỉnh",
        contact="thư điện tử t-bcd@mau.example",
        dated=datetime(2021, 3, 24, 7, tzinfo=OFFICE_TIME),
        closing=(),
    )
