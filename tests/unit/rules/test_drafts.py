"""A draft laid over the law: what it names is changed, the rest stands."""

from datetime import date

import pytest

from rules.drafts import checked, laid_over
from rules.entries import ENACTED, Book, folder
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

    changed = laid_over({"criteria": [men, women]}, draft)

    assert changed == {"criteria": [men, women | {"years": 8}]}


def test_a_draft_leaves_what_is_enacted_as_it_was(tmp_path):
    a_draft(tmp_path, '[[criteria]]\nid = "models"\nminimum = 2\n')

    assert asked()["models"].bound == 1
