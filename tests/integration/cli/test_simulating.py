import json
from importlib.resources import files
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import InternalError

from cli import app
from db.recognition import Recognition
from db.session import reading, transaction

SHARE_OF_80 = Path(str(files("samples"))) / "drafts" / "ty-le-80"
HALF_OF_HOUSEHOLDS = '[[criteria]]\nid = "households"\npercent = 50\n'


@pytest.fixture
def eased(tmp_path):
    """Draft that half of the households are enough for an area of 2021."""
    file = tmp_path / "ho-50" / "recognition" / "tt23-2012" / "residential_area.toml"
    file.parent.mkdir(parents=True)
    file.write_text(HALF_OF_HOUSEHOLDS, "utf-8")
    return tmp_path / "ho-50"


def simulated(capsys, law, *more):
    code = app.run(["simulate", "--law", str(law), *more, "--json"])
    assert code == 0
    return json.loads(capsys.readouterr().out)


def recorded():
    with transaction() as session:
        rows = session.scalars(select(Recognition).order_by(Recognition.id))
        return [(row.unit_id, row.outcome, row.digest, row.judged_on) for row in rows]


@pytest.mark.usefixtures("autumn")
def test_a_draft_says_who_flips_by_which_criterion_and_leaves_the_record(capsys, eased):
    before = recorded()

    [found] = simulated(capsys, eased, "--year", "2021")

    areas = found["kinds"][0]
    assert areas["by_draft"] > areas["recognised"]
    gained = [each["by_draft"] - each["recognised"] for each in found["kinds"]]
    assert found["certificates"] == sum(gained)
    causes = {flip["kind"]: flip["because"] for flip in found["flips"]}
    assert "hộ gia đình" in causes.pop("Khu dân cư")[0]
    assert all("khu dân cư được công nhận" in text for [text] in causes.values())
    assert recorded() == before


@pytest.mark.usefixtures("autumn")
def test_the_law_as_it_stands_gives_the_results_on_record(capsys, eased):
    [found] = simulated(capsys, eased, "--year", "2021")

    assert found["off_record"] == 0


@pytest.mark.usefixtures("autumn")
def test_a_draft_of_another_year_changes_nothing_and_says_so(antq, tmp_path):
    file = tmp_path / "recognition" / "tt124-2021" / "commune.toml"
    file.parent.mkdir(parents=True)
    file.write_text('[[criteria]]\nid = "models"\nminimum = 9\n', "utf-8")

    code, said, _ = antq("simulate", "--law", str(tmp_path), "--year", "2021")

    assert code == 0
    assert "Dự thảo không đổi gì đối với năm này" in said
    assert "Không đơn vị nào đổi kết quả." in said


def test_a_folder_that_is_not_there_is_named(antq):
    code, _, said = antq("simulate", "--law", "khong-co")

    assert code == 1
    assert "Không thấy thư mục dự thảo “khong-co”" in said


@pytest.mark.usefixtures("autumn")
def test_while_reading_the_database_itself_refuses_to_write():
    with pytest.raises(InternalError, match="read-only"), reading() as session:
        session.execute(text("DELETE FROM recognition"))
