"""Units that end, merge or are exempted after they were given their duties."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.journal import Entry
from db.notices import Notice
from db.obligations import Obligation
from db.outbox import Letter, LetterStatus
from db.session import transaction
from db.units import Unit
from rules.proof import Outcome
from tasks import planning
from tasks.contacts import follow_contacts
from tasks.digests import tell_duties
from tasks.intake import take_in_files
from tasks.out_of_scope import ACT, RESTORED, owed_out_of_scope, release_duties
from tasks.proof import prove
from tasks.stages import open_stages, remind_units
from tests import factories

OPENS, LAST, AFTER = date(2021, 2, 17), date(2021, 3, 15), date(2021, 3, 16)
ENDED = "Đơn vị không còn hoạt động từ ngày 16/03/2021"
BY = "thường trực Ban Chỉ đạo, theo danh sách đơn vị"


def live(day: date) -> None:
    """Do what the day's flow does, in its order; every letter is delivered."""
    if owed_out_of_scope(day):
        release_duties.fn(day)
    due = planning.due_today(day)
    open_stages.fn(due.opening, day)
    remind_units.fn(due.reminding, day)
    if planning.news_to_tell(day):
        tell_duties.fn(day)
    with transaction() as session:
        for letter in session.scalars(select(Letter)):
            letter.status = LetterStatus.SENT


def change(unit_id: int, **columns: object) -> None:
    with transaction() as session:
        unit = session.get_one(Unit, unit_id)
        for column, value in columns.items():
            setattr(unit, column, value)


def told(unit_id: int, since: date) -> set[tuple[str, str]]:
    """Return who was told of a unit's duties from a day on, and of which rung."""
    statement = (
        select(Notice.recipient, Notice.rung)
        .join(Obligation, Obligation.id == Notice.obligation_id)
        .where(Obligation.unit_id == unit_id, Notice.told_on >= since)
    )
    with transaction() as session:
        return {(to, rung) for to, rung in session.execute(statement)}


def waived(unit_id: int) -> set[tuple[date | None, str | None, str | None]]:
    """Return when, on which ground and by whom a unit's duties were let go."""
    statement = select(
        Obligation.waived_on, Obligation.waived_ground, Obligation.waived_by
    ).where(Obligation.unit_id == unit_id)
    with transaction() as session:
        return {(on, ground, by) for on, ground, by in session.execute(statement)}


def noted() -> list[dict[str, object]]:
    statement = select(Entry.facts).where(Entry.act == ACT).order_by(Entry.id)
    with transaction() as session:
        return list(session.scalars(statement))


def test_a_unit_that_ended_is_told_once_that_its_duties_are_let_go(year):
    ended = year["X1-A1"]
    live(OPENS)
    change(ended, valid_to=LAST)
    live(LAST)
    assert waived(ended) == {(None, None, None)}

    for day in (AFTER, date(2021, 3, 24), date(2021, 4, 1), date(2021, 4, 6)):
        live(day)

    assert waived(ended) == {(AFTER, ENDED, BY)}
    assert told(ended, AFTER) == {(factories.address("X1-A1"), "waived")}
    assert waived(year["X1-A2"]) == {(None, None, None)}


def test_a_unit_exempted_mid_year_is_let_go_on_the_ground_of_its_list(year):
    live(OPENS)
    change(year["X1-A1"], exempt_ground="Quyết định 12/QĐ-UBND")

    live(AFTER)

    assert waived(year["X1-A1"]) == {(AFTER, "Quyết định 12/QĐ-UBND", BY)}


def test_what_is_let_go_is_noted_once_by_stage_and_a_second_look_finds_nothing(year):
    live(OPENS)
    change(year["X1-A1"], valid_to=LAST)
    change(year["CQ1"], exempt_ground="Quyết định 12/QĐ-UBND")

    live(AFTER)
    release_duties.fn(AFTER)

    assert not owed_out_of_scope(AFTER)
    [counts] = noted()
    assert counts["registration 2021"] == 2
    assert counts["pledges 2021"] == 1


