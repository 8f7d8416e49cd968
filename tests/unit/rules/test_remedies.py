"""The least that would make a criterion met: no less would do, and no more is asked."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.checks import CHECKS, examine
from rules.commendations import standard_for
from rules.judgement import Fact, Outcome
from rules.nominees import Category
from rules.recognition import judge, law_of
from rules.remedies import LEAST, WAY_NAMES, Remedy, Way, remedy
from rules.units import UnitKind
from rules.windows import Days

AREA, COMMUNE = UnitKind.RESIDENTIAL_AREA, UnitKind.COMMUNE
CLOSES, QUARTER = date(2026, 10, 31), date(2026, 3, 31)


def criterion(kind, key):
    law, window = law_of(kind, 2026)
    return next(c for c in law.criteria if c.id == key), window.days


def found(kind, key, **values):
    asked, days = criterion(kind, key)
    facts = {name: Fact(value, "") for name, value in values.items()}
    return remedy(examine(asked, facts, days), days, kind)


@pytest.mark.parametrize(
    ("kind", "key", "values", "expected"),
    [
        (
            AREA,
            "cell_resolution",
            {"cell_resolution": False},
            Remedy(
                Way.ACT,
                "Thực hiện đủ nội dung này rồi gửi lại câu trả lời “Có”",
                QUARTER,
            ),
        ),
        (
            AREA,
            "follows_law",
            {"follows_law": False},
            Remedy(
                Way.ACT,
                "Thực hiện đủ nội dung này để người có thẩm quyền xác nhận lại “Có”",
                CLOSES,
            ),
        ),
        (
            AREA,
            "incidents_state",
            {"incidents_state": 1},
            Remedy(Way.NEVER, "Việc đã xảy ra trong kỳ thì không khắc phục được nữa"),
        ),
        (
            AREA,
            "registered",
            {"registered_on": date(2026, 4, 1)},
            Remedy(Way.NEVER, "Hạn 31/03/2026 đã qua, kỳ này không làm bù được"),
        ),
        (
            AREA,
            "registered",
            {},
            Remedy(
                Way.TELL,
                "Đơn vị gửi ngày đăng ký ở trang “Đăng ký”, cột “Ngày đăng ký”"
                " (chỉ tính nếu làm trước hết 31/03)",
            ),
        ),
        (
            COMMUNE,
            "models",
            {"models": 0},
            Remedy(
                Way.ACT,
                "Cần thêm 1 mô hình hoạt động có hiệu quả",
                date(2026, 11, 15),
            ),
        ),
        (
            COMMUNE,
            "children_recognised",
            {"children_recognised": 16, "children_unknown": 3, "children_total": 25},
            Remedy(
                Way.TELL,
                "Cần thêm 2 đơn vị thuộc diện xét được công nhận, trong số các đơn vị"
                " chưa có kết luận; các đơn vị ấy bổ sung hồ sơ của mình",
            ),
        ),
    ],
)
def test_the_least_is_said_with_its_last_day(kind, key, values, expected):
    assert found(kind, key, **values) == expected


def test_what_is_met_asks_for_nothing():
    assert found(COMMUNE, "models", models=1) is None


def test_the_form_named_is_that_of_the_kind_of_unit():
    area, commune = found(AREA, "follows_law"), found(COMMUNE, "follows_law")

    assert "trang “Hồ sơ khu dân cư”" in area.words
    assert "trang “Hồ sơ xã”" in commune.words


def test_an_act_comes_too_late_the_day_after_its_last():
    act = found(AREA, "cell_resolution", cell_resolution=False)

    assert act.by(QUARTER) is Way.ACT
    assert act.by(date(2026, 4, 1)) is Way.NEVER


def test_areas_are_recognised_only_by_the_end_of_their_own_window():
    law, window = law_of(COMMUNE, 2021)
    asked = next(c for c in law.criteria if c.id == "areas_recognised")
    values = (10, 0, 25)
    facts = zip(asked.facts, (Fact(v, "") for v in values), strict=True)

    least = remedy(examine(asked, dict(facts), window.days), window.days, COMMUNE)

    assert (least.way, least.until) == (Way.ACT, date(2021, 10, 31))
    assert least.told(date(2021, 11, 10)).endswith(
        "(hạn 31/10/2021 đã qua, không làm bù được)"
    )


def test_what_a_person_is_cannot_be_made_good():
    asked = standard_for(Category.LEADER, CLOSES).criteria
    excluded = next(c for c in asked if c.id == "excluded")
    days = Days(CLOSES, CLOSES)

    least = remedy(
        examine(excluded, {"excluded": Fact(value=True, origin="")}, days), days
    )

    assert least.words == "Không thay đổi được; chỉ xét lại nếu ghi sai"


@given(st.integers(1, 400), st.data())
def test_the_number_asked_for_is_enough_and_one_less_is_not(whole, draw):
    asked, days = criterion(COMMUNE, "children_recognised")
    part = draw.draw(st.integers(0, whole))

    def answered(recognised):
        values = (recognised, 0, whole)
        facts = zip(asked.facts, (Fact(v, "") for v in values), strict=True)
        return examine(asked, dict(facts), days)

    finding = answered(part)
    least = remedy(finding, days, COMMUNE)

    if least is None:
        assert finding.outcome is Outcome.MET
    else:
        more = int(least.words.split()[2])
        assert answered(part + more).outcome is Outcome.MET
        assert answered(part + more - 1).outcome is Outcome.UNMET


ODD = st.sampled_from([None, True, False, 0, 1, -1, 25, "vâng", CLOSES])


@given(st.data())
@pytest.mark.parametrize("kind", [AREA, COMMUNE, UnitKind.AGENCY, UnitKind.SCHOOL])
def test_whatever_was_told_each_lack_has_its_remedy(kind, draw):
    law, window = law_of(kind, 2026)
    keys = sorted({key for c in law.criteria for key in c.facts})
    told = {key: draw.draw(ODD) for key in keys}
    facts = {key: Fact(v, "") for key, v in told.items() if v is not None}

    lacking = [f for f in judge(kind, 2026, facts).findings if f.decides]

    for finding in lacking:
        given_ = remedy(finding, window.days, kind)
        assert (given_ is None) == (finding.outcome is Outcome.MET)


def test_every_check_a_unit_or_a_nominee_may_fail_has_its_remedy():

    assert LEAST.keys() == CHECKS.keys()
    assert WAY_NAMES.keys() == set(Way)
