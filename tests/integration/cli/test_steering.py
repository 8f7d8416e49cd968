"""Putting off, letting go and proving, from the command line."""

import json
from datetime import date

import pytest
from sqlalchemy import select, text

from cli import app
from db.obligations import Obligation
from db.session import transaction
from tests import factories

UNTIL = ("--to", "15/04/2021", "--reason", "mưa lũ", "--by", "Phó Trưởng ban")
ON = ("--year", "2021", "--on", "24/03/2021")
TITLE = "“Đăng ký đạt tiêu chuẩn “An toàn về an ninh, trật tự””"


@pytest.fixture
def owing(year) -> dict[str, int]:
    factories.open_stage("registration")
    with transaction() as session:
        for code in ("X1", "X1-A1", "X1-A2"):
            factories.owe(session, "registration", year[code])
    return year


def dues() -> set[date]:
    with transaction() as session:
        return set(session.scalars(select(Obligation.due)))


@pytest.mark.usefixtures("owing")
def test_without_saying_for_whom_nothing_is_put_off(antq):
    code, _, said = antq("extend", "registration", *UNTIL, *ON)

    assert code == 1
    assert said.startswith("Lỗi: Chưa nói đơn vị nào: ghi mã đơn vị (--unit)")
    assert "--all" in said


@pytest.mark.usefixtures("owing")
@pytest.mark.parametrize("dry_run", ["--dry-run", "--thu"])
def test_a_trial_names_who_would_be_concerned_and_writes_nothing(antq, dry_run):
    code, said, _ = antq("extend", "registration", *UNTIL, *ON, "--all", dry_run)

    assert code == 0
    assert f"Sẽ gia hạn {TITLE} đến 15/04/2021: 3 đơn vị" in said
    assert "X1-A2 Thôn Hai 31/03/2021" in said
    assert "chưa ghi gì" in said
    assert dues() == {date(2021, 3, 31)}


@pytest.mark.usefixtures("owing", "prefect_api")
def test_put_off_for_a_kind_of_unit_below_another(antq):
    code, said, _ = antq(
        "extend", "registration", *UNTIL, *ON, "--under", "x1", "--kind", "Khu dân cư"
    )

    assert code == 0
    assert "đến 15/04/2021: 2 đơn vị" in said
    assert "báo hạn mới trong thư tổng hợp ngày làm việc kế tiếp" in said
    assert dues() == {date(2021, 3, 31), date(2021, 4, 15)}


@pytest.mark.usefixtures("owing", "prefect_api")
def test_let_go_by_codes_and_told_of_those_that_could_not(antq):
    arguments = ("--ground", "Giải thể", "--by", "Trưởng ban", *ON)

    first = antq("waive", "registration", *arguments, "--unit", "X1-A1")
    code, said, _ = antq("waive", "registration", *arguments, "--unit", "X1-A1,X1-A2")

    assert (first[0], code) == (0, 0)
    assert f"Đã miễn {TITLE}: 1 đơn vị" in said
    assert "Không đổi: 1 đơn vị. X1-A1 (Thôn Một): đã được miễn từ trước" in said


@pytest.mark.usefixtures("owing")
def test_a_kind_nobody_knows_is_answered_with_those_there_are(antq):
    code, _, said = antq("extend", "registration", *UNTIL, *ON, "--kind", "làng")

    assert code == 2
    assert "residential_area (Khu dân cư)" in said


def test_more_time_needs_a_reason(antq):
    code, _, said = antq("extend", "registration", "--to", "15/04/2021", "--by", "A")

    assert (code, said) == (2, "Lỗi: Còn thiếu tùy chọn --reason.")


@pytest.mark.usefixtures("owing")
def test_a_proof_ends_with_its_verdict(antq):
    with transaction() as session:
        session.execute(text("DELETE FROM contact"))

    code, said, _ = antq("prove", "thôn một", "registration", "--year", "2021")

    assert code == 0
    assert "Hạn đầu tiên: 31/03/2021, đến hết ngày 31/03/2021" in said
    assert "Căn cứ: Thông tư 23/2012/TT-BCA (chưa xác nhận)" in said
    assert said.endswith(
        "Kết luận Lỗi thuộc về thường trực: đơn vị không có hộp thư nào nhận được thư."
    )


@pytest.mark.usefixtures("owing")
def test_a_proof_is_read_by_programs_too(capsys):
    code = app.run(["prove", "X1", "registration", "--year", "2021", "--json"])

    found = json.loads(capsys.readouterr().out)
    assert code == 0
    assert found["verdict"]["outcome"] == "our_fault"
    assert found["events"][0]["words"] == "Giao việc, hạn 31/03/2021"


@pytest.mark.usefixtures("owing")
def test_the_duties_of_units_are_numbered_after_those_of_the_office(antq):
    _, said, _ = antq("stage", *ON)
    code, _, refused = antq("stage", "registration", *ON)

    assert "Các việc của đơn vị, năm 2021" in said
    assert "0/3 đơn vị đã xong" in said
    assert code == 2
    assert "là việc của đơn vị" in refused
