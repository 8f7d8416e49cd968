"""A draft laid over the law: what it names is changed, the rest stands."""

from datetime import date

import pytest

from rules.drafts import checked, laid_over
from rules.entries import ENACTED, Book, folder, load
from rules.errors import MalformedRuleFileError
from rules.law import criteria_set
from rules.units import UnitKind

DAY = date(2026, 11, 15)
COMMUNE = "recognition/tt124-2021/commune.toml"


def a_draft(root, text, file=COMMUNE):
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return Book(checked(root, folder("")))


def asked(book=ENACTED):
    return {c.id: c for c in criteria_set(UnitKind.COMMUNE, DAY, book).criteria}


def test_what_a_draft_names_is_changed_and_the_rest_stands(tmp_path):
    book = a_draft(tmp_path, '[[criteria]]\nid = "models"\nminimum = 2\n')

    enacted, drafted = asked(), asked(book)

    assert (enacted["models"].bound, drafted["models"].bound) == (1, 2)
    assert enacted.keys() == drafted.keys()
    assert {k: v for k, v in drafted.items() if k != "models"} == {
        k: v for k, v in enacted.items() if k != "models"
    }


def test_a_draft_may_take_a_criterion_away_and_add_another(tmp_path):
    book = a_draft(
        tmp_path,
        '[[criteria]]\nid = "disciplined"\nremoved = true\n'
        '[[criteria]]\nid = "areas"\ntext = "Có khu dân cư"\ncheck = "at_least"\n'
        'fact = "areas_total"\nminimum = 1\n',
    )

    assert asked().keys() - asked(book).keys() == {"disciplined"}
    assert asked(book).keys() - asked().keys() == {"areas"}


def test_a_criterion_added_by_half_is_refused_by_its_file(tmp_path):
    book = a_draft(tmp_path, '[[criteria]]\nid = "modles"\nminimum = 2\n')

    with pytest.raises(MalformedRuleFileError, match=r"modles.*còn thiếu"):
        asked(book)


@pytest.mark.parametrize("file", ["recogniton/xa.toml", "window.toml"])
def test_a_file_nobody_would_read_is_refused(tmp_path, file):
    with pytest.raises(MalformedRuleFileError, match=f"không có tệp nào tên {file}"):
        a_draft(tmp_path, "", file)


def test_an_empty_folder_is_no_draft(tmp_path):
    with pytest.raises(MalformedRuleFileError, match="Không có tệp dự thảo nào"):
        checked(tmp_path, folder(""))


def test_tables_of_one_name_are_told_apart_by_sex_and_day():
    men, women = {"id": "service", "sex": "male"}, {"id": "service", "sex": "female"}
    draft = {"criteria": [{"id": "service", "sex": "female", "years": 8}]}

    changed = laid_over({"criteria": [men, women]}, draft, "du-thao/xa.toml")

    assert changed == {"criteria": [men, women | {"years": 8}]}


def test_what_inherits_its_day_is_told_apart_by_that_day(tmp_path):
    since, later = "since = 2022-02-10", "since = 2030-01-01"
    draft = '[[criteria]]\nid = "models"\nminimum = 2\n'

    book = a_draft(tmp_path / "a", draft + since)
    added = load(COMMUNE, a_draft(tmp_path / "b", draft + later)).tables("criteria")

    assert asked(book)["models"].bound == 2
    assert len(load(COMMUNE, book).values["criteria"]) == len(list(asked()))
    assert [each.values["minimum"] for each in added if each.name == "models"] == [1, 2]


@pytest.mark.parametrize("more", ["", "since = 2030-01-01\n"])
@pytest.mark.parametrize("file", [COMMUNE, "recognition/moi/commune.toml"])
def test_what_is_not_there_cannot_be_taken_away(tmp_path, file, more):
    called = "modles" if file == COMMUNE and not more else "models"
    draft = f'[[criteria]]\nid = "{called}"\nremoved = true\n{more}'
    book = a_draft(tmp_path / "bo", draft, file)

    with pytest.raises(MalformedRuleFileError) as error:
        load(file, book)

    assert str(error.value).startswith(f"dự thảo bo/{file}, mục “{called}")
    assert "không có mục này để bỏ" in str(error.value)


@pytest.mark.parametrize(
    ("draft", "told"),
    [
        ("title =\n", ": không đọc được, sai cú pháp TOML ở dòng 1"),
        (
            '[[criteria]]\nid = "models"\nminimum = "1"',
            ", mục “models”, khóa “minimum”",
        ),
    ],
)
def test_a_slip_in_a_draft_names_the_file_of_the_draft(tmp_path, draft, told):
    book = a_draft(tmp_path / "thu", draft)

    with pytest.raises(MalformedRuleFileError) as error:
        asked(book)

    assert str(error.value).startswith(f"dự thảo thu/{COMMUNE}{told}")
    assert load("facts.toml", book).where == "rules/law/facts.toml"


def test_a_draft_leaves_what_is_enacted_as_it_was(tmp_path):
    a_draft(tmp_path, '[[criteria]]\nid = "models"\nminimum = 2\n')

    assert asked()["models"].bound == 1
