"""However fast pledges are stored, the database promises as much as before."""

from datetime import date

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from db import documents, pledges
from db.households import Household
from db.pledge_copies import PledgeFile, Step
from db.pledge_staging import HEADER
from db.session import transaction

TODAY = date(2021, 3, 31)
REMOVE = "DELETE FROM unit WHERE code = 'X1-A1'"
LOST = "INSERT INTO household VALUES ('2', 0, 'Mẫu', true, NULL, 0, 2)"
#: One who owns nothing and may not say which triggers run.
CLERK = """
    CREATE ROLE clerk;
    GRANT ALL ON ALL TABLES IN SCHEMA public TO clerk;
    GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO clerk;
    SET LOCAL ROLE clerk
"""


@pytest.fixture
def file(province, tmp_path) -> PledgeFile:  # noqa: ARG001 - for what it does
    path = tmp_path / "a.csv"
    path.write_text(f"{','.join(HEADER)}\n1,Lê Văn Mẫu,X1-A1,1,\n", "utf-8")
    with transaction() as session:
        ids = documents.register(session, [("a", "a")], TODAY)
    return PledgeFile(path, ids["a"])


def test_an_area_cannot_go_while_its_households_are_being_stored(file):
    with transaction() as session:
        pledges.take_in(session, [file], TODAY)

        with transaction() as another:
            another.execute(text("SET LOCAL lock_timeout = '100ms'"))
            with pytest.raises(OperationalError):
                another.execute(text(REMOVE))
            another.rollback()

    with pytest.raises(IntegrityError), transaction() as session:
        session.execute(text(REMOVE))


def test_the_next_row_is_asked_for_its_area_again(file):
    with transaction() as session:
        pledges.take_in(session, [file], TODAY)

        with pytest.raises(IntegrityError):
            session.execute(text(LOST))
        session.rollback()


def test_an_unknown_document_is_refused(file):
    with pytest.raises(Exception, match="document"), transaction() as session:
        pledges.take_in(session, [PledgeFile(file.path, 0)], TODAY)


def test_who_may_not_vouch_for_the_areas_has_them_asked_for_row_by_row(file):
    with transaction() as session:
        session.execute(text(CLERK))

        assert pledges.take_in(session, [file], TODAY).rows == 1
        session.rollback()


def test_nothing_is_kept_of_an_intake_that_was_cut(file):
    with transaction() as session:
        pledges.take_in(session, [file], TODAY)
        session.rollback()

    with transaction() as session:
        assert session.scalar(select(func.count()).select_from(Household)) == 0


def test_every_step_is_told(file):
    steps: list[Step] = []
    with transaction() as session:
        pledges.take_in(session, [file], TODAY, steps.append)

    size = file.path.stat().st_size
    assert steps == [
        Step("Đọc", size, size),
        Step("Kiểm tra", 0, 1),
        Step("Ghi", 0, 1),
        Step("Ghi", 1, 1),
        Step("Ghi dòng sai", 0, 1),
    ]
