from datetime import date

import pytest

from tasks.commendations import nominate
from tasks.intake import take_in_files
from tasks.moves import Move
from tasks.simulations import simulate
from tests import factories
from tests.integration.tasks.test_commendations import MEDAL, NOMINEE, SERVICE

SPRING, END = date(2021, 4, 20), date(2021, 12, 31)
POINTS = {"unit": "CQ1", "item": "1", "self_score": 75, "reviewed_score": 75}
BANDS = """
[[tables]]
name = "Trước Quyết định 510/QĐ-BCA-V05"
[[tables.bands]]
id = "good"
minimum = 80
"""
LEADERS = """
[[categories]]
id = "leader"
[[categories.criteria]]
id = "service"
years = 20
"""


@pytest.fixture
def draft(tmp_path):
    """Write a draft of one file of the law."""

    def written(file: str, text: str):
        path = tmp_path / "du-thao" / file
        path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8")
        return tmp_path / "du-thao"

    return written


@pytest.mark.usefixtures("year")
def test_a_draft_of_the_grades_says_how_many_go_from_which_to_which(draft, tmp_path):
    file = factories.workbook(tmp_path / "diem.xlsx", {"score": [POINTS]})
    take_in_files.fn(file, SPRING)

    found = simulate(draft("grading/bands.toml", BANDS), 2021, END)

    assert found.grades == [Move("Cơ quan", "khá", "trung bình", 1)]
    assert found.flips == []


@pytest.mark.usefixtures("year")
def test_a_draft_of_the_medal_judges_the_year_s_proposals_again(draft, tmp_path):
    sheets = {"nominee": [NOMINEE], "service": [SERVICE]}
    take_in_files.fn(factories.workbook(tmp_path / "de-cu.xlsx", sheets), SPRING)
    factories.open_stage("knc_nomination")
    nominate.fn(2021, MEDAL, SPRING)

    found = simulate(draft("commendations/medal/tt11-2021.toml", LEADERS), 2021, END)

    assert found.medals == [
        Move("Lãnh đạo", "đủ điều kiện đề nghị", "không đủ điều kiện", 1)
    ]
