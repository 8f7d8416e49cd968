from datetime import date

import docx
import pytest

from rules.remedies import Way
from tasks.commendations import nominate
from tasks.explanation_papers import put
from tasks.explanations import explain
from tasks.intake import take_in_files
from tasks.nominee_explanations import explain_nominee
from tests import factories
from tests.integration.tasks.test_commendations import MEDAL, NOMINEE, SERVICE

SPRING, SUMMER, AUTUMN = date(2021, 3, 10), date(2021, 6, 1), date(2021, 11, 16)


@pytest.fixture
def send(year, tmp_path, monkeypatch):  # noqa: ARG001 - for what it does
    """Send rows of some forms on a day."""
    monkeypatch.setenv("ANTQ_OUT", str(tmp_path / "out"))

    def sent(day: date, **rows: dict[str, object]) -> None:
        sheets = {form: [row] for form, row in rows.items()}
        take_in_files.fn(factories.workbook(tmp_path / f"{day}.xlsx", sheets), day)

    return sent


def test_before_it_is_judged_a_unit_is_told_what_is_known_so_far(send):
    send(SPRING, registration={"unit": "X1-A1", "registered_on": SPRING})

    result = explain("X1-A1", 2021, SUMMER).recognition

    registered = {r.criterion: r for r in result.reasons}["registered"]
    assert (result.judged_on, result.outcome_name) == (None, "chưa đủ căn cứ kết luận")
    assert registered.outcome_name == "đạt"
    assert [fact.origin for fact in registered.facts] == [
        "tệp “2021-03-10.xlsx”, trang “Đăng ký”, dòng 2, nhận ngày 10/03/2021"
    ]


def test_what_can_still_change_stands_apart_from_what_cannot(send):
    rows = {"unit": "X1-A1", "met_on": SUMMER, "follows_law": "Không"}
    send(SUMMER, dossier_area=rows | {"incidents_state": 1})

    def ways(on):
        reasons = explain("X1-A1", 2021, on).recognition.reasons
        found = {reason.criterion: reason.way for reason in reasons}
        return found["follows_law"], found["incidents_state"]

    assert ways(SUMMER) == (Way.ACT, Way.NEVER)
    assert ways(AUTUMN) == (Way.NEVER, Way.NEVER)


def test_a_commune_is_told_which_of_its_units_hold_it_back(send):
    send(SPRING)

    result = explain("X1", 2021, SUMMER).recognition

    assert [(each.code, each.outcome_name) for each in result.holding_back] == [
        ("X1-A1", "chưa đủ căn cứ kết luận"),
        ("X1-A2", "chưa đủ căn cứ kết luận"),
    ]


def test_a_held_proposal_is_explained_by_its_reference_without_a_name(send):
    send(SPRING, nominee=NOMINEE | {"on_hold": "Có", "proposed_on": SPRING})
    factories.open_stage("knc_nomination")
    nominate.fn(2021, MEDAL, SUMMER)

    found = explain_nominee("x1-01", 2021, SUMMER)

    assert found.outcome_name == "chưa xét, chờ kết luận"
    steps = {step.words for outlook in found.outlooks for step in outlook.steps}
    assert "Khi có kết luận, gửi lại hồ sơ; hồ sơ tự được xét lại" in steps
    assert NOMINEE["full_name"] not in str(found)


def test_an_explanation_is_put_on_paper_clause_by_clause(send):
    send(SPRING, registration={"unit": "X1-A1", "registered_on": SPRING})
    found = explain("X1-A1", 2021, SUMMER)

    path = put(found)

    paper = docx.Document(path.with_suffix(".docx"))
    cells = [row.cells[1].text for row in paper.tables[-1].rows[1:]]
    assert path.read_bytes().startswith(b"%PDF")
    assert cells == [reason.text for reason in found.recognition.reasons]


def test_a_proposal_is_put_on_paper_by_its_reference(send):
    send(SPRING, nominee=NOMINEE | {"proposed_on": SPRING}, service=SERVICE)
    factories.open_stage("knc_nomination")
    nominate.fn(2021, MEDAL, SUMMER)

    path = put(explain_nominee("X1-01", 2021, SUMMER))

    assert path.name == "X1-01.pdf"
    assert path.read_bytes().startswith(b"%PDF")
