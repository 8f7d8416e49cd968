import pytest

from cli.acts import ACTS
from rules.cycle import plan
from tests import factories


def test_every_act_of_every_cycle_has_its_flow():
    acts = {stage.act for year in (2021, 2026) for stage in plan(year).stages}

    assert acts - {None} == set(ACTS)


def test_an_act_out_of_turn_is_refused_in_one_sentence(antq, autumn):
    code, _, said = antq("stage", "certificates", "--on", f"{autumn:%d/%m/%Y}")

    assert (code, said) == (
        1,
        "Lỗi: Chưa đến lượt “Cấp giấy công nhận”: giai đoạn mở ngày 14/12/2021.",
    )


@pytest.mark.usefixtures("autumn")
def test_a_mistyped_act_is_answered_with_those_that_are_near(antq):
    code, _, said = antq("stage", "recognise_area")

    assert code == 2
    assert "Ý là recognise_areas" in said


@pytest.mark.usefixtures("prefect_api")
def test_an_act_in_its_turn_is_done_by_its_flow(antq, autumn):
    code, said, _ = antq("stage", "grade_areas", "--on", f"{autumn:%d/%m/%Y}")

    assert (code, said) == (
        0,
        "Đã xong: Phân loại phong trào ở khu dân cư (năm 2021, ngày 16/11/2021).",
    )


@pytest.mark.usefixtures("prefect_api")
def test_every_mistake_in_a_file_is_told_in_a_sentence(antq, autumn, tmp_path):
    (tmp_path / "ho-so.xlsx").write_text("không phải bảng tính")

    on = ("--on", f"{autumn:%d/%m/%Y}")

    tried, would, _ = antq("intake", str(tmp_path), *on)
    code, said, _ = antq("intake", str(tmp_path), *on, "--commit")

    assert (tried, code) == (0, 0)
    assert would.startswith("Nếu nhận 1 tệp: không dòng nào thay đổi; 1 chỗ cần sửa.")
    assert would.endswith("Chưa ghi gì. Đúng thì chạy lại lệnh này, thêm --commit.")
    assert said.startswith("Đã nhận 1 tệp: không dòng nào thay đổi; 1 chỗ cần sửa.")
    assert "- Tệp “ho-so.xlsx”: tệp hỏng hoặc không phải bảng tính" in said


def test_files_that_are_not_read_are_told_with_why(antq, autumn, tmp_path):
    (tmp_path / "phu-luc.pdf").write_bytes(b"x")

    _, would, _ = antq("intake", str(tmp_path), "--on", f"{autumn:%d/%m/%Y}")

    assert would == (
        "Không có tệp bảng tính hoặc CSV nào. Không đọc 1 tệp vì không phải bảng tính"
        " (.xlsx, .xls, .ods) hay CSV: “phu-luc.pdf”."
    )


@pytest.mark.usefixtures("prefect_api")
def test_files_that_are_not_read_are_told_beside_those_that_are(antq, autumn, tmp_path):
    (tmp_path / "phu-luc.pdf").write_bytes(b"x")
    (tmp_path / "ho-so.xls").write_text("<html><table></table></html>")

    on = ("--on", f"{autumn:%d/%m/%Y}")
    _, said, _ = antq("intake", str(tmp_path), *on, "--commit")

    assert "- Tệp “ho-so.xls”: tệp là trang web (HTML), không phải bảng tính" in said
    assert said.endswith("hay CSV: “phu-luc.pdf”.")


def test_what_is_taken_but_doubted_is_told_apart_from_mistakes(antq, autumn, tmp_path):
    keys = ("tips_total", "tips_valuable", "propaganda_sessions")
    row = dict.fromkeys(keys, 150) | {"propaganda_attendance": 900}
    row |= {"unit": "BT-BCD", "period": "Năm", "visits": 0, "allowances": 0}
    factories.workbook(tmp_path / "so-lieu.xlsx", {"figures": [row]})

    _, said, _ = antq("intake", str(tmp_path), "--on", f"{autumn:%d/%m/%Y}")

    assert "Nếu nhận 1 tệp: 1 dòng mới hoặc thay đổi; 0 chỗ cần sửa." in said
    assert "Đề nghị kiểm tra lại 1 chỗ: - Tệp “so-lieu.xlsx”, trang" in said
    assert "dòng nữa" not in said


@pytest.mark.usefixtures("prefect_api")
def test_a_review_made_is_shown_with_the_files_it_is_kept_in(antq, autumn):
    made, _, _ = antq("stage", "midyear_review", "--on", f"{autumn:%d/%m/%Y}")
    code, said, _ = antq("report", "6 tháng")

    assert (made, code) == (0, 0)
    assert "/so-ket.pdf" in said.replace("\n", "")
    assert "/so-ket.docx" in said.replace("\n", "")
