from concurrent.futures import ThreadPoolExecutor
from datetime import date
from email import message_from_bytes
from email.policy import default
from shutil import copytree

import pytest
from sqlalchemy import delete, select

from db import extensions, timetable
from db.cycle import Stage
from db.extensions import Extension
from db.journal import Entry
from db.obligations import Obligation
from db.outbox import Letter
from db.session import transaction
from db.timetable import FrozenDay
from rules.cycle import StageStatus
from rules.timetable import HOLIDAYS, special_days
from tasks.digests import tell_duties
from tasks.planning import due_today, news_to_tell, start_cycle
from tasks.replanning import calendar_moved, replan
from tasks.stages import open_stages
from tests import factories

DAY = date(2021, 1, 18)
STAGE = "plan_district"
#: Friday, the last working day of February; what is announced moves it.
FRIDAY, SATURDAY = date(2021, 2, 26), date(2021, 2, 27)
OFF, WORKED = (FRIDAY, "holiday"), (SATURDAY, "makeup_working_day")
NOTICE = "Thông báo thử 01"


@pytest.fixture
def announce(tmp_path):
    """Announce days: copy the tables, with these added to that of 2021."""

    def _announce(*days):
        folder = copytree(HOLIDAYS, tmp_path / str(len(list(tmp_path.iterdir()))))
        with (folder / "2021.toml").open("a", encoding="utf-8") as file:
            for on, kind in days:
                file.write(
                    f'\n[[days]]\nkind = "{kind}"\non = [{on}]\nname = "Ngày thử"\n'
                    f'source = "{NOTICE}"\nconfidence = "secondary"\n'
                )
        return folder

    return _announce


def days_of(key=STAGE):
    with transaction() as session:
        stage = session.scalars(select(Stage).filter_by(year=2021, key=key)).one()
        return stage.due, stage.grace, stage.locks, stage.derivation


def letters():
    with transaction() as session:
        found = session.scalars(select(Letter).order_by(Letter.id))
        return [(each.kind, each.recipient, each.subject) for each in found]


def said(kind="calendar_changed", to="T-BCD"):
    """Read the words of the last letter of a kind."""
    of = {"kind": kind, "recipient": factories.address(to)}
    with transaction() as session:
        found = select(Letter.content).filter_by(**of).order_by(Letter.id.desc())
        content = session.scalars(found).first()
    letter = message_from_bytes(content, policy=default)
    return letter.get_body(("plain",)).get_content()


def noted(act):
    with transaction() as session:
        found = session.scalars(select(Entry).filter_by(act=act).order_by(Entry.id))
        return [(each.ground, each.facts) for each in found]


def owe(year, code="H1-BCD"):
    """Open the stage and let a unit owe its duty; return the duty's id."""
    factories.open_stage(STAGE)
    with transaction() as session:
        return factories.owe(session, STAGE, year[code]).id


def duty(key):
    with transaction() as session:
        owed = session.get_one(Obligation, key)
        reasons = session.scalars(
            select(Extension.reason).where(Extension.obligation_id == key)
        ).all()
        return owed.first_due, owed.due, owed.grace, owed.extensions, reasons


@pytest.mark.usefixtures("year")
def test_a_year_starts_by_the_days_off_known_then(announce):
    with transaction() as session:
        assert timetable.frozen(session) == list(special_days())

    assert not calendar_moved(DAY)
    assert calendar_moved(DAY, announce(WORKED))


@pytest.mark.usefixtures("province")
def test_days_off_move_nothing_before_a_year_has_started(announce):
    assert not calendar_moved(DAY, announce(WORKED))


@pytest.mark.usefixtures("year")
def test_what_no_unit_was_told_moves_either_way(announce):
    locks = date(2021, 12, 31)

    replan.fn(DAY, announce(WORKED))
    later = days_of()
    replan.fn(DAY, announce(OFF))
    earlier = days_of()

    derivation = "ngày làm việc cuối tính đến 28/02/2021"
    assert later == (SATURDAY, SATURDAY, locks, derivation)
    assert earlier == (date(2021, 2, 25), date(2021, 2, 25), locks, derivation)