def test_what_locked_before_its_unit_ended_stays_undone(year):
    live(OPENS)
    with transaction() as session:
        for owed in session.scalars(select(Obligation)):
            owed.due = owed.first_due = owed.grace = owed.locks = LAST
    change(year["X1-A1"], valid_to=LAST)

    assert not owed_out_of_scope(AFTER)


@pytest.mark.usefixtures("database")
def test_what_the_office_owes_as_such_is_owed_by_the_next_committee_too():
    ids = factories.found_province(without_contact={"X1-A2"})
    factories.start_year()
    live(date(2021, 1, 5))
    follow_contacts.fn(date(2021, 1, 5))
    change(ids["T-BCD"], valid_to=LAST)

    assert not owed_out_of_scope(AFTER)
    duties = select(Obligation.duty).where(Obligation.unit_id == ids["T-BCD"])
    with transaction() as session:
        assert {"plan", "contact"} <= set(session.scalars(duties))


def test_a_superior_that_ended_is_passed_over_to_the_office(year):
    late = year["X1-A1"]
    change(year["X1-BCD"], valid_to=LAST)
    change(late, superior_id=year["X1-BCD"])
    live(OPENS)

    for days in (1, 5):
        live(date(2021, 4, days))

    asked = {to for to, rung in told(late, AFTER) if rung.startswith("superior")}
    assert asked == {factories.address("T-BCD")}


@pytest.mark.parametrize("asked", ["X1-A1", "thôn một"])
def test_the_story_of_a_unit_that_ended_is_still_told(year, asked):
    live(OPENS)
    change(year["X1-A1"], valid_to=LAST)
    live(AFTER)
    later = AFTER + timedelta(days=30)

    found = prove(asked, "registration", 2021, later, later)

    assert found.code == "X1-A1"
    assert found.verdict.outcome is Outcome.TOLD
    assert "Được miễn" in [each.words for each in found.events]


@pytest.mark.parametrize("answers", [False, True])
def test_a_day_that_was_mistyped_is_put_right_and_the_unit_asked_again(
    year, answers, tmp_path
):
    live(OPENS)
    change(year["X1-A1"], valid_to=LAST)
    live(AFTER)
    row = {"unit": "X1-A1", "number": "01/KH", "issued_on": date(2021, 3, 1)}
    change(year["X1-A1"], valid_to=None)
    if answers:
        plan = factories.workbook(tmp_path / "a.xlsx", {"plan": [row]})
        take_in_files.fn(plan, AFTER)

    live(AFTER + timedelta(days=1))

    assert not owed_out_of_scope(AFTER + timedelta(days=1))
    with transaction() as session:
        owed = session.scalars(
            select(Obligation).filter_by(unit_id=year["X1-A1"])
        ).all()
        assert {each.waived_on for each in owed} == {None}
        plans = [each for each in owed if each.duty == "plan"]
        assert {bool(each.fulfilled_on) for each in plans} == {answers}
        acts = session.scalars(select(Entry.act)).all()
    assert RESTORED in acts


def test_what_an_inspection_asks_of_an_exempt_unit_stays_asked(year):
    live(OPENS)
    change(year["CQ1"], exempt_ground="Không thuộc diện xét")
    live(AFTER)
    with transaction() as session:
        factories.owe(session, "remedy_q1", year["CQ1"])

    assert not owed_out_of_scope(AFTER)


def begin_anew(session: Session, unit_id: int) -> Unit:
    """Let a unit of another name bear a code from the day after it ended."""
    old = session.get_one(Unit, unit_id)
    told = {"code": old.code, "kind": old.kind, "tier": old.tier}
    new = Unit(**told, name="Thôn Mới", valid_from=AFTER)
    session.add(new)
    session.flush()
    return new


def test_of_a_code_given_anew_whichever_unit_owed_the_duty_is_meant(year):
    live(OPENS)
    change(year["X1-A1"], valid_to=LAST)
    with transaction() as session:
        new = begin_anew(session, year["X1-A1"])
        factories.owe(session, "registration", new.id)

    found = [
        prove("x1-a1", duty, 2021, AFTER, AFTER) for duty in ("registration", "pledges")
    ]

    assert [each.unit for each in found] == ["Thôn Mới", "Thôn Một"]
