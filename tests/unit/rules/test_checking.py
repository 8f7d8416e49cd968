"""Each fault that the law may have is planted in a draft, and told where it is."""

import tomllib
from pathlib import Path

import pytest

from rules.checking.law import check
from rules.checking.problems import Problem
from rules.entries import Book, folder

FAULTS = tomllib.loads(Path(__file__).with_name("law_faults.toml").read_text("utf-8"))
AREA = "recognition/tt124-2021/residential_area.toml"
SCHEMES = "grading/schemes.toml"


@pytest.fixture
def planted(tmp_path):
    """Lay a draft of one file over the law, and check the whole."""

    def look(file, draft):
        path = tmp_path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(draft, "utf-8")
        return list(check(Book(tmp_path)).problems)

    return look


def test_the_law_as_it_stands_has_no_fault():
    found = check()

    assert [str(problem) for problem in found.problems] == []
    assert found.files == len(folder(""))
    assert found.rules > 150


@pytest.mark.parametrize("fault", FAULTS["faults"], ids=lambda fault: fault["what"])
def test_a_fault_is_told_where_it_is_and_how_to_mend_it(planted, fault):
    found = planted(fault["file"], fault["draft"])

    assert found == [
        Problem(file, fault["entry"], fault["told"]) for file in fault["told_of"]
    ]


def test_a_fault_that_a_whole_file_hands_down_is_told_once(planted):
    found = planted(AREA, "until = 2022-02-01")

    backwards = "“until” 01/02/2022 trước “since” 10/02/2022"
    mend = "sửa lại một trong hai ngày"
    assert found == [Problem(AREA, "toàn tệp", f"{backwards}: {mend}")]


def test_the_national_scheme_scores_every_kind_that_is_judged(planted):
    found = planted(
        SCHEMES,
        """
        [[schemes]]
        name = "mới"
        title = "Bảng điểm mới"
        default = true
        document = "Thông tư 0/2030"
        cite = "Điều 1"
        since = 2030-01-01
        confidence = "read"
        tables = { commune = "qd510-commune" }
        """,
    )

    kinds = "Khu dân cư, Cơ quan, Doanh nghiệp, Cơ sở giáo dục"
    told = f"bảng điểm dùng chung không chấm {kinds}: ghi thêm vào “tables”"
    assert Problem(SCHEMES, "mới", told) in found