@pytest.mark.usefixtures("year")
def test_a_fixed_date_stays_where_the_plan_put_it(announce):
    before = days_of("plan_commune")
    due = before[0]

    replan.fn(DAY, announce((due, "holiday")))

    assert days_of("plan_commune") == before


@pytest.mark.usefixtures("year")
def test_the_office_reads_what_moved_and_the_journal_keeps_it(announce):
    replan.fn(DAY, announce(WORKED))

    assert letters() == [
        (
            "calendar_changed",
            factories.address("T-BCD"),
            "Lịch nghỉ đổi 01 ngày: dời 01 thời hạn",
        )
    ]
    assert "cấp huyện: hạn từ 26/02/2021 sang 27/02/2021." in said()
    assert noted("Đổi lịch nghỉ") == [
        (NOTICE, {"day": "27/02/2021 đi làm bù: Ngày thử"})
    ]
    [(_, moved)] = noted("Dời thời hạn")
    assert (moved["was"], moved["now"]) == ("2021-02-26", "2021-02-27")


@pytest.mark.usefixtures("year")
def test_looking_again_changes_nothing_and_writes_no_second_letter(announce):
    folder = announce(WORKED)
    replan.fn(DAY, folder)
    once = days_of(), letters(), noted("Dời thời hạn"), noted("Đổi lịch nghỉ")

    replan.fn(DAY, folder)
    replan.fn(date(2021, 1, 19), folder)

    again = days_of(), letters(), noted("Dời thời hạn"), noted("Đổi lịch nghỉ")
    assert again == once
    assert not calendar_moved(date(2021, 1, 19), folder)


@pytest.mark.usefixtures("year")
def test_announced_withdrawn_and_announced_again_is_told_each_time(announce):
    with_it, without = announce(WORKED), announce()

    for number, folder in enumerate((with_it, without, with_it)):
        replan.fn(date(2021, 1, 18 + number), folder)

    assert len(letters()) == 3
    assert days_of()[0] == SATURDAY


def test_an_open_duty_is_put_off_by_name_of_the_day(year, announce):
    key = owe(year)

    replan.fn(date(2021, 2, 3), announce(WORKED))

    first, due, grace, extensions, [reason] = duty(key)
    assert (first, due, grace, extensions) == (FRIDAY, SATURDAY, SATURDAY, 1)
    assert reason == f"Lịch nghỉ thay đổi: 27/02/2021 đi làm bù, Ngày thử ({NOTICE})"
    assert days_of()[0] == SATURDAY


@pytest.mark.usefixtures("year")
def test_the_unit_reads_of_its_new_day_and_why_in_its_letter_of_the_day(announce):
    monday, wednesday = date(2021, 2, 1), date(2021, 2, 3)
    open_stages.fn(due_today(monday).opening, monday)
    tell_duties.fn(monday)

    replan.fn(wednesday, announce(WORKED))
    assert news_to_tell(wednesday)
    tell_duties.fn(wednesday)

    words = said("digest", "H1-BCD")
    assert "27/02/2021" in words
    assert f"27/02/2021 đi làm bù, Ngày thử ({NOTICE})" in " ".join(words.split())


def test_two_runs_at_once_move_a_day_and_tell_of_it_once(year, announce):
    key, folder = owe(year), announce(WORKED)

    with ThreadPoolExecutor(4) as runs:
        days = [date(2021, 2, 3)] * 4
        list(runs.map(replan.fn, days, [folder] * 4))

    assert len(letters()) == 1
    assert duty(key)[3] == 1


def test_an_open_duty_is_never_shortened_and_the_office_is_told_so(year, announce):
    key = owe(year)
    before = duty(key), days_of()

    replan.fn(date(2021, 2, 3), announce(OFF))

    assert (duty(key), days_of()) == before
    assert [subject for *_, subject in letters()] == [
        "Lịch nghỉ đổi 01 ngày: không thời hạn nào phải dời"
    ]
    [(_, kept)] = noted("Giữ nguyên thời hạn")
    assert (kept["was"], kept["derived"], kept["now"]) == (
        "2021-02-26",
        "2021-02-25",
        "2021-02-26",
    )


