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
AREA = "recognition/tt23-2012/residential_area.toml"
HALF_OF_HOUSEHOLDS = '[[criteria]]\nid = "households"\npercent = 50\n'


@pytest.fixture
def eased(tmp_path):
    """Draft that half of the households are enough for an area of 2021."""
    file = tmp_path / "ho-50" / AREA
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


@pytest.mark.usefixtures("autumn")
def test_what_of_a_draft_cannot_be_tried_is_named(antq, capsys, eased):
    (eased / "deciders.toml").write_text(
        '[[deciders]]\nid = "x"\n'
        'kinds = ["commune"]\nlevel = "commune"\ndocument = "Dự thảo"\n'
        'cite = "Điều 1"\nsince = 2010-01-01\nuntil = 2012-04-26\n'
        'confidence = "unconfirmed"\nencoding = "encoded"\n',
        "utf-8",
    )

    _, said, _ = antq("simulate", "--law", str(eased), "--year", "2021")
    [found] = simulated(capsys, eased, "--year", "2021")

    assert "Chưa tính thử được: deciders.toml." in said
    assert found["untried"] == ["deciders.toml"]


@pytest.mark.usefixtures("autumn")
def test_a_draft_with_faults_is_refused_and_the_first_five_told(antq, eased):
    text = (eased / AREA).read_text("utf-8")
    slips = [f'[[criteria]]\nid = "moi-{n}"\ntext = "x"\n' for n in range(6)]
    (eased / AREA).write_text(text + "".join(slips), "utf-8")

    code, said, trouble = antq("simulate", "--law", str(eased), "--year", "2021")

    assert (code, said) == (1, "")
    assert "Lỗi: Chưa thử được dự thảo ho-50: có 6 lỗi." in trouble
    assert f"dự thảo ho-50/{AREA}, mục “moi-0”: khóa “check”: còn thiếu." in trouble
    assert ("moi-4" in trouble, "moi-5" in trouble) == (True, False)


@pytest.mark.usefixtures("autumn")
def test_a_text_of_a_draft_that_overlaps_an_enacted_one_is_refused(antq, eased):
    enacted = Path(str(files("rules"))) / "law" / AREA
    added = eased / "recognition" / "tt-moi" / "residential_area.toml"
    added.parent.mkdir()
    added.write_text(enacted.read_text("utf-8"), "utf-8")

    code, _, said = antq("simulate", "--law", str(eased), "--year", "2021")

    assert code == 1
    assert "tiêu chí công nhận “Khu dân cư” trùng hiệu lực từ 27/04/2012" in said


def test_a_folder_that_is_not_there_is_named(antq):
    code, _, said = antq("simulate", "--law", "khong-co")

    assert code == 1
    assert "Không thấy thư mục dự thảo “khong-co”" in said


@pytest.mark.usefixtures("autumn")
def test_while_reading_the_database_itself_refuses_to_write():
    with pytest.raises(InternalError, match="read-only"), reading() as session:
        session.execute(text("DELETE FROM recognition"))
