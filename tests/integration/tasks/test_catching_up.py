"""Days, weeks and months in which nothing ran, and the first day after them."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select, update

from db.carriage import Hours
from db.contacts import Contact
from db.cycle import Cycle, Stage
from db.journal import Entry
from db.notices import Notice
from db.obligations import Obligation
from db.outbox import Letter, LetterStatus
from db.session import transaction
from tasks import planning
from tasks.catching_up import missed_before, report_missed
from tasks.digests import tell_duties
from tasks.letters import OFFICE_TIME
from tasks.mail import put_in_order
from tasks.proof import prove
from tasks.stages import close_stages, open_stages, remind_units

OPENS = date(2021, 2, 17)
#: Reminders of the registration, due 31/03/2021, are planned for 24/03 and 30/03.
TOO_LATE = "chưa gửi (đến lượt thì đã hết thời gian nhận kết quả)"
BEFORE, FIRST, LAST = date(2021, 3, 23), date(2021, 3, 24), date(2021, 3, 30)


@pytest.fixture(autouse=True)
def began(year) -> None:  # noqa: ARG001 - for what it does
    """Live every day until the one before the first reminder."""
    for days in range((BEFORE - OPENS).days + 1):
        live(OPENS + timedelta(days=days))


def live(day, *, delivered=True) -> None:
    """Do what the day's flow does, in its order."""
    if missed := missed_before(day):
        report_missed.fn(missed, day)
    due = planning.due_today(day)
    open_stages.fn(due.opening, day)
    remind_units.fn(due.reminding, day)
    close_stages.fn(due.closing, day)
    if planning.news_to_tell(day):
        tell_duties.fn(day)
    planning.mark_lived(day)
    if delivered:
        with transaction() as session:
            session.execute(update(Letter).values(status=LetterStatus.SENT))


def letters(day) -> Counter[tuple[str, str]]:
    statement = select(Letter.kind, Letter.recipient).where(Letter.dated == day)
    with transaction() as session:
        return Counter((kind, to) for kind, to in session.execute(statement))


def told(duty, unit) -> list[tuple[str, date]]:
    statement = (
        select(Notice.rung, Notice.told_on)
        .join(Obligation, Obligation.id == Notice.obligation_id)
        .where(Obligation.duty == duty, Obligation.unit_id == unit)
        .order_by(Notice.id)
    )
    with transaction() as session:
        return [(rung, day) for rung, day in session.execute(statement)]


def lock(key, day) -> None:
    """Take no answer to a stage's duties after a day."""
    with transaction() as session:
        stage = session.scalars(select(Stage).filter_by(key=key)).one()
        stage.locks = day
        its = update(Obligation).where(Obligation.stage_id == stage.id)
        session.execute(its.values(locks=day))


def fates(day, key="registration") -> dict[str, bool]:
    """Return by rung of a stage whether the report of a day says it is made good."""
    found = missed_before(day)
    with transaction() as session:
        stage = session.scalars(select(Stage.id).filter_by(key=key)).one()
    return {str(each.rung): each.made_good for each in found if each.stage_id == stage}


def body() -> str:
    """Return the plain words of the last report."""
    content = select(Letter.content).where(Letter.kind == "catch_up")
    with transaction() as session:
        raw = session.scalars(content.order_by(Letter.id.desc())).first()
    return (
        message_from_bytes(raw, policy=policy.default).get_body(["plain"]).get_content()
    )


def reports() -> list[str]:
    with transaction() as session:
        found = select(Letter.subject).where(Letter.kind == "catch_up")
        return list(session.scalars(found.order_by(Letter.id)))


def test_an_hour_missed_is_no_outage(year):
    live(FIRST)
    live(FIRST)

    assert reports() == []
    assert ("reminder:5", FIRST) in told("registration", year["X1-A1"])


def test_january_is_lived_in_the_old_year_until_the_next_is_begun():
    in_january = date(2022, 1, 4)

    live(in_january)

    assert planning.lived_until(2021) == in_january
    with transaction() as session:
        session.add(Cycle(year=2022, grading="qd510", started_on=in_january))
    live(in_january + timedelta(days=1))
    assert planning.lived_until(2022) == in_january + timedelta(days=1)
    assert planning.lived_until(2021) == in_january


def test_three_days_missed_are_made_good_by_one_letter_a_mailbox(year):
    monday = date(2021, 3, 29)

    live(monday)

    assert set(letters(monday).values()) == {1}
    assert told("registration", year["X1-A1"])[-1] == ("reminder:5", monday)
    [report] = reports()
    assert report.startswith("Gián đoạn từ sau 23/03/2021 đến 29/03/2021:")


