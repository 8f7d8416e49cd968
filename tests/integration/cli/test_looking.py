import json

import pytest

from cli import app
from rules.timetable import Calendar


def told(capsys, *arguments):
    code = app.run([*arguments, "--json"])
    assert code == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.usefixtures("autumn")
def test_an_unknown_unit_is_answered_with_those_that_are_near(antq):
    code, _, said = antq("explain", "BT-X08")

    assert code == 1
    assert said.startswith("Lỗi: Không có đơn vị nào mang mã hay tên “BT-X08”")
    assert "Gần giống: BT-X008 (Xã Tam Thanh)" in said


@pytest.mark.usefixtures("autumn")
def test_a_unit_is_told_every_reason_with_its_ground_and_its_file(capsys):
    found = told(capsys, "explain", "bt-x008-k02")

    reasons = found["recognition"]["reasons"]
    assert len(reasons) >= 10
    for reason in reasons:
        assert reason["reason"]
        assert reason["citation"].startswith("Thông tư 23/2012/TT-BCA")
        assert reason["confidence"] in {
            "đã đọc văn bản",
            "theo nguồn thứ cấp",
            "chưa xác nhận",
        }
    origins = [fact["origin"] for reason in reasons for fact in reason["facts"]]
    assert any("dang-ky_BT-X008-BCD.xlsx" in origin for origin in origins)


@pytest.mark.usefixtures("autumn")
def test_a_unit_may_be_asked_for_by_its_name(antq):
    code, said, _ = antq("explain", "xã tam thanh")

    assert code == 0
    assert "Xã Tam Thanh (BT-X008), năm 2021" in said
    assert "Chưa xét; tạm tính theo số liệu đã có: chưa đủ căn cứ kết luận" in said
    assert "Đơn vị gửi nghị quyết của cấp ủy ở trang “Hồ sơ xã”" in said


def test_the_status_counts_by_level_and_names_who_owes(capsys, autumn):
    found = told(capsys, "status", "--on", f"{autumn:%d/%m/%Y}", "--limit", "3")

    by_key = {stage["key"]: stage for stage in found["stages"]}
    assert len(found["debts"]) == 3 < found["overdue"]
    assert [(s["tier"], s["total"]) for s in by_key["pledges"]["shares"]] == [
        ("cấp xã", 60)
    ]
    assert found["next_due"][0] == by_key["grade_areas"]
    assert {unit["code"] for unit in found["unreachable"]} >= {"BT-X007-K08"}


@pytest.mark.usefixtures("autumn")
def test_a_year_whose_days_off_nobody_told_is_asked_for_in_time(antq, monkeypatch):
    known = Calendar(years=frozenset({2021}))
    monkeypatch.setattr("tasks.status.calendar", lambda: known)

    _, in_october, _ = antq("status", "--on", "29/10/2021")
    _, in_november, _ = antq("status", "--on", "16/11/2021")

    assert "Chưa có bảng ngày nghỉ" not in in_october
    assert "Chưa có bảng ngày nghỉ năm 2022" in in_november
    assert "Tạo rules/holidays/2022.toml theo thông báo nghỉ của năm." in in_november


@pytest.mark.usefixtures("database")
def test_a_year_that_was_not_started_says_what_to_do(antq):
    code, _, said = antq("status", "--year", "2021")

    assert code == 1
    assert "antq stage start_year --year 2021" in said


def test_an_address_of_no_database_says_what_one_looks_like(antq, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "csdl.example.vn")

    code, _, said = antq("status")

    assert code == 1
    assert "DATABASE_URL phải có dạng postgresql+psycopg://" in said


@pytest.mark.usefixtures("autumn")
def test_a_review_not_made_yet_is_refused(antq):
    code, _, said = antq("report", "6 tháng")

    assert code == 1
    assert said.startswith("Lỗi: Chưa có “Báo cáo sơ kết 6 tháng đầu năm” năm 2021")


def test_the_law_of_two_days_is_compared_without_a_database(antq):
    code, said, _ = antq("law", "diff", "31/12/2021", "01/01/2026")

    assert code == 0
    assert "Xã: ngày 31/12/2021 so với ngày 01/01/2026" in said
    assert "con số: 5 năm → 10 năm" in said


def test_a_law_that_did_not_change_is_said_to_be_the_same(antq):
    code, said, _ = antq("law", "diff", "01/01/2026", "02/01/2026")

    assert (code, said) == (
        0,
        "Ngày 01/01/2026 và ngày 02/01/2026 áp dụng như nhau.",
    )
