"""Duties put off and let go, for one unit and for many."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from db import inquiries, journal, notices, progress, submissions
from db.cycle import Stage
from db.extensions import Extension
from db.notices import Notice
from db.obligations import Obligation
from db.outbox import Letter, LetterStatus
from db.session import transaction
from db.submissions import Row
from db.units import Unit
from rules import forms
from rules.cycle import StageStatus
from rules.errors import OutOfTurnError, UnclearRequestError, UnknownUnitError
from rules.ladder import Rung
from rules.steering import Grant, Obstacle, Release, Whom
from rules.units import UnitKind
from tasks import planning, turns
from tasks.digests import write_digests
from tasks.duties import extend_duty, waive_duty
from tasks.steering import Steered, foresee
from tests import factories

KEY = "registration"
DUE = date(2021, 3, 31)
EARLY, LATE = date(2021, 3, 24), date(2021, 4, 5)
UNTIL = date(2021, 4, 15)
OWING = ("X1", "X1-A1", "X1-A2", "CQ1")
GRANT = Grant(UNTIL, "mưa lũ", "Phó Trưởng ban thường trực")
RELEASE = Release("Thôn Hai đã giải thể", "Phó Trưởng ban thường trực")
EVERYONE = Whom(everyone=True)


@pytest.fixture
def owing(year) -> dict[str, int]:
    factories.open_stage(KEY)
    with transaction() as session:
        for code in OWING:
            factories.owe(session, KEY, year[code])
    return year


def extend(whom: Whom = EVERYONE, today: date = EARLY, grant: Grant = GRANT) -> Steered:
    return extend_duty.fn(2021, KEY, whom, grant, today)


def waive(whom: Whom = EVERYONE, today: date = EARLY) -> Steered:
    return waive_duty.fn(2021, KEY, whom, RELEASE, today)


def answer(*ids: int, on: date) -> None:
    with transaction() as session:
        for owed in session.scalars(
            select(Obligation).where(Obligation.unit_id.in_(ids))
        ):
            owed.fulfilled_on = on


def duties() -> dict[str, Obligation]:
    with transaction() as session:
        rows = session.execute(
            select(Unit.code, Obligation).join(Unit, Unit.id == Obligation.unit_id)
        ).all()
        session.expunge_all()
        return dict(map(tuple, rows))


def done(found: Steered) -> list[str]:
    return sorted(each.code for each in found.done)


def passed(found: Steered) -> dict[str, Obstacle | None]:
    return {each.code: each.obstacle for each in found.passed}


@pytest.mark.usefixtures("owing")
def test_a_duty_put_off_keeps_its_first_date_the_reason_and_who_allowed_it():
    found = extend(Whom(("x1",)))

    assert done(found) == ["X1"]
    owed = duties()["X1"]
    assert (owed.first_due, owed.due, owed.grace, owed.extensions, owed.late) == (
        DUE,
        UNTIL,
        UNTIL,
        1,
        None,
    )
    with transaction() as session:
        [kept] = session.scalars(select(Extension))
        assert (kept.was_due, kept.due, kept.made_on) == (DUE, UNTIL, EARLY)
        assert (kept.reason, kept.approved_by) == (GRANT.reason, GRANT.approved_by)


@pytest.mark.usefixtures("owing")
@pytest.mark.parametrize(
    ("whom", "codes"),
    [
        (Whom(("x1", "cq1")), ["CQ1", "X1"]),
        (Whom(under="x1"), ["X1", "X1-A1", "X1-A2"]),
        (Whom(under="H1-BCD"), ["X1", "X1-A1", "X1-A2"]),
        (Whom(kind=UnitKind.RESIDENTIAL_AREA), ["X1-A1", "X1-A2"]),
        (Whom(under="H1", kind=UnitKind.COMMUNE), ["X1"]),
        (EVERYONE, sorted(OWING)),
    ],
)
def test_who_is_meant_is_chosen_by_code_by_place_and_by_kind(whom, codes):
    assert done(foresee(2021, KEY, whom, EARLY, UNTIL)) == codes
    assert {code for code, owed in duties().items() if owed.extensions} == set()

    assert done(extend(whom)) == codes

    moved = {code for code, owed in duties().items() if owed.due == UNTIL}
    assert sorted(moved) == codes


def test_units_that_cannot_move_are_named_with_the_reason(owing):
    answer(owing["X1"], on=EARLY)
    waive(Whom(("cq1",)))
    extend(Whom(("x1-a1",)))

    found = extend(Whom(("x1", "cq1", "x1-a1", "x1-a2", "h1")))

    assert done(found) == ["X1-A2"]
    assert passed(found) == {
        "X1": Obstacle.ANSWERED,
        "CQ1": Obstacle.WAIVED,
        "X1-A1": Obstacle.NOT_LATER,
        "H1": Obstacle.OWES_NOTHING,
    }


@pytest.mark.usefixtures("owing")
def test_a_code_nobody_bears_stops_the_whole_act():
    with pytest.raises(UnknownUnitError, match="mang mã X9"):
        extend(Whom(("x1", "x9")))

    assert {owed.due for owed in duties().values()} == {DUE}


@pytest.mark.usefixtures("owing")
def test_put_off_again_the_same_day_changes_nothing():
    extend()
    found = extend()

    assert done(found) == []
    assert {owed.extensions for owed in duties().values()} == {1}
    with transaction() as session:
        acts = [each.act for each in journal.entries(session, 2021)]
    assert acts == [
        "Bắt đầu năm",
        "Gia hạn “Đăng ký đạt tiêu chuẩn “An toàn về an ninh, trật tự””",
    ]


@pytest.mark.usefixtures("owing")
def test_the_journal_keeps_reason_approver_and_how_many():
    extend(Whom(under="X1"), LATE)

    with transaction() as session:
        entry = journal.entries(session, 2021)[-1]
        assert entry.ground == "mưa lũ"
        assert entry.facts == {
            "stage": KEY,
            "until": "2021-04-15",
            "approved_by": "Phó Trưởng ban thường trực",
            "units": 3,
            "late": 3,
        }


def test_a_delay_until_then_remains_a_fact(owing):
    found = extend(today=LATE)
    answer(*owing.values(), on=date(2021, 4, 8))

    assert found.late == 4
    assert {(owed.missed, owed.late) for owed in duties().values()} == {(DUE, True)}


def test_a_duty_put_off_in_time_and_answered_by_its_new_day_is_not_late(owing):
    extend(today=EARLY)
    answer(*owing.values(), on=date(2021, 4, 15))

    assert {owed.late for owed in duties().values()} == {False}


@pytest.mark.usefixtures("owing")
def test_what_is_let_go_is_in_no_denominator_and_owes_nothing():
    waive(Whom(("x1-a2",)))

    owed = duties()["X1-A2"]
    assert (owed.waived_on, owed.waived_ground, owed.waived_by) == (
        EARLY,
        RELEASE.ground,
        RELEASE.by,
    )
    with transaction() as session:
        shares = progress.by_tier(session, 2021, LATE)
        assert sum(each.total for each in shares) == 3
        number, _ = inquiries.overdue(session, [2021], LATE, 9)
        assert number == 3
        late = progress.late_on(session, 2021, [KEY], LATE)
    assert "Thôn Hai" not in {each.unit for each in late}
    assert turns.duty(owed, "", LATE).state == f"được miễn: {RELEASE.ground}"


def test_all_that_shows_lateness_agrees_with_the_column(owing):
    with transaction() as session:
        owed = {row.unit_id: row for row in session.scalars(select(Obligation))}
        for row in owed.values():
            row.grace = date(2021, 4, 2)
        owed[owing["X1"]].fulfilled_on = date(2021, 4, 2)
        owed[owing["X1-A1"]].fulfilled_on = date(2021, 4, 6)
    extend(Whom(("cq1",)), LATE)
    answer(owing["CQ1"], on=date(2021, 4, 7))
    expected = {"X1": False, "X1-A1": True, "X1-A2": True, "CQ1": True}

    on = date(2021, 4, 20)
    shown = {code: turns.duty(each, "", on).is_late for code, each in duties().items()}

    assert shown == expected
    marked = {code: each.late for code, each in duties().items() if each.fulfilled_on}
    assert marked == {code: expected[code] for code in marked}
    with transaction() as session:
        shares = progress.by_tier(session, 2021, on)
        owe = inquiries.overdue(session, [2021], on, 9)[1]
        listed = progress.late_on(session, 2021, [KEY], on)
        within = inquiries.overdue(session, [2021], date(2021, 4, 2), 9)[0]
    assert {each.tier: each.late for each in shares} == {
        "province": 1,
        "district": 0,
        "commune": 2,
    }
    assert [each.code for each in owe] == ["X1-A2"]
    assert [(each.unit, each.due) for each in listed] == [("Thôn Hai", DUE)]
    assert within == 0


def test_a_delay_is_not_counted_before_it_happened(owing):
    answer(owing["X1"], on=date(2021, 6, 1))

    with transaction() as session:
        before = progress.by_tier(session, 2021, EARLY)
        after = progress.by_tier(session, 2021, LATE)

    assert sum(each.late for each in before) == 0
    assert sum(each.late for each in after) == 4


def send(unit_id: int, day: date) -> None:
    row = {
        "form": "registration",
        "unit_id": unit_id,
        "period": "2021",
        "item": "",
        "facts": {},
        "sheet": "Đăng ký",
        "row": 2,
    }
    with transaction() as session:
        sent = Row(**row, document_id=factories.document(session, f"{unit_id}.xlsx"))
        submissions.record(session, 2021, day, [sent])
        submissions.fulfil(session, 2021, day, forms.duties())


def test_after_the_lock_an_answer_fulfils_nothing_unless_it_was_put_off_beyond(owing):
    with transaction() as session:
        for owed in session.scalars(select(Obligation)):
            owed.locks = date(2021, 4, 1)
    extend(Whom(("x1",)), LATE)

    for code in ("X1", "X1-A1"):
        send(owing[code], date(2021, 4, 15))

    assert duties()["X1"].locks == UNTIL + timedelta(days=1)  # as long as before
    assert duties()["X1"].fulfilled_on == date(2021, 4, 15)
    assert duties()["X1-A1"].fulfilled_on is None


@pytest.mark.usefixtures("owing")
def test_a_stage_that_was_over_lives_on_for_whom_it_is_put_off():
    with transaction() as session:
        stage = session.scalars(select(Stage).filter_by(key=KEY)).one()
        stage.status = StageStatus.CLOSED
        for owed in session.scalars(select(Obligation)):
            owed.locks = date(2021, 4, 1)

    extend(Whom(("x1",)), LATE)

    with transaction() as session:
        stage = session.scalars(select(Stage).filter_by(key=KEY)).one()
        assert stage.status is StageStatus.OPEN
        stage.locks = stage.due
        stage_id = stage.id
    reminded = [
        each
        for each in planning.due_today(date(2021, 4, 8)).reminding
        if each.stage_id == stage_id
    ]
    assert [(each.due, each.days_left) for each in reminded] == [(UNTIL, 5)]


def test_units_that_were_told_are_told_of_their_new_day_the_next(owing):
    with transaction() as session:
        stage_id = session.scalars(select(Stage.id).filter_by(key=KEY)).one()
        rung = Rung.parse("reminder:5")
        notices.tell(session, stage_id, DUE, rung, owing["T-BCD"], EARLY)
    extend(Whom(("x1",)))

    with transaction() as session:
        notices.tell_news(session, date(2021, 3, 25))
        news = session.execute(
            select(Notice.recipient, Notice.due).where(Notice.rung == "extended")
        ).all()
        assert news == [(factories.address("X1"), UNTIL)]


def test_an_officer_who_comes_back_is_told_of_the_day_he_never_heard_of(owing):
    mine, other = factories.address("X1"), "khac@mau.example"
    with transaction() as session:
        stage_id = session.scalars(select(Stage.id).filter_by(key=KEY)).one()
        rung = Rung.parse("reminder:5")
        notices.tell(session, stage_id, DUE, rung, owing["T-BCD"], EARLY)
    factories.contact("X1", date(2021, 3, 25), other)
    extend(Whom(("x1",)))
    with transaction() as session:
        notices.tell_news(session, date(2021, 3, 25))
    factories.contact("X1", date(2021, 3, 26), mine)
    with transaction() as session:
        notices.tell_news(session, date(2021, 3, 26))

        told = select(Notice.recipient, Notice.rung).where(Notice.due == UNTIL)
        rows = session.execute(told.order_by(Notice.id)).all()
    assert [tuple(row) for row in rows] == [(other, "handed_over"), (mine, "extended")]


@pytest.mark.usefixtures("owing")
def test_a_year_that_was_mistyped_is_refused():
    with pytest.raises(UnclearRequestError, match="kiểm tra lại năm"):
        extend_duty.fn(
            2021,
            KEY,
            Whom(("x1",)),
            Grant(date(2201, 4, 15), "mưa lũ", "Phó Trưởng ban"),
            EARLY,
        )


def test_a_new_day_told_by_a_letter_that_failed_is_told_again(owing):
    told = select(Notice.told_on).where(Notice.rung == "extended")
    with transaction() as session:
        stage_id = session.scalars(select(Stage.id).filter_by(key=KEY)).one()
        rung = Rung.parse("reminder:5")
        notices.tell(session, stage_id, DUE, rung, owing["T-BCD"], EARLY)
        write_digests(session, EARLY)
        session.execute(update(Letter).values(status="sent"))
    extend(Whom(("x1",)))

    for status, day in (("refused", 25), ("sent", 26), ("sent", 29)):
        with transaction() as session:
            notices.tell_news(session, date(2021, 3, day))
            write_digests(session, date(2021, 3, day))
            waiting = update(Letter).where(Letter.status == LetterStatus.QUEUED)
            session.execute(waiting.values(status=status))

    with transaction() as session:
        assert session.scalars(told).all() == [date(2021, 3, 26)]


@pytest.mark.usefixtures("year")
def test_a_duty_nobody_was_given_yet_is_neither_put_off_nor_let_go():
    with pytest.raises(OutOfTurnError, match="việc mở ngày 17/02/2021"):
        extend()


@pytest.mark.usefixtures("owing")
def test_a_duty_may_be_meant_by_its_number_or_by_words_of_its_title():
    numbers = [
        each.key for each in [*turns.acts(2021, EARLY), *turns.of_units(2021, EARLY)]
    ]

    by_number = foresee(2021, str(numbers.index(KEY) + 1), EVERYONE, EARLY)
    by_words = foresee(2021, "đăng ký ĐẠT tiêu chuẩn", EVERYONE, EARLY)

    assert (by_number.key, by_words.key) == (KEY, KEY)
    with pytest.raises(UnclearRequestError, match="plan_commune"):
        foresee(2021, "ban hành kế hoạch", EVERYONE, EARLY)
    with pytest.raises(UnclearRequestError, match="Ý là registration"):
        foresee(2021, "registratoin", EVERYONE, EARLY)


def test_an_act_put_off_is_shown_with_its_new_day(year):
    factories.open_stage("plan_province")
    with transaction() as session:
        factories.owe(session, "plan_province", year["T-BCD"])

    extend_duty.fn(
        2021,
        "plan_province",
        EVERYONE,
        replace_until(date(2021, 2, 5)),
        date(2021, 2, 1),
    )

    [act] = [
        each
        for each in turns.acts(2021, date(2021, 2, 4))
        if each.key == "plan_province"
    ]
    assert (act.due, act.state) == (date(2021, 2, 5), "còn 1 ngày làm việc")


def replace_until(day: date) -> Grant:
    return Grant(day, GRANT.reason, GRANT.approved_by)
