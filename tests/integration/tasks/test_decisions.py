"""A signed decision, and the list of those it rewards, which may come later."""

from datetime import date, timedelta

import docx
import pytest
from sqlalchemy import select

from db.commendations import Award
from db.outbox import Letter
from db.session import transaction
from tasks import papers
from tasks.decisions import Recorded, record_decisions
from tasks.entries import enter_decision
from tasks.planning import decisions_wait
from tests import factories
from tests.integration.tasks.test_access import AWARD, DECIDED, DECISION, send

__all__ = ["send"]

NEXT = DECIDED + timedelta(days=1)
TEAM = AWARD | {"recipient": "Tập thể", "awarded_unit": "X1-A1", "full_name": None}
TEAM |= {"birth_year": None, "sex": None}


@pytest.fixture
def entered(year) -> None:  # noqa: ARG001 - for what it does
    """Enter a decision on the form of Prefect; its list is not there yet."""
    told = {key: DECISION[key] for key in ("number", "signed_on", "kind")}
    signer = str(DECISION["signer_title"])
    enter_decision.fn("T", **told, signer_title=signer, today=DECIDED)
    assert record_decisions.fn(2021, DECIDED) == Recorded(1, 0, 0, [])
    assert not decisions_wait(DECIDED)


def letters() -> list[str]:
    statement = select(Letter.recipient).where(Letter.kind == "decision")
    with transaction() as session:
        return list(session.scalars(statement.order_by(Letter.id)))


def listed_in_the_paper() -> list[str]:
    """Return whom the list of the paper names, in its order."""
    name = papers.folder(2021) / "quyet-dinh" / "T-12-QĐ-UBND.docx"
    rows = docx.Document(name).tables[-1].rows
    return [row.cells[1].text for row in rows][1:]


@pytest.mark.usefixtures("entered")
def test_what_is_listed_after_a_decision_was_recorded_is_given_and_told(send):
    send(DECIDED, award=[TEAM])

    assert decisions_wait(DECIDED) == [2021]
    assert record_decisions.fn(2021, DECIDED) == Recorded(0, 0, 1, [])

    assert letters() == [factories.address("X1-A1")]
    assert not decisions_wait(NEXT)
    assert record_decisions.fn(2021, NEXT) == Recorded(0, 0, 0, [])


@pytest.mark.usefixtures("entered")
def test_the_paper_lists_what_was_given_before_and_now(send):
    send(DECIDED, award=[TEAM])
    record_decisions.fn(2021, DECIDED)

    send(NEXT, award=[TEAM, AWARD])
    record_decisions.fn(2021, NEXT)

    assert listed_in_the_paper() == ["Thôn Một", AWARD["full_name"]]
    assert letters() == [factories.address("X1-A1"), factories.address("X1")]


@pytest.mark.usefixtures("entered")
def test_a_row_that_was_refused_is_given_once_it_is_mended(send):
    send(DECIDED, award=[AWARD | {"birth_year": None}])
    refused = record_decisions.fn(2021, DECIDED).refused
    assert refused == ["dòng 2: thiếu họ tên, năm sinh hoặc giới tính"]
    assert not decisions_wait(DECIDED)

    send(NEXT, award=[AWARD])

    assert decisions_wait(NEXT)
    assert record_decisions.fn(2021, NEXT) == Recorded(0, 0, 1, [])
    with transaction() as session:
        assert session.scalars(select(Award.achievement)).one() == "Cứu người"


@pytest.mark.usefixtures("entered")
def test_what_waits_at_the_end_of_a_year_waits_in_the_next_one_too(send):
    send(DECIDED, award=[TEAM])

    assert decisions_wait(date(2022, 1, 4)) == [2021]
    assert not decisions_wait(date(2023, 1, 4))


@pytest.mark.usefixtures("entered")
@pytest.mark.parametrize(
    "mended", [{"achievement": "Cứu hai người"}, {"birth_year": 1971}]
)
def test_a_row_put_right_after_it_was_given_is_not_given_again(send, mended):
    send(DECIDED, award=[AWARD])
    record_decisions.fn(2021, DECIDED)

    send(NEXT, award=[AWARD | mended])
    again = record_decisions.fn(2021, NEXT)

    assert again.refused == ["dòng 2: đã được tặng, không tặng lần nữa"]
    with transaction() as session:
        assert len(session.scalars(select(Award)).all()) == 1
