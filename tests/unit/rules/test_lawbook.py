"""The book of the law holds every rule, in words, in order, with its ground."""

import re
from datetime import date

import pytest

from rules.checking.law import check
from rules.criteria import criterion
from rules.entries import Entry
from rules.lawbook.clauses import check_in_words, days_in_words, facts_in_words
from rules.lawbook.content import count, law_book
from rules.lawbook.files import CHAPTERS
from rules.provisions import Confidence

KEY = re.compile(r"[a-z]+_[a-z]+|\b(true|false|None|read|met|total)\b")
TODAY = date(2026, 1, 1)
BOOK = law_book(TODAY)
ROWS = [row for chapter in BOOK for row in chapter.rows]


def asked(**values):
    known = {
        "id": "x",
        "text": "x",
        "document": "Thông tư 0/2000",
        "cite": "Điều 1",
        "since": date(2000, 1, 1),
        "confidence": "read",
        "encoding": "encoded",
        "fact": "models",
        "counts": "mô hình",
    }
    return criterion(Entry("x.toml", "x", known | values))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"check": "must_hold"}, "phải được xác nhận “Có”"),
        (
            {"check": "must_hold", "by": "03-31"},
            "phải được xác nhận “Có”, hạn 31/03",
        ),
        ({"check": "at_least", "minimum": 2}, "ít nhất 2 mô hình"),
        (
            {"check": "share_at_least", "part": "models", "whole": "models"}
            | {"percent": 70},
            "ít nhất 70% mô hình, làm tròn lên",
        ),
        (
            {"check": "share_at_least", "part": "models", "whole": "models"}
            | {"percent": 100, "may_not_apply": True},
            "đủ 100% mô hình; không áp dụng thì coi là đạt",
        ),
        (
            {"check": "share_at_least", "part": "models", "whole": "models"}
            | {"percent": 95, "more_than": True},
            "hơn 95% mô hình, đúng bằng là chưa đủ",
        ),
        (
            {"check": "children_share", "pending": "areas_unknown"}
            | {"part": "areas_recognised", "whole": "areas_total", "percent": 70},
            "ít nhất 70% mô hình, làm tròn lên;"  # noqa: ISC004 - one sentence
            " chưa đủ mà còn đơn vị chưa có kết luận thì chờ",
        ),
        (
            {"check": "held_by", "fact": "registered_on", "by": "03-31"},
            "ngày trong mốc thời gian đánh giá, chậm nhất 31/03",
        ),
        (
            {"check": "must_not_occur", "facts": ["disciplined"], "conclusive": False},
            "không có trường hợp nào;"  # noqa: ISC004 - one sentence
            " có trường hợp thì xem xét mức độ, chưa kết luận ngay",
        ),
        (
            {"check": "served_at_least", "years": 10, "sex": "female"},
            "từ đủ 10 năm; chỉ áp dụng đối với nữ",
        ),
        (
            {"check": "rank_at_least", "ranks": ["Tốt", "Khá"], "least": "Khá"},
            "từ bậc “Khá” trở lên (cao xuống thấp: Tốt; Khá)",
        ),
        (
            {"check": "scored", "maximum": 5, "knockout": True},
            "chấm từ 0 đến 5 điểm; dưới điểm tối đa thì chỉ xếp mức thấp nhất",
        ),
        ({"encoding": "not_encoded"}, "người xét tự đối chiếu với văn bản"),
    ],
)
def test_a_check_is_told_in_words(values, words):
    assert check_in_words(asked(**values)) == words


def test_a_clause_names_its_facts_and_its_days():
    one = asked(check="must_hold", until=date(2001, 12, 31))

    assert facts_in_words(one) == "số mô hình đang hoạt động có hiệu quả"
    assert days_in_words(one.provision) == "từ 01/01/2000 đến 31/12/2001"


def test_every_rule_of_the_law_is_in_the_book_once():
    assert len(ROWS) == check().rules
    assert [chapter.title for chapter in BOOK] == list(CHAPTERS)


def test_every_row_fills_the_columns_of_its_table():
    for chapter in BOOK:
        for part in chapter.parts:
            for table in part.tables:
                assert {len(row.cells) for row in table.rows} == {len(table.heads)}


def test_no_key_of_a_file_is_left_in_the_words():
    said = [cell for row in ROWS for cell in row.cells]
    said += [part.title for chapter in BOOK for part in chapter.parts]

    assert [words for words in said if KEY.search(words) or not words] == []


def test_the_older_text_on_a_subject_comes_first():
    parts = [part for part in BOOK[0].parts if "Khu dân cư" in str(part.about)]

    assert [part.about[0].split(",")[0] for part in parts] == [
        "Căn cứ: Thông tư 23/2012/TT-BCA",
        "Căn cứ: Thông tư 124/2021/TT-BCA",
    ]


def test_what_is_not_confirmed_is_marked():
    unconfirmed = {row.confidence for row in ROWS if row.is_unconfirmed}

    assert unconfirmed == {"CHƯA XÁC NHẬN"}
    assert "CHƯA XÁC NHẬN" not in {r.confidence for r in ROWS if not r.is_unconfirmed}


@pytest.mark.parametrize(
    ("day", "marked"), [(date(2025, 10, 9), False), (date(2025, 10, 10), True)]
)
def test_a_text_is_unconfirmed_from_the_day_a_later_one_may_have_ended_it(day, marked):
    exemplars = next(each for each in law_book(day) if "điển hình" in each.title)
    commune = exemplars.parts[0]
    rows = [row for table in commune.tables for row in table.rows]

    counted = count("Cộng", rows, day)

    assert all(row.is_unconfirmed for row in rows) is marked
    assert (counted.confidence[Confidence.UNCONFIRMED] == counted.rules) is marked
    assert ("CHƯA XÁC NHẬN" in commune.about[0]) is marked


def test_the_count_parts_rules_by_how_they_are_known():
    counted = count("Cộng", ROWS, TODAY)

    assert counted.rules == sum(counted.confidence.values()) == len(ROWS)
    assert 0 < counted.in_force < counted.rules
    assert sum(counted.encoding.values()) == sum(
        row.encoding is not None for row in ROWS
    )
