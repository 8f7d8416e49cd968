import pytest

from rules.compared import NOBODY, Known, Usual, usual
from rules.cross_checks import doubts
from rules.errors import MalformedRuleFileError
from rules.fields import read_form

FORM = """
title = "Mô hình"
sheet = "Mô hình"

[[fields]]
key = "unit"
label = "Mã đơn vị"
type = "unit"

[[fields]]
key = "all"
label = "Tổng"
type = "whole"

[[fields]]
key = "last"
label = "Đầu năm"
type = "whole"

[[fields]]
key = "new"
label = "Mới"
type = "whole"

[[fields]]
key = "closed"
label = "Kết thúc"
type = "whole"

[[fields]]
key = "began"
label = "Ngày đầu"
type = "date"

[[fields]]
key = "ended"
label = "Ngày cuối"
type = "date"

[[checks]]
kind = "{kind}"
message = "xem lại"
ground = "lẽ thường"
{confidence}
blocks = {blocks}
"""
STOCK = 'total = "all"\nlast = "last"\nadded = "new"\nclosed = "closed"'
OURS = 'fields = ["all", "new"]\n'
AT_LEAST_TENFOLD = f"{OURS}factor = 10\nfloor = 50"
WHY = "; xem lại (căn cứ: lẽ thường)"
UNCONFIRMED = "; xem lại (căn cứ: lẽ thường; chưa kiểm chứng)"


def form(kind, keys, *, blocks=False, item=""):
    has_threshold = "floor" in keys or "least" in keys
    confidence = 'confidence = "unconfirmed"' if has_threshold else ""
    text = FORM.format(kind=kind, blocks=str(blocks).lower(), confidence=confidence)
    return read_form("thu.toml", f"{item}{text}{keys}\n")


def told(kind, keys, facts, known=NOBODY):
    return [
        (
            doubt.fields,
            doubt.sentence.removesuffix(WHY).removesuffix(UNCONFIRMED),
            doubt.gap,
        )
        for doubt in doubts(form(kind, keys), facts, known)
    ]


@pytest.mark.parametrize(("part", "gap"), [(4, None), (5, None), (6, 1)])
def test_a_part_is_at_most_the_whole(part, gap):
    keys = 'part = "new"\nwhole = "all"'

    found = told("at_most", keys, {"new": part, "all": 5})

    sentence = "“Mới” là 6, lớn hơn “Tổng” là 5"
    assert found == ([(("new", "all"), sentence, gap)] if gap else [])


def test_a_total_is_the_sum_of_its_parts():
    keys = 'total = "all"\nparts = ["last", "new"]'

    assert told("sum", keys, {"all": 5, "last": 3, "new": 2}) == []
    assert told("sum", keys, {"all": 1205, "last": 3, "new": 2}) == [
        (
            ("all", "last", "new"),
            "“Tổng” là 1.205, trong khi “Đầu năm” + “Mới” = 5",
            1200,
        )
    ]


def test_a_stock_is_last_year_s_with_the_new_and_without_the_closed():
    facts = {"last": 7, "new": 2, "closed": 4}

    assert told("stock", STOCK, {**facts, "all": 5}) == []
    assert told("stock", STOCK, {**facts, "all": 4}) == [
        (
            ("all", "last", "new", "closed"),
            "“Tổng” là 4, trong khi “Đầu năm” + “Mới” - “Kết thúc” = 5",
            -1,
        )
    ]


def test_what_ends_does_not_end_before_it_begins():
    keys = 'later = "ended"\nearlier = "began"'
    one, two = "2021-03-01", "2021-02-28"

    assert told("not_before", keys, {"began": one, "ended": one}) == []
    assert told("not_before", keys, {"began": one, "ended": two}) == [
        (("ended", "began"), "“Ngày cuối” 28/02/2021 trước “Ngày đầu” 01/03/2021", 0)
    ]


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        ("at_most", 'part = "new"\nwhole = "all"'),
        ("sum", 'total = "all"\nparts = ["last", "new"]'),
        ("stock", STOCK),
        ("not_before", 'later = "ended"\nearlier = "began"'),
        ("copied", f"{OURS}floor = 10\nleast = 2"),
        ("repeated", f"{OURS}least = 1"),
        ("jump", AT_LEAST_TENFOLD),
        ("peers", f"{AT_LEAST_TENFOLD}\nleast = 1"),
        ("children", OURS),
    ],
)
def test_a_figure_left_out_agrees_with_everything(kind, keys):
    known = Known({"new": 900}, {"new": Usual(900, 9)}, [{"new": 900}])

    assert told(kind, keys, {"all": 0}, known) == []


