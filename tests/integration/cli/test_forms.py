import json

import pytest

pytestmark = pytest.mark.usefixtures("autumn")
ON = ("--on", "16/11/2021")


def test_the_workbooks_of_a_duty_are_written_and_counted(antq, tmp_path):
    folder = tmp_path / "bieu"

    code, said, _ = antq("forms", str(folder), "--duty", "dossier_units", *ON)

    written = [path.name for path in folder.iterdir()]
    assert code == 0
    assert f"Đã ghi {len(written)} biểu của {len(written)} đơn vị vào" in said
    assert "BT-X008-ho-so-xa.xlsx" in written


def test_a_unit_may_be_named_in_any_letters(antq, tmp_path):
    code, said, _ = antq("forms", str(tmp_path), "--unit", "bt-x008,bt-bcd", *ON)

    assert code == 0
    assert "BT-BCD: không có việc nào cần biểu" in said
    assert {path.name.split("-ho-so")[0] for path in tmp_path.iterdir()} == {"BT-X008"}


def test_what_was_written_can_be_read_by_a_program(antq, tmp_path):
    code, said, _ = antq("forms", str(tmp_path), "--unit", "BT-X008", "--json", *ON)

    found = json.loads(said)
    assert code == 0
    assert (found["units"], found["owing_nothing"]) == (1, [])


def test_a_duty_done_without_a_workbook_is_refused_with_what_to_do(antq, tmp_path):
    code, _, said = antq("forms", str(tmp_path), "--duty", "recognise_areas", *ON)

    assert code == 1
    assert "không có biểu để đơn vị điền. " in said


def test_blank_workbooks_are_written_and_named(antq, tmp_path):
    code, said, _ = antq("forms", str(tmp_path), "--blank", *ON)

    names = sorted(path.name for path in tmp_path.iterdir())
    assert code == 0
    assert f"Đã ghi {len(names)} biểu trống vào" in said
    assert [word for word in said.split() if word.endswith(".xlsx")] == names


def test_blank_workbooks_are_of_no_unit_and_of_no_duty(antq, tmp_path):
    code, _, said = antq("forms", str(tmp_path), "--blank", "--unit", "BT-X008", *ON)

    assert code == 1
    assert "--blank ghi biểu trống cho mọi đơn vị" in said
    assert list(tmp_path.iterdir()) == []
