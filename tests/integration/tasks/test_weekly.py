from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from db import extensions, inquiries, organisation
from db.contacts import LEADERSHIP_ROLE
from db.cycle import Cycle, Stage
from db.outbox import Letter, LetterStatus
from db.session import transaction
from tasks.status import stand
from tasks.weekly import FailedRun, weekly_due, write_weekly
from tests import factories

MONDAY = date(2021, 3, 22)
DAY = timedelta(days=1)
LEADERSHIP = "lanh-dao@mau.example"


@pytest.fixture
def led(year):
    """Give the province's committee a mailbox of its leadership."""
    told = {
        "unit": "T-BCD",
        "role": LEADERSHIP_ROLE,
        "email": LEADERSHIP,
        "since": factories.BEGAN.isoformat(),
    }
    with transaction() as session:
        organisation.take_in_contacts(session, [told])
    return year


@pytest.fixture
def late(led):
    """Let a commune be late with its plan, and another duty lie nine days ahead."""
    factories.open_stage("plan_commune")
    factories.open_stage("pledges")
    with transaction() as session:
        factories.owe(session, "plan_commune", led["X1-BCD"])
        factories.owe(session, "pledges", led["X1-A1"])
    return led


def letters() -> dict[str, str]:
    """Return the plain words of every weekly letter, by its reader."""
    with transaction() as session:
        rows = session.execute(
            select(Letter.recipient, Letter.content).where(Letter.kind == "weekly")
        ).all()
    read = {to: message_from_bytes(raw, policy=policy.default) for to, raw in rows}
    return {to: one.get_body(("plain",)).get_content() for to, one in read.items()}


@pytest.mark.usefixtures("late")
def test_leadership_and_the_office_are_told_once_a_week():
    assert weekly_due(MONDAY)
    write_weekly.fn(MONDAY, [])
    write_weekly.fn(MONDAY, [])
    write_weekly.fn(MONDAY + DAY, [])

    assert set(letters()) == {LEADERSHIP, factories.address("T-BCD")}
    assert not weekly_due(MONDAY + DAY)
    assert weekly_due(MONDAY + 7 * DAY)


@pytest.mark.usefixtures("late")
def test_a_week_missed_is_not_made_good_in_the_next():
    write_weekly.fn(MONDAY, [])
    write_weekly.fn(MONDAY + 15 * DAY, [])

    with transaction() as session:
        occasions = set(session.scalars(select(Letter.occasion)))
    assert {occasion.split("/")[2] for occasion in occasions} == {
        "2021-W12",
        "2021-W14",
    }


@pytest.mark.usefixtures("late")
def test_a_day_off_tells_nothing():
    sunday = MONDAY - DAY

    write_weekly.fn(sunday, [])

    assert not weekly_due(sunday)
    assert letters() == {}


@pytest.mark.usefixtures("province")
def test_a_year_that_has_not_begun_has_no_weekly():
    assert not weekly_due(MONDAY)


def begin_next() -> None:
    """Begin the year after, with one stage that opens in its first days."""
    due = date(2022, 1, 10)
    with transaction() as session:
        session.add(Cycle(year=2022, grading="qd510", started_on=date(2021, 12, 20)))
        like = session.scalars(select(Stage).filter_by(key="plan_commune")).one()
        kept = ("key", "duty", "owed_by", "how", "ladder", "waits_for", "source")
        session.add(
            Stage(
                **{name: getattr(like, name) for name in kept},
                year=2022,
                title="Kế hoạch của năm sau",
                period="2022",
                opens=date(2022, 1, 5),
                due=due,
                derivation=like.derivation,
                grace=due,
                locks=date(2022, 12, 31),
                confidence=like.confidence,
            )
        )


@pytest.mark.usefixtures("led")
def test_a_week_over_new_year_is_told_once():
    before, after = date(2024, 12, 30), date(2025, 1, 2)

    write_weekly.fn(before, [])
    write_weekly.fn(after, [])

    assert not weekly_due(after)
    with transaction() as session:
        told = session.scalars(select(Letter.recipient)).all()
    assert sorted(told) == sorted([LEADERSHIP, factories.address("T-BCD")])


@pytest.mark.usefixtures("late")
def test_january_is_told_of_the_old_year_until_the_next_is_begun():
    in_january = date(2022, 1, 17)
    assert weekly_due(in_january)

    write_weekly.fn(in_january, [])

    told = letters()[LEADERSHIP]
    assert "* Ban hành kế hoạch của Ban Chỉ đạo cấp xã (hạn 10/03/2021)" in told
    assert "Tất cả 2 việc, theo nơi quản lý:\n* Xã Ấp Bắc: 2 việc của 2 đơn vị" in told