def test_large_numbers_alike_are_copied_and_small_ones_are_chance():
    keys = f"{OURS}floor = 10\nleast = 2"

    assert told("copied", keys, {"all": 9, "new": 9}) == []
    assert told("copied", keys, {"all": 10, "new": 10}) == [
        (("all", "new"), "“Tổng”, “Mới” cùng là 10", 0)
    ]


def test_so_many_figures_of_last_year_are_repeated_but_nothing_is_not():
    keys, last = f"{OURS}least = 2", Known({"all": 7, "new": 2})

    assert told("repeated", keys, {"all": 7, "new": 3}, last) == []
    assert told("repeated", keys, {"all": 0, "new": 0}, Known({"all": 0})) == []
    assert told("repeated", keys, {"all": 7, "new": 2}, last) == [
        (("all", "new"), "“Tổng”, “Mới” ghi đúng các số của năm trước", 0)
    ]


@pytest.mark.parametrize(
    ("now", "last", "gap"),
    [
        (59, 5, 54),
        (5, 59, -54),
        (54, 5, None),  # Ten times, but not far.
        (990, 100, None),  # Far, but not ten times.
        (50, 0, 50),
    ],
)
def test_a_jump_is_both_far_and_many_times(now, last, gap):
    found = told("jump", AT_LEAST_TENFOLD, {"all": now}, Known({"all": last}))

    sentence = f"“Tổng” là {now}, năm trước là {last}"
    assert found == ([(("all",), sentence, gap)] if gap else [])


def test_a_unit_is_compared_with_the_middle_of_enough_of_its_kind():
    keys = f"{AT_LEAST_TENFOLD}\nleast = 3"
    few, many = usual([{"all": 4}] * 2), usual([{"all": 4}, {"all": 5}, {"all": 900}])

    assert told("peers", keys, {"all": 900}, Known(peers=few)) == []
    assert told("peers", keys, {"all": 900}, Known(peers=many)) == [
        (("all",), "“Tổng” là 900, mức giữa của 3 đơn vị cùng loại là 5", 895)
    ]


@pytest.mark.parametrize(
    ("below", "said"),
    [
        ([{"all": 4}, {"all": 3}], None),
        ([{"all": 4}, {"all": 2}], ("2/2", 6, 1)),
        ([{"all": 4}, None], None),  # The other may make up for it.
        ([{"all": 8}, None], ("1/2", 8, -1)),
        ([None, None], None),
        ([], None),
    ],
)
def test_a_figure_is_the_sum_of_those_below_as_far_as_they_have_answered(below, said):
    found = told("children", OURS, {"all": 7}, Known(children=below))

    if said is None:
        assert found == []
    else:
        who, added, gap = said
        sentence = f"“Tổng” là 7, {who} đơn vị cấp dưới đã gửi cộng lại là {added}"
        assert found == [(("all",), sentence, gap)]


def test_a_ground_that_is_not_confirmed_is_marked():
    asked = form("jump", AT_LEAST_TENFOLD)

    [doubt] = doubts(asked, {"all": 700}, Known({"all": 8}))

    assert doubt.sentence.endswith(UNCONFIRMED)


@pytest.mark.parametrize(
    ("kind", "keys", "blocks", "problem"),
    [
        ("most", "", False, "khóa “kind”: chỉ nhận: at_most, sum"),
        ("at_most", 'part = "new"', False, "khóa “whole”: còn thiếu"),
        (
            "at_most",
            'part = "new"\nwhole = "tall"',
            False,
            "khóa “whole”: “tall” không phải là cột kiểu “whole”",
        ),
        (
            "at_most",
            'part = "new"\nwhole = "began"',
            False,
            "khóa “whole”: “began” không phải là cột kiểu “whole”",
        ),
        (
            "not_before",
            'later = "ended"\nearlier = "new"',
            False,
            "khóa “earlier”: “new” không phải là cột kiểu “date”",
        ),
        ("at_most", 'part = "new"\nwhole = "new"', False, "“new” ghi hai lần"),
        ("children", "fields = []", False, "khóa “fields”: còn thiếu"),
        ("children", f"{OURS}factor = 3", False, "khóa “factor”: khóa lạ với kiểu"),
        ("jump", f"{OURS}factor = 3", False, "khóa “floor”: còn thiếu"),
        ("jump", AT_LEAST_TENFOLD, True, "ngưỡng tự đặt chỉ để nhắc"),
    ],
)
def test_a_check_that_is_miswritten_is_refused_with_its_file(
    kind, keys, blocks, problem
):
    with pytest.raises(MalformedRuleFileError) as refused:
        form(kind, keys, blocks=blocks)

    assert str(refused.value).startswith("rules/forms/thu.toml, mục “checks thứ 1”")
    assert problem in str(refused.value)


def test_units_are_compared_only_where_each_has_one_row():
    with pytest.raises(MalformedRuleFileError, match="cần mỗi đơn vị một dòng"):
        form("children", OURS, item='item = ["all"]')
