import pytest

from rules.cycle import plan
from rules.ladder import CATCH_UP, CATCH_UP_NAMES, CatchUp, Notice, Rung, ladder


@pytest.mark.parametrize("year", [2021, 2026])
def test_every_rung_of_a_year_is_written_down_and_read_again(year):
    rungs = {rung for stage in plan(year).stages for rung in stage.ladder}

    assert len(rungs) > 5
    assert {Rung.parse(str(rung)) for rung in rungs} == rungs


@pytest.mark.parametrize(
    ("rung", "said"),
    [
        (Rung(Notice.REMINDER, 5), "nhắc khi còn 5 ngày làm việc"),
        (Rung(Notice.REMINDER, 0), "nhắc trong ngày hết hạn"),
        (Rung(Notice.OVERDUE, -1), "nhắc khi quá hạn 1 ngày làm việc"),
        (
            Rung(Notice.SUPERIOR, -3),
            "báo cấp trên trực tiếp khi quá hạn 3 ngày làm việc",
        ),
        (Rung(Notice.OPENED), "giao việc"),
        (Rung(Notice.EXTENDED), "báo hạn mới"),
    ],
)
def test_a_rung_says_whom_it_tells_and_when(rung, said):
    assert rung.said == said


def test_every_notice_has_its_words():
    assert all(Rung(notice, -1).said for notice in Notice)


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ({"reminder": [-1]}, "“reminder” không thể ở mốc -1"),
        ({"overdue": [1]}, "“overdue” không thể ở mốc 1"),
        ({"opened": [0]}, "“opened” không phải bậc của thang nhắc"),
        ({"sms": [1]}, "sms"),
    ],
)
def test_a_ladder_in_other_words_is_refused(marks, said):
    with pytest.raises(ValueError, match=said):
        ladder(marks)


def test_what_becomes_of_each_notice_an_outage_let_pass_has_a_name():
    assert set(CATCH_UP) == set(Notice)
    assert set(CATCH_UP_NAMES) == set(CatchUp)
