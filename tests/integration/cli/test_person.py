"""Persons' data from the command line: who looks is seen, what is over is shown."""

import io
import json
from datetime import date

import pytest
from sqlalchemy import select

from cli import app
from db import documents, pledges
from db.households import Household
from db.obligations import Obligation
from db.pledge_copies import PledgeFile
from db.pledge_staging import HEADER
from db.session import transaction
from rules.persons import EXPIRED
from tests import factories

TODAY = date(2021, 3, 31)
NAME = "Lê Thị Mẫu"
ON = ("--on", "31/03/2021")
BY = ("--by", "Phó Trưởng ban", "--reason", "theo đơn")


@pytest.fixture
def household(year, tmp_path) -> dict[str, int]:
    factories.open_stage("personal_data")
    path = tmp_path / "ho.csv"
    path.write_text(f"{','.join(HEADER)}\nH1,{NAME},X1-A1,1,2021-03-01\n", "utf-8")
    with transaction() as session:
        known = documents.register(session, [("ho", "ho.csv")], TODAY)["ho"]
        pledges.take_in(session, [PledgeFile(path, known)], TODAY)
    return year


@pytest.mark.usefixtures("household")
def test_a_name_is_asked_for_when_it_is_not_written_and_looking_is_seen(
    antq, monkeypatch
):
    monkeypatch.setattr("sys.stdin", io.StringIO("le thi mau\n"))

    code, said, _ = antq("person", "find", "--for", "trả lời đơn")
    _, journal, _ = antq("access")

    assert code == 0
    assert "H:H1 Lê Thị Mẫu X1-A1" in said
    assert "trả lời đơn" in journal
    assert "Mẫu" not in journal


@pytest.mark.usefixtures("household")
def test_a_household_is_found_in_its_place_by_the_starts_of_names(antq, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("le m\n"))

    code, said, _ = antq("person", "find", "--in", "X1", "--for", "đối chiếu", *ON)
    _, journal, _ = antq("access")
    _, _, wrong = antq("person", "find", "x", "--in", "T", "--for", "đối chiếu", *ON)

    assert code == 0
    assert "H:H1 Lê Thị Mẫu X1-A1 đang cư trú, cam kết 01/03/2021" in said
    assert "X1" in journal
    assert "không phải là khu dân cư hay xã" in wrong


@pytest.mark.usefixtures("household")
def test_a_request_is_recorded_with_its_dates_and_done(antq, tmp_path):
    _, recorded, _ = antq(
        "person", "request", "export", "H:H1", "--reason", "đơn ngày 30/3", *ON
    )
    out = tmp_path / "du-lieu.json"
    code, _, _ = antq("person", "export", "yc-2021-001", "--out", str(out), *BY, *ON)
    _, listed, _ = antq("person", "list")

    assert code == 0
    assert "Yêu cầu YC-2021-001: cung cấp dữ liệu." in recorded
    assert "Hạn phản hồi: 02/04/2021, 02 ngày làm việc sau ngày 31/03/2021" in recorded
    assert "chưa xác nhận" in recorded
    told = json.loads(out.read_text("utf-8"))
    assert told[0]["facts"]["Chủ hộ"] == NAME
    assert "đã phản hồi xong 31/03/2021" in listed
    with transaction() as session:
        done = session.scalars(select(Obligation.fulfilled_on)).all()
    assert done == [TODAY, TODAY]


@pytest.mark.usefixtures("household")
def test_what_is_right_is_asked_for_and_stands_on_no_command_line(antq, monkeypatch):
    antq("person", "request", "correct", "H:H1", "--reason", "đơn", *ON)
    monkeypatch.setattr("sys.stdin", io.StringIO("Lê Thị Mận\n"))

    code, said, _ = antq("person", "correct", "YC-2021-001", "--field", "head", *BY)

    assert code == 0
    assert "Đã đính chính 1 dòng. Yêu cầu" in said
    with transaction() as session:
        assert session.scalars(select(Household.head)).all() == ["Lê Thị Mận"]


@pytest.mark.usefixtures("household")
def test_a_purge_only_tells_until_it_is_told_who_decided(antq):
    late = ("--on", "01/01/2027")

    tried = antq("purge", *late)
    undecided = antq("purge", "--commit", *late)
    with transaction() as session:
        kept = session.scalars(select(Household.head)).all()
    done = antq("purge", "--commit", "--by", "Trưởng ban", *late)

    assert "họ tên chủ hộ 5 năm trước 01/01/2022 1" in tried[1]
    assert "(chưa xác nhận)" in tried[1]
    assert "Chưa xóa gì" in tried[1]
    assert undecided[0] == 2
    assert kept == [NAME]
    assert done[0] == 0
    with transaction() as session:
        assert session.scalars(select(Household.head)).all() == [EXPIRED]


@pytest.mark.usefixtures("household")
def test_who_looked_is_read_by_programs_too(capsys):
    app.run(["person", "find", "H1", "--for", "trả lời đơn", "--json"])
    capsys.readouterr()

    app.run(["access", "--json"])

    line = json.loads(capsys.readouterr().out)[0]
    assert (line["kind"], line["rows"], line["via"]) == (
        "household",
        1,
        "antq person find",
    )


def test_a_request_nobody_knows_is_answered_with_those_there_are(antq):
    code, _, said = antq("person", "request", "quên", "H:H1", "--reason", "đơn")

    assert code == 2
    assert "erase (xóa dữ liệu)" in said


@pytest.mark.usefixtures("household")
def test_two_households_of_one_name_are_shown_and_told_apart_for_good(antq):
    with transaction() as session:
        first = session.scalars(select(Household)).one()
        told = {"area_id": first.area_id, "document_id": first.document_id}
        again = Household(code="H2", head="Le Thi Mau", residing=True, line=3, **told)
        session.add(again)
    asked = ("person", "alike", "--in", "X1-A1", "--for", "đối chiếu", *ON)

    _, shown, _ = antq(*asked)
    code, said, _ = antq("person", "apart", "H:H2", "H:H1", *BY, *ON)
    _, left, _ = antq(*asked)

    assert "Nghi là một, chưa gộp gì: 1 cặp" in shown
    assert "họ tên chỉ khác dấu" in shown
    assert code == 0
    assert "Đã ghi ngày 31/03/2021: H:H2 và H:H1 không phải là một." in said
    assert left == "Không có ai, hộ nào nghi ghi hai lần."