def test_a_duty_put_off_by_itself_keeps_its_own_day(year, announce):
    key, own = owe(year), date(2021, 3, 5)
    with transaction() as session:
        extensions.extend(
            session, [key], own, reason="Bão", approved_by="Trưởng ban", today=DAY
        )

    replan.fn(date(2021, 2, 3), announce(WORKED))

    assert duty(key) == (FRIDAY, own, own, 1, ["Bão"])


def test_a_duty_done_is_not_put_off(year, announce):
    key = owe(year)
    with transaction() as session:
        session.get_one(Obligation, key).fulfilled_on = date(2021, 2, 2)

    replan.fn(date(2021, 2, 3), announce(WORKED))

    assert duty(key) == (FRIDAY, FRIDAY, FRIDAY, 0, [])


@pytest.mark.usefixtures("year")
def test_a_stage_that_is_over_is_left_alone(announce):
    factories.open_stage(STAGE, status=StageStatus.CLOSED)
    before = days_of()

    replan.fn(date(2021, 3, 1), announce(WORKED))

    assert days_of() == before


def test_reminders_to_come_are_listed_from_which_day_to_which(year, announce):
    owe(year)

    replan.fn(date(2021, 2, 3), announce((date(2021, 2, 24), "holiday")))

    assert "nhắc đơn vị (còn 05 ngày làm việc) từ 19/02/2021 sang 18/02/2021." in said()


@pytest.mark.usefixtures("year")
def test_a_year_started_before_days_were_frozen_freezes_them_silently(announce):
    folder, before = announce(WORKED), days_of()
    with transaction() as session:
        session.execute(delete(FrozenDay))

    assert calendar_moved(DAY, folder)
    replan.fn(DAY, folder)

    assert not calendar_moved(DAY, folder)
    assert (days_of(), letters()) == (before, [])


@pytest.mark.usefixtures("year")
def test_a_day_only_better_sourced_is_kept_without_a_letter(announce):
    folder = announce()
    table = folder / "2021.toml"
    told = table.read_text("utf-8").replace("chưa kiểm tra thông báo gốc", NOTICE)
    table.write_text(told, "utf-8")

    replan.fn(DAY, folder)

    assert letters() == []
    assert not calendar_moved(DAY, folder)
    assert {facts["day"][10:38] for _, facts in noted("Đổi lịch nghỉ")} == {
        " đổi tên gọi hoặc căn cứ: Tế",
        " đổi tên gọi hoặc căn cứ: Qu",
    }


@pytest.mark.usefixtures("year")
def test_next_year_s_table_is_compared_and_last_year_s_is_history(announce):
    folder = announce(WORKED)
    (folder / "2027.toml").unlink()

    assert not calendar_moved(date(2028, 1, 3), folder)
    assert calendar_moved(date(2026, 12, 1), folder)


@pytest.mark.usefixtures("year")
def test_a_second_start_of_the_year_does_not_hide_what_was_announced(announce):
    folder = announce(WORKED)
    replan.fn(DAY, folder)

    start_cycle.fn(2021, DAY)

    assert not calendar_moved(DAY, folder)


def test_answers_are_taken_longer_never_shorter(year):
    key, locks = owe(year), date(2021, 12, 31)
    with transaction() as session:
        stage = session.scalars(select(Stage).filter_by(key=STAGE)).one().id
        longer = extensions.relax(
            session, stage, FRIDAY, grace=date(2021, 3, 2), locks=FRIDAY
        )
    with transaction() as session:
        shorter = extensions.relax(session, stage, FRIDAY, grace=FRIDAY, locks=FRIDAY)
        owed = session.get_one(Obligation, key)

        assert (longer, shorter) == ([key], [])
        assert (owed.grace, owed.locks) == (date(2021, 3, 2), locks)
