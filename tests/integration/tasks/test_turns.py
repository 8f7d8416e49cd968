"""What comes at once is taken in, answered for and judged one after the other."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaiting
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import func, select, text

from db import extensions, journal, notices
from db.cycle import Stage
from db.households import Household
from db.journal import Entry
from db.obligations import Obligation
from db.session import in_turn, transaction
from db.submissions import Submission
from rules.agenda import OpenStage
from rules.commendations import EligibilityOutcome
from tasks import intake
from tasks.catching_up import ACT, report_missed
from tasks.commendations import nominate
from tasks.intake import Intake, take_in_files
from tasks.stages import open_stages
from tests import factories
from tests.integration.tasks.test_commendations import NOMINEE, PROPOSED, SERVICE

DAY = date(2021, 3, 15)
#: Seconds in which whoever need not wait would be done.
LONG_ENOUGH = 0.5

_Done = TypeVar("_Done")


def while_coming_in(path: Path, then: Callable[[], _Done], day: date = DAY) -> _Done:
    """Do something else while a file is taken in and not yet there."""
    with ThreadPoolExecutor() as pool:
        with in_turn() as session:
            intake._take_in(session, [path], day, again=False)  # noqa: SLF001 - midway
            doing = pool.submit(then)
            assert waits(doing)
        return doing.result()


def waits(doing: Future[_Done]) -> bool:
    try:
        doing.result(LONG_ENOUGH)
    except StillWaiting:
        return True
    return False


def taking(path: Path, day: date = DAY) -> Callable[[], Intake]:
    return lambda: take_in_files.fn(path, day)


def plan(folder: Path, number: str) -> Path:
    row = {"unit": "X1-BCD", "number": number, "issued_on": date(2021, 3, 1)}
    return factories.workbook(folder / f"{number[:2]}.xlsx", {"plan": [row]})


@pytest.mark.usefixtures("year")
def test_of_two_answers_at_once_the_later_one_stands(tmp_path):
    first, second, third = (plan(tmp_path, f"0{n}/KH-BCĐ") for n in (1, 2, 3))
    take_in_files.fn(first, DAY)

    taken = while_coming_in(second, taking(third))

    assert taken.rows == 1
    statement = select(Submission.facts["number"].astext, Submission.superseded_on)
    with transaction() as session:
        versions = dict(session.execute(statement).all())
    assert versions == {"01/KH-BCĐ": DAY, "02/KH-BCĐ": DAY, "03/KH-BCĐ": None}


def test_an_answer_that_comes_in_while_its_stage_opens_meets_the_duty(tmp_path, year):
    with transaction() as session:
        keyed = select(Stage.id).filter_by(year=2021, key="plan_commune")
        stage_id = session.scalars(keyed).one()

    while_coming_in(
        plan(tmp_path, "01/KH-BCĐ"),
        lambda: open_stages.fn([OpenStage(stage_id)], DAY),
    )

    owed = select(Obligation.fulfilled_on).filter_by(
        stage_id=stage_id, unit_id=year["X1-BCD"]
    )
    with transaction() as session:
        assert session.scalars(owed).one() == DAY


@pytest.mark.usefixtures("year")
def test_of_two_proposals_at_once_only_one_bears_a_reference(tmp_path):
    ours, theirs = (
        factories.workbook(
            tmp_path / f"{unit}.xlsx",
            {"nominee": [NOMINEE | {"unit": unit, "reference": "01"}]},
        )
        for unit in ("X1", "H1")
    )

    refused = while_coming_in(ours, taking(theirs, PROPOSED), PROPOSED)

    assert refused.issues == 1
    with transaction() as session:
        assert session.scalar(select(func.count()).select_from(Submission)) == 1


def test_of_two_lists_at_once_only_one_gets_a_household_code(tmp_path, year):
    head = "ma_ho,chu_ho,ma_khu_dan_cu,dang_cu_tru,ngay_cam_ket"
    ours, theirs = tmp_path / "a.csv", tmp_path / "b.csv"
    ours.write_text(f"{head}\n1,Lê Văn Mẫu,X1-A1,1,2021-03-01\n", "utf-8")
    theirs.write_text(f"{head}\n1,Trần Văn Khác,X1-A2,1,2021-03-02\n", "utf-8")

    refused = while_coming_in(ours, taking(theirs))

    assert (refused.households, refused.issues) == (0, 1)
    with transaction() as session:
        assert session.scalars(select(Household.area_id)).one() == year["X1-A1"]


@pytest.mark.usefixtures("year")
def test_a_proposal_is_judged_by_all_that_was_coming_in(tmp_path):
    factories.open_stage("knc_nomination")
    take_in_files.fn(
        factories.workbook(tmp_path / "nominee.xlsx", {"nominee": [NOMINEE]}), PROPOSED
    )
    service = factories.workbook(tmp_path / "service.xlsx", {"service": [SERVICE]})

    judged = while_coming_in(
        service, lambda: nominate.fn(2021, "Kỷ niệm chương", PROPOSED), PROPOSED
    )

    assert judged.outcomes == {EligibilityOutcome.ELIGIBLE: 1}


def test_whoever_notes_who_is_told_need_not_wait_for_a_duty_put_off(year):
    with transaction() as session:
        owed = factories.owe(session, "registration", year["X1-A1"])
        due, told = owed.due, {"owed": owed.id, "due": owed.due, "day": DAY}

    with transaction() as putting_off, transaction() as telling:
        extensions.extend(
            putting_off,
            [told["owed"]],
            due + timedelta(days=9),
            reason="Mưa lũ",
            approved_by="Thường trực",
            today=DAY,
        )
        telling.execute(text("SET LOCAL lock_timeout = '2s'"))
        note = """INSERT INTO notice (obligation_id, rung, due, recipient, told_on)
            VALUES (:owed, 'opened', :due, 'x1-a1@mau.example', :day)"""
        telling.execute(text(note), told)


@pytest.mark.usefixtures("year")
def test_of_two_reports_of_an_outage_at_once_one_is_written_down():
    with ThreadPoolExecutor() as pool:
        with transaction() as session:
            notices.take_turns(session)
            journal.write(session, DAY, ACT, "lượt kia đã ghi")
            reporting = pool.submit(report_missed.fn, [], DAY)
            assert waits(reporting)
        reporting.result()

    with transaction() as session:
        assert session.scalar(select(func.count()).where(Entry.act == ACT)) == 1
