from datetime import date
from decimal import Decimal

import pytest

from rules.entries import Entry
from rules.errors import LawNotInForceError, MalformedRuleFileError
from rules.grading import GradeStatus, Score, grade, refusal
from rules.judgement import Outcome
from rules.schemes import FULL_MARKS, GRADE_NAMES, MovementGrade, items_of, scheme
from rules.units import JUDGED, UnitKind

END_2021, END_2026 = date(2021, 11, 15), date(2026, 11, 15)
LANG_SON = scheme("provincial-2021", UnitKind.COMMUNE, END_2021)


def scores_of(table, **changes):
    full = {item.id: Score(item.bound, item.bound) for item in table.items}
    return full | changes


@pytest.mark.parametrize("kind", JUDGED)
@pytest.mark.parametrize(
    ("name", "day"), [("provincial-2021", END_2021), ("qd510", END_2026)]
)
def test_every_table_sums_to_100(kind, name, day):
    items = scheme(name, kind, day).items

    assert sum(item.bound for item in items) == FULL_MARKS


@pytest.mark.parametrize("kind", JUDGED)
def test_without_a_name_the_national_table_is_used(kind):
    assert scheme(None, kind, END_2026).name == "qd510"


def test_there_was_no_national_table_in_2021():
    with pytest.raises(LawNotInForceError, match="15/11/2021"):
        scheme(None, UnitKind.COMMUNE, END_2021)


def test_an_unknown_table_is_named():
    with pytest.raises(LawNotInForceError, match="“binh-thuan”"):
        scheme("binh-thuan", UnitKind.COMMUNE, END_2026)


def test_a_table_that_does_not_score_a_kind_says_so():
    with pytest.raises(LawNotInForceError, match="Công an"):
        scheme("qd510", UnitKind.POLICE_BODY, END_2026)


def test_every_grade_has_a_name_and_a_band():
    assert set(GRADE_NAMES) == set(MovementGrade)
    assert [band.grade for band in LANG_SON.bands] == list(MovementGrade)


def test_grade_thresholds_are_marked_unconfirmed():
    assert {band.provision.confidence for band in LANG_SON.bands} == {"unconfirmed"}


def test_points_above_the_maximum_are_refused_with_both_figures():
    item = LANG_SON.item("I.1")

    assert refusal(item, Decimal("10.5")) == (
        "Mục I.1: điểm 10,5 vượt điểm chuẩn 10; cần sửa bảng điểm."
    )
    assert refusal(item, Decimal(-1)) == (
        "Mục I.1: điểm -1 nhỏ hơn 0; cần sửa bảng điểm."
    )
    assert refusal(item, Decimal(10)) is None


def test_the_reviewed_points_count_and_the_difference_keeps_its_reason():
    lowered = Score(Decimal(10), Decimal("7.5"), "thiếu sơ kết 6 tháng")

    result = grade(LANG_SON, scores_of(LANG_SON, **{"I.1": lowered}), Outcome.MET)

    assert result.total == Decimal("97.5")
    assert result.findings[0].reason == (
        "7,5/10 điểm, tự chấm 10 (thiếu sơ kết 6 tháng)."
    )


def test_a_self_score_above_the_maximum_is_refused_even_when_reviewed():
    wrong = Score(Decimal(12), Decimal(10))

    result = grade(LANG_SON, scores_of(LANG_SON, **{"I.1": wrong}), Outcome.MET)

    assert (result.grade, result.status) == (None, GradeStatus.UNKNOWN)


def test_a_knockout_item_not_yet_reviewed_does_not_knock_out():
    admitted = Score(Decimal(3))

    result = grade(LANG_SON, scores_of(LANG_SON, **{"III.1": admitted}), Outcome.MET)

    assert result.status is GradeStatus.PROVISIONAL
    assert result.grade is MovementGrade.EXCELLENT


@pytest.mark.parametrize(
    ("maxima", "problem"),
    [((60, 39), "tổng điểm chuẩn là 99"), ((50, 50), "có mã mục trùng nhau")],
)
def test_a_table_that_is_not_100_points_of_distinct_items_is_refused(maxima, problem):
    item = {"id": "1", "text": "Mục 1", "check": "scored"}
    ground = {
        "document": "Hướng dẫn 0/HD-BCĐ",
        "since": date(2000, 1, 1),
        "confidence": "unconfirmed",
        "encoding": "human_judgement",
    }
    table = ground | {"items": [item | {"maximum": maximum} for maximum in maxima]}

    with pytest.raises(MalformedRuleFileError, match=problem):
        items_of(Entry("grading/thu.toml", "toàn tệp", table))
