from datetime import date, timedelta

import pytest
from sqlalchemy import event, func, select, update
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from db import agenda, contacts
from db.contacts import LEADERSHIP_ROLE, Contact
from db.cycle import Stage
from db.notices import Notice
from db.obligations import Obligation
from db.outbox import Letter, LetterStatus
from db.session import transaction
from db.units import Unit
from rules.agenda import CloseStage, OpenStage
from rules.cycle import StageStatus
from rules.errors import AntqError, OutOfTurnError
from tasks import planning, recognition, reviews
from tasks.digests import tell_duties
from tasks.intake import take_in_files
from tasks.stages import close_stages, open_stages, remind_units
from tests import factories

OPENS = date(2021, 2, 17)


def live(day, *, delivered: bool = True) -> None:
    due = planning.due_today(day)
    open_stages.fn(due.opening, day)
    remind_units.fn(due.reminding, day)
    close_stages.fn(due.closing, day)
    if planning.news_to_tell(day):
        tell_duties.fn(day)
    if delivered:
        with transaction() as session:
            waiting = update(Letter).where(Letter.status == LetterStatus.QUEUED)
            session.execute(waiting.values(status=LetterStatus.SENT))


def told(rung) -> list[str]:
    """Return the mailboxes whose letters tell of a rung."""
    statement = select(Notice.recipient).where(
        Notice.rung.startswith(rung), Notice.letter_id.is_not(None)
    )
    with transaction() as session:
        return sorted(session.scalars(statement))


def duties_given() -> tuple[int, date]:
    """Return a stage that gave duties, and the last day that takes an answer."""
    statement = select(Obligation.stage_id, func.max(Obligation.locks))
    with transaction() as session:
        each = statement.group_by(Obligation.stage_id).limit(1)
        stage_id, last_day = session.execute(each).one()
    return stage_id, last_day


@pytest.mark.usefixtures("database")
def test_a_unit_without_contact_stops_no_letter_to_the_others():
    factories.found_province(without_contact={"X1-A1"})
    factories.start_year()

    live(OPENS)

    with transaction() as session:
        assert [unit.code for unit in contacts.without(session, OPENS)] == ["X1-A1"]
    assert factories.address("X1-A2") in told("opened")
    assert factories.address("X1-A1") not in told("opened")


@pytest.mark.usefixtures("year")
def test_a_day_lived_twice_opens_once_and_writes_once():
    live(OPENS)
    with transaction() as session:
        before = [
            session.scalar(select(func.count()).select_from(table))
            for table in (Obligation, Letter)
        ]

    assert not planning.due_today(OPENS)
    live(OPENS)

    with transaction() as session:
        assert before == [
            session.scalar(select(func.count()).select_from(table))
            for table in (Obligation, Letter)
        ]


@pytest.mark.usefixtures("year")
def test_each_mailbox_gets_one_letter_of_duties_a_day():
    live(OPENS)

    with transaction() as session:
        opened = session.scalars(select(Letter.recipient)).all()
    assert len(opened) == len(set(opened))


@pytest.mark.usefixtures("year")
def test_the_superior_is_asked_first_then_the_office_then_leadership():
    live(OPENS)
    live(date(2021, 4, 2))
    assert told("superior") == []
    live(date(2021, 4, 5))
    assert factories.address("H1-BCD") in told("superior")
    assert told("office") == []
    live(date(2021, 4, 12))
    assert factories.address("T-BCD") in told("office")
    live(date(2021, 5, 4))
    # Without a mailbox of leadership the office answers for it.
    assert factories.address("T-BCD") in told("leadership")


@pytest.mark.usefixtures("year")
def test_while_no_letter_leaves_nobody_above_is_asked():
    live(OPENS)
    for day in (2, 5, 12, 13):
        live(date(2021, 4, day), delivered=False)

    assert told("superior") == told("office") == []

    live(date(2021, 4, 14))
    assert told("superior") == []
    live(date(2021, 4, 15))
    assert factories.address("H1-BCD") in told("superior")
    assert told("office") == []


@pytest.mark.usefixtures("year")
def test_a_mailbox_that_puts_every_letter_off_keeps_nobody_from_being_asked():
    live(OPENS)
    full = update(Letter).where(Letter.recipient == factories.address("X1-A1"))
    for month, day in ((4, 2), (4, 5), (4, 12), (4, 13), (4, 14)):
        live(date(2021, month, day))
        with transaction() as session:
            answer(session, but="X1-A1")
            late = full.where(Letter.dated >= date(2021, 4, 1))
            session.execute(late.values(status=LetterStatus.DEFERRED))

    assert factories.address("X1-BCD") in told("superior")
    assert told("office")


def answer(session: Session, but: str) -> None:
    """Let everyone answer but one unit."""
    silent = select(Unit.id).where(Unit.code == but).scalar_subquery()
    session.execute(
        update(Obligation)
        .where(Obligation.unit_id != silent, Obligation.waived_on.is_(None))
        .values(fulfilled_on=date(2021, 3, 20))
    )


@pytest.mark.usefixtures("year")
def test_where_the_office_has_no_mailbox_leadership_is_asked_in_its_place():
    with transaction() as session:
        office = session.scalars(select(Unit.id).where(Unit.code == "T-BCD")).one()
        session.add(
            Contact(
                unit_id=office,
                role=LEADERSHIP_ROLE,
                email="lanh-dao@mau.example",
                valid_from=factories.BEGAN,
            )
        )
        contacts.mark_dead(session, factories.address("T-BCD"), "550 5.1.1", OPENS)
    live(OPENS)
    for day in (2, 5, 12):
        live(date(2021, 4, day))

    assert "lanh-dao@mau.example" in told("superior")
    assert "lanh-dao@mau.example" in told("office")