def test_a_month_missed_drops_the_reminders_and_asks_those_above_step_by_step(year):
    first, second, third = (date(2021, 4, day) for day in (26, 27, 28))

    live(first)
    live(second)
    live(third)

    for day in (first, second, third):
        assert set(letters(day).values()) == {1}
    rungs = [each for each in told("registration", year["X1-A1"]) if each[1] >= first]
    assert rungs == [
        ("overdue:-5", first),
        ("superior:-3", second),
        ("office:-8", third),
    ]
    assert len(reports()) == 1
    with transaction() as session:
        done = select(Entry.facts).where(Entry.act == "Làm bù sau gián đoạn")
        counts = session.scalars(done).one()
    assert counts["made_good"] > 0
    assert counts["dropped"] > 0


def test_what_the_report_says_is_made_good_is_told_and_what_it_drops_is_not(year):
    first, second, third = (date(2021, 4, day) for day in (26, 27, 28))
    lock("registration", second)

    foreseen = fates(first)
    for day in (first, second, third):
        live(day)

    after = [rung for rung, day in told("registration", year["X1-A1"]) if day >= first]
    assert after == ["overdue:-5", "superior:-3"]
    assert foreseen == {
        "reminder:5": False,
        "reminder:1": False,
        "overdue:-1": False,
        "overdue:-5": True,
        "superior:-3": True,
        "office:-8": False,
        "leadership:-15": False,
    }
    assert f"hạn 8 ngày làm việc, lẽ ra ngày 12/04/2021, 04 đơn vị {TOO_LATE}" in body()


def test_what_locked_while_nothing_was_done_is_told_as_dropped(year):
    lock("registration", date(2021, 4, 5))
    before = told("registration", year["X1-A1"])

    foreseen = fates(date(2021, 4, 26))
    live(date(2021, 4, 26))

    assert told("registration", year["X1-A1"]) == before
    assert foreseen == {
        "reminder:5": False,
        "reminder:1": False,
        "overdue:-1": False,
        "superior:-3": False,
    }
    found = prove("X1-A1", "registration", 2021, *[date(2021, 4, 26)] * 2)
    assert not [each for each in found.events if "khi" in each.words]


def test_a_stage_that_locked_before_it_was_opened_is_told_as_dropped(year):
    in_january = date(2022, 1, 4)
    live(date(2021, 11, 30))

    foreseen = fates(in_january, "figures_year")
    live(in_january)

    assert foreseen == {"opened": False}
    assert told("figures_year", year["X1-BCD"]) == []
    assert "Gửi số liệu cả năm: giao việc, lẽ ra ngày 01/12/2021 (đến lượt" in body()


def test_the_first_day_after_an_outage_lived_twice_writes_once():
    day = date(2021, 4, 26)

    live(day)
    before = letters(day)
    live(day)

    assert letters(day) == before


def test_an_office_without_a_mailbox_keeps_the_report_in_its_journal(year):
    with transaction() as session:
        of_office = update(Contact).where(Contact.unit_id == year["T-BCD"])
        session.execute(of_office.values(valid_to=BEFORE))

    live(date(2021, 4, 26))

    assert reports() == []
    with transaction() as session:
        acts = session.scalars(select(Entry.act)).all()
    assert "Làm bù sau gián đoạn" in acts


def test_letters_held_overnight_keep_nothing_of_the_morning_waiting():
    late = date(2021, 3, 26)
    for day in (FIRST, late - timedelta(days=1)):
        live(day, delivered=False)
    midnight = datetime.combine(late, time(0, 5), OFFICE_TIME)
    with transaction() as session:
        put_in_order(session, Hours(midnight, late))

    live(late, delivered=False)

    untold = select(Notice.rung).where(Notice.letter_id.is_(None))
    with transaction() as session:
        assert session.scalars(untold).all() == []
        waiting = select(Letter.dated).where(Letter.status == LetterStatus.QUEUED)
        duties = waiting.where(Letter.kind == "digest").distinct()
        assert session.scalars(duties).all() == [late]


def test_a_day_of_the_past_lived_again_reports_nothing():
    live(LAST)

    assert missed_before(BEFORE) == []


def test_what_a_day_cut_short_noted_is_not_told_on_a_day_before_it():
    remind_units.fn(planning.due_today(FIRST).reminding, FIRST)

    live(BEFORE)
    assert not letters(BEFORE)

    live(FIRST)
    assert {kind for kind, _ in letters(FIRST)} == {"digest"}
