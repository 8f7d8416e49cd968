"""Whoever shows persons leaves a line, in the transaction that showed them."""

from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from db.access import Access, account
from db.commendations import Award
from db.session import transaction
from tasks.commendations import nominate
from tasks.decisions import record_decisions
from tasks.intake import take_in_files, try_files
from tasks.nominee_explanations import explain_nominee
from tests import factories
from tests.integration.tasks.test_commendations import (
    MEDAL,
    NOMINEE,
    PROPOSED,
    SERVICE,
)

DECIDED = date(2021, 5, 5)
DECISION = {
    "unit": "T",
    "number": "12/QĐ-UBND",
    "signed_on": DECIDED,
    "kind": "Khen thưởng đột xuất",
    "signer_title": "Chủ tịch",
}
AWARD = {
    "unit": "T",
    "number": "12/QĐ-UBND",
    "recipient": "Cá nhân",
    "awarded_unit": "X1",
    "full_name": "Người Mẫu",
    "birth_year": 1970,
    "sex": "Nam",
    "form": "Bằng khen Ủy ban nhân dân tỉnh",
    "type": "Đột xuất",
    "achievement": "Cứu người",
}


@pytest.fixture
def send(year, tmp_path, monkeypatch):  # noqa: ARG001 - for what it does
    monkeypatch.setenv("ANTQ_OUT", str(tmp_path / "out"))
    factories.open_stage("knc_nomination")

    def sent(day: date, **sheets: list[dict[str, object]]) -> None:
        file = factories.workbook(tmp_path / f"{day}.xlsx", sheets)
        take_in_files.fn(file, day)

    return sent


def seen() -> list[tuple[str, str, int, str]]:
    columns = Access.via, Access.kind, Access.rows, Access.scope
    with transaction() as session:
        rows = session.execute(select(*columns).order_by(Access.id))
        return [tuple(row) for row in rows]


def test_what_the_program_judges_by_itself_is_seen_by_nobody(send):
    send(PROPOSED, nominee=[NOMINEE], service=[SERVICE])

    nominate.fn(2021, MEDAL, PROPOSED)

    assert seen() == []


def test_a_proposal_explained_is_a_person_looked_at(send):
    send(PROPOSED, nominee=[NOMINEE], service=[SERVICE])
    nominate.fn(2021, MEDAL, PROPOSED)

    assert explain_nominee("X1-01", 2021, PROPOSED)
    assert explain_nominee("X1-99", 2021, PROPOSED) is None

    assert seen() == [("antq explain", "nominee", 1, "hồ sơ X1-01, năm 2021")]


def test_a_decision_names_those_it_rewards(send):
    send(DECIDED, decision=[DECISION], award=[AWARD])

    record_decisions.fn(2021, DECIDED)
    record_decisions.fn(2021, DECIDED)

    scope = "quyết định 12/QĐ-UBND, năm 2021"
    assert seen() == [("Ghi nhận quyết định", "award", 1, scope)]
    with transaction() as session:
        assert len(session.scalars(select(Award)).all()) == 1


def test_cells_that_are_told_as_they_were_written_are_counted(send):
    send(PROPOSED, nominee=[NOMINEE | {"birth_year": "Người Mẫu"}])

    assert seen() == [("Nhận tệp", "mistake", 1, "các tệp vừa nhận")]
    with transaction() as session:
        assert session.scalars(select(Access.actor)).one() == account()


def test_cells_and_rows_of_persons_told_by_a_trial_are_counted_though_it_never_was(
    send, tmp_path
):
    send(PROPOSED, decision=[DECISION | {"signed_on": PROPOSED}])
    rows = [NOMINEE, NOMINEE | {"reference": "X1-02", "birth_year": "Người Mẫu"}]
    sheets = {"nominee": rows, "service": [SERVICE], "award": [AWARD]}
    file = factories.workbook(tmp_path / "de-cu.xlsx", sheets)

    tried = try_files(file, PROPOSED)

    assert len(tried.changes) == 3
    assert sorted(seen()) == [
        ("antq intake", "award", 1, "các tệp đem thử"),
        ("antq intake", "mistake", 1, "các tệp đem thử"),
        ("antq intake", "nominee", 2, "các tệp đem thử"),
    ]


def test_a_trial_that_tells_of_no_person_leaves_no_line(send, tmp_path):
    send(PROPOSED)
    file = factories.workbook(tmp_path / "qd.xlsx", {"decision": [DECISION]})

    assert try_files(file, DECIDED).changes

    assert seen() == []


@pytest.mark.parametrize(
    "changed", ["UPDATE access SET actor = 'x'", "DELETE FROM access"]
)
def test_a_line_is_neither_changed_nor_deleted(send, changed):
    send(PROPOSED, nominee=[NOMINEE | {"birth_year": "Người Mẫu"}])

    with pytest.raises(DBAPIError, match="chỉ được ghi thêm"), transaction() as session:
        session.execute(text(changed))
