import unicodedata
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from db.verdicts import ASKED
from rules.criteria import Encoding, Shape, criterion
from rules.entries import Book, Entry, load
from rules.errors import LawNotInForceError, MalformedRuleFileError
from rules.law import NOT_OF_UNITS, criteria_set
from rules.units import JUDGED, UnitKind

LAW = Path(str(files("rules"))) / "law"
BEFORE, AFTER = date(2022, 2, 9), date(2022, 2, 10)


def an_entry(**changes):
    values = {
        "id": "models",
        "text": "Có mô hình",
        "document": "Thông tư 0/2000",
        "cite": "Điều 1",
        "since": date(2000, 1, 1),
        "confidence": "read",
        "encoding": "encoded",
        "check": "at_least",
        "fact": "models",
        "minimum": 1,
    }
    return Entry("thu.toml", "models", values | changes)


@pytest.mark.parametrize("kind", JUDGED)
@pytest.mark.parametrize(
    ("day", "document"),
    [(BEFORE, "Thông tư 23/2012/TT-BCA"), (AFTER, "Thông tư 124/2021/TT-BCA")],
)
def test_the_text_in_force_on_the_day_is_asked(kind, day, document):
    law = criteria_set(kind, day)

    assert law.provision.document == document
    assert all(c.provision.document == document for c in law.criteria)


@pytest.mark.parametrize("kind", JUDGED)
@pytest.mark.parametrize("day", [BEFORE, AFTER])
def test_every_criterion_is_cited_and_named_once(kind, day):
    criteria = criteria_set(kind, day).criteria

    assert all(c.text and c.provision.cite for c in criteria)
    assert len({c.id for c in criteria}) == len(criteria)


def test_what_was_not_read_is_never_marked_as_read():
    for kind in JUDGED:
        for c in criteria_set(kind, AFTER).criteria:
            if c.encoding is Encoding.NOT_ENCODED:
                assert c.provision.confidence == "unconfirmed"


def test_the_law_cannot_be_asked_about_a_day_before_it_began():
    with pytest.raises(LawNotInForceError, match="01/01/2000"):
        criteria_set(UnitKind.COMMUNE, date(2000, 1, 1))


@pytest.mark.parametrize("check", ["scored", "served_at_least"])
def test_a_check_that_no_unit_is_asked_is_refused(tmp_path, check):
    file = tmp_path / "recognition" / "tt124-2021" / "commune.toml"
    file.parent.mkdir(parents=True)
    added = f'id = "new"\ntext = "x"\ncheck = "{check}"\nfact = "models"\n'
    bounds = "years = 3\nmaximum = 3\n"
    file.write_text(f"[[criteria]]\n{added}{bounds}", "utf-8")

    with pytest.raises(MalformedRuleFileError, match=f"“{check}” không dùng để xét"):
        criteria_set(UnitKind.COMMUNE, AFTER, Book(tmp_path))


def test_whole_tables_are_asked_every_check_that_units_are():
    assert set(Shape) - NOT_OF_UNITS == set(ASKED)


def test_a_kind_that_is_never_judged_is_named():
    with pytest.raises(LawNotInForceError, match="Công an"):
        criteria_set(UnitKind.POLICE_BODY, AFTER)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"check": "computed"}, "chỉ nhận: must_hold"),
        ({"fact": "modelz"}, "“modelz” không có trong rules/law/facts.toml"),
        ({"minimum": None}, "còn thiếu"),
        ({"minimum": True}, "sai kiểu, cần số nguyên"),
        ({"minimun": 1}, "khóa lạ"),
        ({"since": "2000-01-01"}, "không phải là ngày"),
        ({"by": "13-01"}, "không phải tháng-ngày"),
        ({"check": "must_not_occur", "facts": []}, "còn thiếu"),
    ],
)
def test_a_slip_in_a_file_names_the_file_and_the_entry(changes, problem):
    with pytest.raises(MalformedRuleFileError) as error:
        criterion(an_entry(**changes))

    assert str(error.value).startswith("rules/law/thu.toml, mục “models”")
    assert problem in str(error.value)


def test_a_missing_file_is_named():
    with pytest.raises(MalformedRuleFileError, match=r"rules/law/khong_co\.toml"):
        load("khong_co.toml")


@pytest.mark.parametrize(
    "file", sorted(LAW.rglob("*.toml")), ids=lambda file: str(file.relative_to(LAW))
)
def test_law_files_are_composed_unicode(file):
    assert unicodedata.is_normalized("NFC", file.read_text("utf-8"))
