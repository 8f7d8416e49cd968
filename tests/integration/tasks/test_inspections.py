from datetime import date

import pytest
from sqlalchemy import select

from db.cycle import Stage
from db.notices import Notice
from db.obligations import Obligation
from db.session import transaction
from rules.agenda import CloseStage
from rules.cycle import StageStatus
from rules.forms import forms
from tasks import planning
from tasks.inspections import inspect_quarter
from tasks.intake import take_in_files
from tasks.stages import close_stages
from tests import factories

GATHERED, REMEDY_DUE = date(2021, 6, 15), date(2021, 7, 1)


@pytest.fixture
def reported(year, tmp_path) -> None:  # noqa: ARG001 - for what it does
    """Report a unit that must put something right."""
    factories.open_stage("inspect_q1")
    [result] = [each for each in forms()["inspection"].fields if each.key == "result"]
    row = {
        "unit": "X1-BCD",
        "period": "Quý I",
        "inspected_unit": "X1-A1",
        "inspected_on": date(2021, 4, 1),
        "result": result.choices[1],
        "finding": "Chưa lập sổ theo dõi",
        "remedy": "Lập sổ theo dõi",
        "remedy_due": REMEDY_DUE,
    }
    file = factories.workbook(tmp_path / "inspection.xlsx", {"inspection": [row]})
    assert take_in_files.fn(file, GATHERED).problems == []


@pytest.mark.usefixtures("reported")
def test_what_an_inspection_demands_is_told_and_reminded_of_though_it_was_over():
    remedy = factories.open_stage("remedy_q1")
    close_stages.fn([CloseStage(remedy)], GATHERED)

    inspect_quarter.fn(2021, "Quý I", GATHERED)

    with transaction() as session:
        assert session.get_one(Stage, remedy).status is StageStatus.OPEN
        due = select(Obligation.due).filter_by(stage_id=remedy)
        assert session.scalars(due).one() == REMEDY_DUE
        assert session.scalars(select(Notice.rung).filter_by(due=REMEDY_DUE)).one()
    reminding = planning.due_today(REMEDY_DUE).reminding
    assert [each.stage_id for each in reminding] == [remedy]
