from datetime import date

import pytest

from db import documents, households
from db.households import Household
from db.session import transaction

HEADS = {
    "1": "Nguyễn Văn Ân",
    "2": "nguyễn văn an",
    "3": "Đặng Thị Ước",
    "4": "Nguyễn Văn Bình",
    "5": "Lê 100% Mẫu",
}


@pytest.fixture
def found(province):
    """Search the heads above; return their codes as found."""
    with transaction() as session:
        source = documents.register(session, [("a", "a")], date(2021, 3, 1))["a"]
        session.add_all(
            Household(
                code=code,
                area_id=province["X1-A1"],
                head=head,
                residing=True,
                document_id=source,
                line=2,
            )
            for code, head in HEADS.items()
        )

    def search(words, place="X1-A1"):
        with transaction() as session:
            kept = households.search(session, province[place], words)
            return [household.code for household in kept]

    return search


@pytest.mark.parametrize("words", ["nguyen van an", "Nguyễn Văn Ân", "AN  NGUYEN"])
def test_a_head_is_found_whatever_the_marks_in_the_order_of_the_alphabet(found, words):
    assert found(words) == ["2", "1"]


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("dang thi uoc", ["3"]),
        ("đ", ["3"]),
        ("nguyen b", ["4"]),
        ("guyen", []),
        ("%", []),
        ("100%", ["5"]),
        ("4", ["4"]),
        ("", []),
    ],
)
def test_words_are_starts_of_names_or_a_code(found, words, codes):
    assert found(words) == codes


def test_a_commune_is_searched_with_its_areas_and_no_other_place(found):
    assert found("dang", "X1") == ["3"]
    assert found("dang", "X1-A2") == []
