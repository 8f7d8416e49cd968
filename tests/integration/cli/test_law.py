"""The law as written is checked and printed, without a database."""

import json

import pytest

from cli import app

COMMUNE = "recognition/tt124-2021/commune.toml"


@pytest.fixture
def draft(tmp_path):
    """Write a draft that asks for a share above the whole."""
    file = tmp_path / "du-thao" / COMMUNE
    file.parent.mkdir(parents=True)
    file.write_text(
        '[[criteria]]\nid = "children_recognised"\npercent = 700\n', "utf-8"
    )
    return file.parents[2]


def test_a_law_without_fault_is_told_in_one_line(antq):
    code, said, trouble = antq("law", "check")

    assert (code, trouble) == (0, "")
    assert said.startswith("Không có lỗi: ")
    assert said.endswith(" tệp (rules/law).")


def test_a_fault_of_a_draft_is_told_where_it_is_and_refused(antq, draft):
    code, said, _ = antq("law", "check", "--law", str(draft))

    assert code == 1
    assert f"dự thảo du-thao: {COMMUNE}" in said
    assert (
        "Mục “children_recognised”: khóa “percent”:"
        " 700 không hợp lý, cần từ 1 đến 100." in said
    )
    assert "Có 1 lỗi; sửa rồi chạy lại lệnh này để soát tiếp." in said


def test_faults_are_told_to_programs_too(capsys, draft):
    code = app.run(["law", "check", "--law", str(draft), "--json"])

    assert code == 1
    told = json.loads(capsys.readouterr().out)
    assert [(each["file"], each["entry"]) for each in told["problems"]] == [
        (COMMUNE, "children_recognised")
    ]


def test_a_folder_without_a_draft_is_refused(antq, tmp_path):
    code, _, said = antq("law", "check", "--law", str(tmp_path))

    assert code == 1
    assert said.startswith("Lỗi: Không có tệp dự thảo nào (.toml)")


def test_the_book_of_the_law_is_kept_beside_the_other_papers(
    antq, monkeypatch, tmp_path
):
    monkeypatch.setenv("ANTQ_OUT", str(tmp_path))

    code, said, _ = antq("law", "book", "--on", "01/01/2026")

    kept = tmp_path / "giay-to" / "2026"
    assert code == 0
    assert {path.name for path in kept.iterdir()} == {
        "tap-quy-dinh.pdf",
        "tap-quy-dinh.docx",
    }
    assert "tap-quy-dinh.pdf" in said.replace(" ", "")


@pytest.mark.parametrize(("name", "begins"), [("a.pdf", b"%PDF"), ("a.docx", b"PK")])
def test_one_file_of_the_book_may_be_asked_for(antq, tmp_path, name, begins):
    code, _, _ = antq(
        "law", "book", "--on", "01/01/2026", "--out", str(tmp_path / name)
    )

    assert code == 0
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_bytes().startswith(begins)
