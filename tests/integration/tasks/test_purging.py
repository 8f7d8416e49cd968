"""Persons are forgotten in time; what was counted of them is not."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, text

from db import documents, journal, measures
from db.commendations import Award, Nomination, Person
from db.contacts import MOVEMENT_ROLE
from db.documents import IntakeIssue, Issue
from db.households import Household
from db.journal import Entry
from db.obligations import Obligation
from db.outbox import Letter
from db.session import transaction
from db.submissions import Submission
from rules.persons import EXPIRED
from rules.reporting import reports
from tasks.commendations import nominate, proposals_retold
from tasks.intake import take_in_files
from tasks.purge import purge_persons
from tasks.purging import ACT, foresee, purge
from tests import factories
from tests.integration.tasks.test_access import AWARD
from tests.integration.tasks.test_commendations import MEDAL, NOMINEE, SERVICE, give

TOLD = date(2021, 4, 15)
KEPT, OVER = date(2026, 12, 31), date(2027, 1, 4)
NAME, OTHER, HEAD = "Người Mẫu", "Người Khen", "Lê Văn Hộ"
MISPLACED = {"reference": "X1-03", "birth_year": NAME}
PLEDGES = (
    "ma_ho,chu_ho,ma_khu_dan_cu,dang_cu_tru,ngay_cam_ket",
    f"1,{HEAD},X1-A1,1,2021-03-01",
    "2,Trần Thị Hộ,X1-A1,1,",
)


@pytest.fixture
def told(year: dict[str, int], tmp_path: Path) -> dict[str, int]:
    """Have a province of 2021 with households, two nominees and one award."""
    factories.open_stage("knc_nomination")
    (tmp_path / "ho.csv").write_text("\n".join([*PLEDGES, ""]), "utf-8")
    rewarded = {"reference": "X1-02", "full_name": OTHER, "achievement": "Giữ gìn"}
    sheets = {
        "nominee": [NOMINEE, NOMINEE | rewarded, NOMINEE | MISPLACED],
        "service": [SERVICE, SERVICE | {"reference": "X1-02"}],
    }
    factories.workbook(tmp_path / "de-cu.xlsx", sheets)
    take_in_files.fn(tmp_path, TOLD)
    nominate.fn(2021, MEDAL, TOLD)
    with transaction() as session:
        of = select(Nomination).filter_by(reference="X1-02")
        give(session, session.scalars(of).one(), year["T"])
        session.execute(text("UPDATE letter SET status = 'sent'"))
    return year


def figures() -> list[tuple[str, int, int | None]]:
    """Count every line of the yearly review anew."""
    with transaction() as session:
        return [
            (found.label, found.numerator, found.denominator)
            for section in reports()["Năm"].sections
            for line in section.lines
            for found in measures.count(session, line, 2021, date(2021, 12, 31))
        ]


def everything() -> str:
    """Return all that the database says, letters in clear."""
    with transaction() as session:
        rows = [
            session.execute(text(f"SELECT t::text FROM {table} t")).scalars().all()  # noqa: S608 - our own tables
            for table in ("household", "person", "nomination", "submission")
        ]
        cells = session.execute(text("SELECT found FROM intake_issue")).scalars().all()
        letters = [each.decode() for each in session.scalars(select(Letter.content))]
        return repr([*rows, cells, letters])


@pytest.mark.usefixtures("told")
def test_what_is_over_is_forgotten_and_every_figure_stays():
    before = figures()

    found = {each.key: each.rows for each in purge(OVER, "Trưởng ban")}

    assert figures() == before
    assert found["households"] == 2
    assert found["nominees"] == 3  # its row, its proposal, the person
    assert (found["mistakes"], found["letters"]) == (1, 1)
    assert found["awards"] == 0
    assert NAME not in everything()
    assert HEAD not in everything()
    with transaction() as session:
        assert set(session.scalars(select(Household.head))) == {EXPIRED}


@pytest.mark.usefixtures("told")
def test_who_was_rewarded_stays_with_the_row_that_proposed_them():
    purge(OVER, "Trưởng ban")

    with transaction() as session:
        kept = select(Person.full_name, Person.birth_year).join(Award)
        assert session.execute(kept).all() == [(OTHER, 1970)]
        names = select(Submission.facts["full_name"].astext)
        rows = session.scalars(names.filter_by(form="nominee")).all()
    assert sorted(rows) == sorted([EXPIRED, OTHER])


@pytest.mark.usefixtures("told")
def test_who_was_listed_and_never_rewarded_is_over_as_who_was_only_proposed(tmp_path):
    rows = [AWARD | {"awarded_unit": "CQ1", "full_name": each} for each in (NAME, HEAD)]
    take_in_files.fn(factories.workbook(tmp_path / "a.xlsx", {"award": rows}), TOLD)

    found = {each.key: each.rows for each in purge(OVER, "Trưởng ban")}

    assert found["nominees"] == 5
    assert NAME not in everything()
    assert HEAD not in everything()


@pytest.mark.usefixtures("told")
def test_a_trial_says_the_same_and_changes_nothing():
    before = everything()

    tried = foresee(OVER)

    assert everything() == before
    assert tried == purge(OVER, "Trưởng ban")


@pytest.mark.usefixtures("told")
def test_until_the_last_day_it_is_kept():
    found = {each.key: each.rows for each in purge(KEPT, "Trưởng ban")}

    assert (found["households"], found["nominees"], found["letters"]) == (0, 0, 0)
    assert NAME in everything()


@pytest.mark.usefixtures("told")
def test_purged_twice_it_is_written_down_once_and_nobody_is_judged_again():
    purge(OVER, "Trưởng ban")

    again = purge(OVER, "Trưởng ban")
    judged = nominate.fn(2021, MEDAL, OVER)

    assert sum(each.rows for each in again) == 0
    assert (judged.changed, proposals_retold(OVER)) == (0, False)
    with transaction() as session:
        lines = session.scalars(select(Entry).filter_by(act=ACT)).all()
        assert [line.facts["approved_by"] for line in lines] == ["Trưởng ban"]
        assert "chưa xác nhận" in lines[0].ground


def test_a_name_typed_into_a_wrong_cell_is_forgotten_after_a_year(province):  # noqa: ARG001 - for what it does
    with transaction() as session:
        tep = factories.document(session)
        issue = Issue(tep, "Kế hoạch", "ô C2", NAME, "cần một ngày")
        documents.report(session, [issue], TOLD)

    found = {each.key: each.rows for each in purge(date(2023, 1, 1), "Trưởng ban")}

    assert found["mistakes"] == 1
    assert NAME not in everything()


def test_what_leadership_is_shown_of_an_intake_holds_no_cell(year, tmp_path):  # noqa: ARG001 - for what it does
    sheets = {"nominee": [NOMINEE | MISPLACED]}
    file = factories.workbook(tmp_path / "de-cu.xlsx", sheets)

    taken = take_in_files.fn(file, TOLD)

    assert NAME in "".join(taken.problems)
    assert NAME not in "".join(taken.places)


def test_a_name_typed_where_a_code_should_stand_is_kept_only_as_what_was_found(
    year,  # noqa: ARG001 - for what it does
    tmp_path,
):
    unit = {"code": "X9", "name": "Thôn Chín", "kind": "Khu dân cư", "territory": NAME,
            "managing_body": "X1", "valid_from": factories.BEGAN}  # fmt: skip
    contact = {"unit": NAME, "role": MOVEMENT_ROLE, "email": "x@mau.example",
               "since": factories.BEGAN}  # fmt: skip
    sheets = {
        "units": [unit, unit | {"code": f"{NAME} Hai", "territory": "X1"}],
        "contacts": [contact],
    }
    factories.workbook(tmp_path / "a.xlsx", sheets)
    nominees = {"nominee": [NOMINEE | {"unit": NAME}]}
    factories.workbook(tmp_path / "c.xlsx", nominees)
    (tmp_path / "b.csv").write_text(f"{PLEDGES[0]}\n1,Hộ,{NAME},1,\n", "utf-8")

    taken = take_in_files.fn(tmp_path, TOLD)

    assert NAME in "".join(taken.problems)
    assert NAME not in "".join(taken.places)
    with transaction() as session:
        kept = [vars(each) for each in session.scalars(select(IntakeIssue))]
    found = sorted(each.pop("found") for each in kept)
    assert found == [NAME, NAME, NAME, f"{NAME} Hai", "X9"]
    assert NAME not in repr(kept)


def test_the_yearly_act_of_the_office_does_its_duty(year):
    factories.open_stage("purge")
    with transaction() as session:
        factories.owe(session, "purge", year["T-BCD"])

    purge_persons.fn(2021, date(2021, 12, 1))

    with transaction() as session:
        owed = session.scalars(select(Obligation)).one()
        assert owed.fulfilled_on == date(2021, 12, 1)
        assert not journal.has(session, date(2021, 12, 1), ACT)
