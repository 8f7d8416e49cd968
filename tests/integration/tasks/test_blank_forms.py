"""Blank workbooks of what answers no duty: written, filled in, taken in."""

from datetime import date
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from db.session import transaction
from db.submissions import Submission
from db.units import Unit
from rules.errors import UnclearRequestError
from tasks.blank_forms import write_blanks
from tasks.intake import take_in_files
from tests import factories
from tests.filling import CALC, fill, saved_by_calc
from tests.integration.tasks.test_commendations import NOMINEE, PROPOSED, SERVICE

PROPOSAL, MODELS = "de-nghi-khen-thuong.xlsx", "mo-hinh-tu-phong-tu-quan.xlsx"
REGISTER = "don-vi-va-dau-moi.xlsx"


def blanks(folder, on=PROPOSED) -> dict[str, object]:
    return {path.name: path for path in write_blanks(folder, 2021, on)}


def row_2(form: str, told) -> dict[str, object]:
    """Return the cells of the first row of a form's sheet, by their places."""
    keys = [field.key for field in factories.forms()[form].fields]
    return {f"{chr(65 + keys.index(key))}2": value for key, value in told.items()}


def told_of(path) -> dict[str, dict[str, object]]:
    taken = take_in_files.fn(path, PROPOSED)
    assert (taken.problems, taken.doubts) == ([], [])
    with transaction() as session:
        rows = session.scalars(select(Submission).order_by(Submission.id))
        return {row.form: dict(row.facts) for row in rows}


@pytest.mark.usefixtures("year")
@pytest.mark.skipif(not CALC, reason="needs Calc of LibreOffice")
def test_a_proposal_filled_in_and_saved_by_an_office_program_is_taken_in(tmp_path):
    filled = fill(
        blanks(tmp_path / "bieu")[PROPOSAL],
        {
            "Đề cử cá nhân": row_2("nominee", NOMINEE),
            "Quá trình": row_2("service", SERVICE),
        },
    )

    told = told_of(saved_by_calc(filled, tmp_path))

    assert set(told) == {"nominee", "service"}
    assert told["nominee"]["full_name"] == NOMINEE["full_name"]


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize("name", [PROPOSAL, MODELS, REGISTER])
def test_a_blank_sent_back_as_it_was_is_told_so(tmp_path, name):
    taken = take_in_files.fn(blanks(tmp_path)[name], PROPOSED)

    assert taken.problems == [
        f"Tệp “{name}”: chưa dòng nào được điền; hãy điền biểu rồi gửi lại."
    ]


@pytest.mark.usefixtures("database")
def test_the_register_of_a_province_begins_with_a_blank(tmp_path):
    told = {
        "code": "T",
        "name": "Tỉnh Mẫu",
        "kind": "Tỉnh",
        "valid_from": date(2021, 1, 1),
    }
    register = blanks(tmp_path)[REGISTER]

    taken = take_in_files.fn(fill(register, {"Đơn vị": row_2("units", told)}), PROPOSED)

    assert taken.problems == []
    with transaction() as session:
        assert session.scalars(select(Unit.name)).all() == ["Tỉnh Mẫu"]


@pytest.mark.usefixtures("year")
def test_blanks_written_again_are_the_same_bytes(tmp_path):
    first = {name: path.read_bytes() for name, path in blanks(tmp_path).items()}

    assert {n: path.read_bytes() for n, path in blanks(tmp_path).items()} == first


@pytest.mark.usefixtures("year")
def test_a_file_is_no_folder_for_blanks(tmp_path):
    taken = tmp_path / "bieu"
    taken.touch()

    with pytest.raises(UnclearRequestError, match="là một tệp"):
        blanks(taken)


@pytest.mark.usefixtures("database")
def test_no_address_is_made_up_where_the_office_has_none_yet(tmp_path):
    factories.found_province(without_contact={"T-BCD"})

    with ZipFile(blanks(tmp_path)[REGISTER]) as book:
        words = book.read("xl/sharedStrings.xml").decode()

    assert "Thường trực" in words
    assert "thư điện tử antq@" not in words