@pytest.mark.usefixtures("late")
@pytest.mark.parametrize("day", [date(2021, 12, 27), date(2022, 1, 4)])
def test_at_new_year_what_is_late_of_one_year_and_due_in_the_next_are_told(day):
    begin_next()

    write_weekly.fn(day, [])

    told = letters()[LEADERSHIP]
    assert "Tất cả 2 việc, theo nơi quản lý:\n* Xã Ấp Bắc: 2 việc của 2 đơn vị" in told
    assert "* 10/01/2022: Kế hoạch của năm sau (chưa mở)" in told


@pytest.mark.usefixtures("late")
def test_once_the_next_year_is_under_way_the_old_one_is_told_no_more():
    begin_next()

    write_weekly.fn(date(2022, 1, 10), [])

    assert "Không đơn vị nào còn nợ việc quá hạn." in letters()[LEADERSHIP]


@pytest.mark.usefixtures("year")
def test_without_a_mailbox_of_leadership_the_office_alone_is_told():
    write_weekly.fn(MONDAY, [])

    assert set(letters()) == {factories.address("T-BCD")}


@pytest.mark.usefixtures("late")
def test_what_is_told_is_what_the_status_shows():
    write_weekly.fn(MONDAY, [])

    told = letters()[LEADERSHIP]
    status = stand(2021, MONDAY, at_most=10)
    opened = [stage for stage in status.stages if stage.status == "đang mở"]
    assert len(opened) == 2
    for stage in opened:
        assert stage.title in told
        for share in stage.shares:
            assert f"{share.tier.capitalize()}: {share.done}/{share.total}" in told
    assert f"Tất cả {status.overdue} việc, theo nơi quản lý" in told
    for debt in status.debts:
        assert debt.owed.unit in told
        assert f"quá hạn {debt.days_late:02} ngày làm việc" in told


@pytest.mark.usefixtures("late")
def test_the_late_are_counted_by_who_manages_them_and_no_duty_is_lost():
    with transaction() as session:
        overdue, _ = inquiries.overdue(session, [2021], MONDAY, 10)
        under = inquiries.overdue_by_manager(session, [2021], MONDAY)

    assert [(each.manager, each.duties, each.units) for each in under] == [
        ("Xã Ấp Bắc", 1, 1)
    ]
    assert sum(each.duties for each in under) == overdue == 1


def test_what_is_due_in_fourteen_days_is_told_by_the_date_it_was_put_off_to(late):
    with transaction() as session:
        owed = factories.owe(session, "plan_commune", late["H1-BCD"])
        put_off = {"reason": "Mưa lũ", "approved_by": "Trưởng ban", "today": MONDAY}
        extensions.extend(session, [owed.id], MONDAY + 14 * DAY, **put_off)
        ahead = inquiries.due_between(session, [2021], MONDAY, MONDAY + 14 * DAY)
    write_weekly.fn(MONDAY, [])

    due = {(each.due, each.owing) for each in ahead if each.is_open}
    assert due == {(MONDAY + 9 * DAY, 1), (MONDAY + 14 * DAY, 1)}
    for each in ahead:
        assert f"{each.due:%d/%m/%Y}: {each.title}" in letters()[LEADERSHIP]


@pytest.mark.usefixtures("late")
@pytest.mark.parametrize(
    ("runs", "said"),
    [
        (None, "Không hỏi được máy chủ Prefect"),
        ([], "Không lượt chạy nào hỏng."),
        (
            [FailedRun("Gửi thư", datetime(2021, 3, 19, 1, 5, tzinfo=UTC), "hỏng")],
            "Lượt chạy hỏng: Gửi thư, 01:05 ngày 19/03/2021, hỏng",
        ),
    ],
)
def test_runs_that_failed_are_told_and_also_that_nobody_could_be_asked(runs, said):
    write_weekly.fn(MONDAY, runs)

    assert said in letters()[LEADERSHIP]


@pytest.mark.usefixtures("late")
def test_letters_are_counted_by_their_end_of_late_and_over_the_year():
    with transaction() as session:
        for number, (status, back) in enumerate(
            [
                (LetterStatus.SENT, 1),
                (LetterStatus.SENT, 40),
                (LetterStatus.BOUNCED, 7),
                (LetterStatus.BOUNCED, 8),
            ]
        ):
            made = factories.draft(number, dated=MONDAY - back * DAY)
            session.add(Letter(**vars(made), status=status))

    write_weekly.fn(MONDAY, [])

    told = letters()[LEADERSHIP]
    assert "Thư đã gửi: 1 (từ đầu năm 2)" in told
    assert "Thư bị trả lại: 1 (từ đầu năm 2)" in told
    assert "Thư bị máy chủ thư từ chối: 0 (từ đầu năm 0)" in told


def test_units_no_letter_reaches_are_named(database):  # noqa: ARG001 - for what it does
    factories.found_province(without_contact={"X1-A1"})
    factories.start_year()

    write_weekly.fn(MONDAY, [])

    told = letters()[factories.address("T-BCD")]
    assert "1 đơn vị không có hộp thư nào nhận được: Thôn Một (X1-A1)." in told
