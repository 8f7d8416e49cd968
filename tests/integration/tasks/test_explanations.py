from datetime import date

import docx
import pytest

from db.session import transaction
from db.units import Unit
from rules.remedies import Way
from rules.units import UnitKind
from tasks.commendations import nominate
from tasks.explanation_papers import put
from tasks.explanations import explain
from tasks.intake import take_in_files
from tasks.nominee_explanations import explain_nominee, explanation_of
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

    assert path.name == "ho-so-X1-01.pdf"
    assert path.read_bytes().startswith(b"%PDF")


EXEMPLAR = {
    "unit": "X1",
    "met_on": date(2021, 12, 10),
    "party_rank": "Hoàn thành nhiệm vụ",
    "committee_title": "Tập thể lao động tiên tiến",
    "organisations_rank": "Khá",
}


def test_a_reference_names_a_file_in_its_folder_and_no_other_s(send):
    factories.open_stage("knc_nomination")
    names = []
    for reference in ("../X1.01", "../X1.02"):
        send(SPRING, nominee=NOMINEE | {"proposed_on": SPRING, "reference": reference})
        nominate.fn(2021, MEDAL, SUMMER)
        names.append(put(explain_nominee(reference, 2021, SUMMER)))

    assert len(set(names)) == 2
    assert {name.parent.name for name in names} == {"giai-trinh"}


def test_a_unit_s_code_is_a_unit_s_even_if_a_reference_is_written_alike(send):
    row = NOMINEE | {"proposed_on": SPRING, "reference": "X1"}
    send(SPRING, nominee=row)
    factories.open_stage("knc_nomination")
    nominate.fn(2021, MEDAL, SUMMER)

    assert explanation_of("x1", 2021, SUMMER).code == "X1"


def test_an_exemplar_is_refused_by_the_gate_it_does_not_pass(send):
    told = date(2023, 12, 15)
    send(told, exemplar=EXEMPLAR | {"met_on": told})

    found = explain("X1", 2023, told).exemplar

    unmet = [r.reason for r in found.reasons if r.outcome == "unmet"]
    assert found.outcome_name == "chưa đạt"
    assert unmet == [
        "Được xếp “Hoàn thành nhiệm vụ”; cần từ “Hoàn thành tốt nhiệm vụ” trở lên."
    ]


def test_a_security_team_is_placed_and_its_leader_no_higher(send, year):
    told = date(2026, 11, 16)
    with transaction() as session:
        session.get_one(Unit, year["X1-A1"]).kind = UnitKind.SECURITY_TEAM
    send(
        told,
        security_team={
            "unit": "X1-A1",
            "met_on": told,
            "established_on": date(2024, 7, 1),
            "under_complaint": "Không",
            "proposed_level": "Hoàn thành nhiệm vụ",
            "leader_level": "Hoàn thành tốt nhiệm vụ",
            "leader_transferred": "Không",
        },
    )

    found = explain("X1-A1", 2026, told).team

    assert (found.level, found.status) == ("Hoàn thành nhiệm vụ", "đủ căn cứ xếp loại")
    assert found.leader.startswith("chưa xếp loại (không đủ điều kiện mức đề nghị")
