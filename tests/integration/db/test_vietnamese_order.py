import random

import pytest
from sqlalchemy import text

from db.session import engine

IN_ORDER = [
    "An Bình",
    "An Hòa",
    "Ăn",
    "Ân Thi",
    "Bà Rịa",
    "Bắc Bình",
    "Cần Thơ",
    "Châu Đốc",
    "Da",
    "Đa Kao",
    "Đà Lạt",
    "Đạ Tẻh",
    "Đắk Lắk",
    "Đức Linh",
    "Em",
    "Ê",
    "Ma",
    "mà",
    "mả",
    "mã",
    "má",
    "mạ",
    "Mũi Né",
    "Ngã Bảy",
    "Nghĩa Lộ",
    "O",
    "Ô Môn",
    "Ở",
    "Quy Nhơn",
    "Uông Bí",
    "Ương",
    "Xuân Lộc",
    "Ý Yên",
]


def ordered(words) -> list[str]:
    query = text(
        "SELECT word FROM unnest(CAST(:words AS text[])) AS word"
        ' ORDER BY vietnamese_key(word) COLLATE "C"'
    )
    with engine().connect() as connection:
        return list(connection.scalars(query, {"words": list(words)}))


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("seed", range(3))
def test_names_stand_in_the_order_of_the_vietnamese_alphabet(seed):
    shuffled = random.Random(seed).sample(IN_ORDER, len(IN_ORDER))  # noqa: S311 - a fixed order

    assert ordered(shuffled) == IN_ORDER


@pytest.mark.usefixtures("database")
def test_of_names_spelt_alike_the_tone_decides_and_then_the_case():
    assert ordered(["Hòa Bá", "hòa Bà", "Hòa Bà", "Hoa Bạ"]) == [
        "Hoa Bạ",
        "hòa Bà",
        "Hòa Bà",
        "Hòa Bá",
    ]