def test_what_was_met_on_the_day_before_tet_is_confirmed_after_it(year):
    before, after = date(2021, 2, 9), date(2021, 2, 17)
    live(date(2021, 2, 1))
    with transaction() as session:
        plan = select(Obligation).filter_by(unit_id=year["X1-BCD"], duty="plan")
        session.scalars(plan).one().fulfilled_on = before

    live(after)

    assert factories.address("X1-BCD") in told("received")


@pytest.mark.usefixtures("year")
def test_a_stage_is_not_opened_twice():
    opening = planning.due_today(OPENS).opening
    open_stages.fn(opening, OPENS)

    open_stages.fn(opening, OPENS)

    with transaction() as session:
        told = session.scalars(select(Notice.obligation_id)).all()
    assert told
    assert len(told) == len(set(told))


@pytest.mark.usefixtures("year")
def test_what_another_run_opened_since_the_look_is_not_closed():
    """The look of a run that began before the duties were given found none silent."""
    live(OPENS)
    given, last_day = duties_given()

    close_stages.fn([CloseStage(given)], last_day)

    with transaction() as session:
        assert session.get_one(Stage, given).status is StageStatus.OPEN


@pytest.mark.usefixtures("year")
def test_a_stage_nobody_can_answer_any_more_is_closed():
    live(OPENS)
    given, last_day = duties_given()

    close_stages.fn([CloseStage(given)], last_day + timedelta(days=1))

    with transaction() as session:
        assert session.get_one(Stage, given).status is StageStatus.CLOSED


@pytest.mark.usefixtures("year")
def test_a_stage_is_never_seen_as_open_without_the_duties_it_gave():
    """Another run opens it between the two statements of one look."""
    opening = planning.due_today(OPENS).opening
    opened = []

    def open_meanwhile(*_):
        if not opened:
            opened.append(True)
            open_stages.fn(opening, OPENS)

    with transaction() as session:
        event.listen(session.connection(), "after_cursor_execute", open_meanwhile)
        seen = agenda.stages_today(session, OPENS)

    assert opened
    assert all(stage.silent for stage in seen if stage.status is StageStatus.OPEN)


@pytest.mark.usefixtures("year")
def test_a_stage_that_fails_to_open_leaves_none_of_the_day_open():
    opening = planning.due_today(OPENS).opening
    nowhere = OpenStage(stage_id=0)

    with pytest.raises(NoResultFound):
        open_stages.fn([*opening, nowhere], OPENS)

    is_open = select(func.count()).where(Stage.status == StageStatus.OPEN)
    with transaction() as session:
        assert session.scalar(is_open) == 0


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize(
    ("act", "said"),
    [
        (
            lambda: recognition.recognise.fn(2021, "Khu dân cư", OPENS),
            "Chưa đến lượt “Xét công nhận khu dân cư”: giai đoạn mở ngày 11/11/2021.",
        ),
        (
            lambda: reviews.review.fn(2021, "6 tháng", OPENS),
            "Chưa đến lượt “Sơ kết 6 tháng đầu năm”: giai đoạn mở ngày 11/06/2021.",
        ),
        (
            lambda: recognition.recognise.fn(2021, "Hộ", OPENS),
            "Chu trình năm 2021 không có việc này, kỳ “Hộ”.",
        ),
        (
            lambda: recognition.recognise.fn(2026, "Khu dân cư", OPENS),
            "Năm 2026 chưa bắt đầu: chạy “Bắt đầu năm” trước rồi làm lại việc này.",
        ),
    ],
)
def test_an_act_out_of_turn_is_refused_and_says_when_its_turn_is(act, said):
    with pytest.raises(OutOfTurnError) as refused:
        act()

    assert str(refused.value) == said


@pytest.mark.usefixtures("database")
def test_a_year_does_not_start_before_its_province_is_known():
    with pytest.raises(AntqError, match="Chưa có Ban Chỉ đạo tỉnh"):
        factories.start_year()


@pytest.mark.usefixtures("year")
def test_a_year_started_again_keeps_the_dates_it_has():
    with transaction() as session:
        stage = session.scalars(select(Stage).filter_by(key="registration")).one()
        stage.due = stage.grace = stage.locks

    factories.start_year(date(2021, 2, 1))

    with transaction() as session:
        stage = session.scalars(select(Stage).filter_by(key="registration")).one()
        assert stage.due == stage.locks


def test_a_list_signed_before_its_stage_opens_counts_and_one_only_known_does_not(
    year, tmp_path
):
    early = tmp_path / "som.csv"
    head = "ma_ho,chu_ho,ma_khu_dan_cu,dang_cu_tru,ngay_cam_ket"
    signed, known = "1,Lê Văn Mẫu,X1-A1,1,2021-01-15", "2,Trần Văn Thử,X1-A2,1,"
    early.write_text(f"{head}\n{signed}\n{known}\n", "utf-8")
    take_in_files.fn(early, date(2021, 1, 20))

    live(OPENS)

    answered = select(Obligation.unit_id).where(
        Obligation.duty == "pledges", Obligation.fulfilled_on == OPENS
    )
    with transaction() as session:
        assert session.scalars(answered).all() == [year["X1-A1"]]
