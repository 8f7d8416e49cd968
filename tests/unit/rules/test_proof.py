from dataclasses import replace
from datetime import date, datetime

import pytest

from rules.proof import Case, Fate, Outcome, Telling, verdict

DUE = date(2021, 3, 31)
BEFORE, AFTER = date(2021, 3, 24), date(2021, 4, 5)
WRITTEN = date(2021, 3, 22)
TAKEN = Telling(
    WRITTEN,
    Fate.ACCEPTED,
    datetime(2021, 3, 22, 8, 15),  # noqa: DTZ001 - the clock of the office
    "mx.mau.example",
    "250 2.0.0 Ok",
)
UNTOLD = Case(DUE, ended_on=None, is_reachable=True, tellings=())


def fate(kind: Fate, answer: str = "") -> Telling:
    return Telling(WRITTEN, kind, answer=answer)


def judged(case: Case, today: date) -> tuple[Outcome, str]:
    found = verdict(case, today)
    return found.outcome, found.words


def test_a_unit_reached_before_its_due_date_was_told():
    case = replace(UNTOLD, tellings=[fate(Fate.BOUNCED, "550"), TAKEN])

    assert judged(case, AFTER) == (
        Outcome.TOLD,
        (
            "Đã báo ngày 22/03/2021 lúc 08:15, trước khi hết hạn 31/03/2021:"
            " máy chủ mx.mau.example nhận với câu trả lời “250 2.0.0 Ok”."
        ),
    )


def test_the_first_letter_a_server_took_is_the_one_that_told():
    later = replace(TAKEN, accepted_at=datetime(2021, 3, 30, 9), server="khac")  # noqa: DTZ001 - likewise

    assert (
        "mx.mau.example" in judged(replace(UNTOLD, tellings=[later, TAKEN]), AFTER)[1]
    )


def test_a_letter_taken_on_the_due_date_itself_is_in_time():
    on_time = replace(TAKEN, accepted_at=datetime(2021, 3, 31, 16))  # noqa: DTZ001 - likewise

    assert judged(replace(UNTOLD, tellings=[on_time]), AFTER)[0] is Outcome.TOLD


def test_a_unit_reached_after_its_due_date_was_told_too_late():
    late = replace(TAKEN, accepted_at=datetime(2021, 4, 2, 7, 5))  # noqa: DTZ001 - likewise

    assert judged(replace(UNTOLD, tellings=[late]), AFTER) == (
        Outcome.TOLD_LATE,
        (
            "Đã báo nhưng sau hạn 31/03/2021: ngày 02/04/2021 lúc 07:05"
            " máy chủ mx.mau.example mới nhận với câu trả lời “250 2.0.0 Ok”."
        ),
    )


@pytest.mark.parametrize(
    ("case", "said"),
    [
        (replace(UNTOLD, ended_on=date(2021, 3, 2)), "kết thúc ngày 02/03/2021"),
        (UNTOLD, "thư sẽ lập trong ngày làm việc kế tiếp"),
        (replace(UNTOLD, tellings=[fate(Fate.WITHDRAWN)]), "thư sẽ lập"),
        (replace(UNTOLD, tellings=[fate(Fate.WAITING)]), "22/03/2021 đang chờ gửi."),
        (
            replace(UNTOLD, tellings=[fate(Fate.WAITING, "452 full")]),
            "máy chủ hoãn nhận: “452 full”",
        ),
        (
            replace(UNTOLD, tellings=[fate(Fate.BOUNCED, "550 no user")]),
            "bị trả lại (“550 no user”), sẽ báo lại",
        ),
    ],
)
def test_before_the_due_date_a_letter_may_still_come(case, said):
    outcome, words = judged(case, BEFORE)

    assert outcome is Outcome.NOT_YET
    assert words.startswith("Chưa đến lượt báo: ")
    assert said in words


LOST = replace(UNTOLD, is_reachable=False)


@pytest.mark.parametrize(
    ("case", "today", "said"),
    [
        (LOST, BEFORE, "đơn vị không có hộp thư nào nhận được thư."),
        (UNTOLD, AFTER, "không lập thư nào báo việc này cho đơn vị."),
        (
            replace(UNTOLD, tellings=[fate(Fate.REFUSED, "554 policy")]),
            BEFORE,
            "thư ngày 22/03/2021 bị máy chủ thư từ chối (“554 policy”).",
        ),
        (
            replace(LOST, tellings=[fate(Fate.BOUNCED, "550 no user")]),
            BEFORE,
            "bị trả lại (“550 no user”), đơn vị không còn hộp thư nào khác để gửi.",
        ),
        (
            replace(UNTOLD, tellings=[fate(Fate.BOUNCED, "550 no user")]),
            AFTER,
            "thư ngày 22/03/2021 bị trả lại (“550 no user”).",
        ),
        (
            replace(UNTOLD, tellings=[fate(Fate.WAITING)]),
            AFTER,
            "thư ngày 22/03/2021 chưa chuyển được tới máy chủ thư.",
        ),
        (
            replace(UNTOLD, tellings=[fate(Fate.EXPIRED)]),
            AFTER,
            "quá thời hạn mà chưa chuyển được.",
        ),
        (
            replace(UNTOLD, tellings=[fate(Fate.WITHDRAWN)]),
            AFTER,
            "đã rút lại mà không có thư thay.",
        ),
        (
            replace(UNTOLD, ended_on=date(2021, 4, 2)),
            AFTER,
            "không lập thư nào báo việc này cho đơn vị.",
        ),
    ],
)
def test_a_unit_never_reached_is_the_fault_of_the_office(case, today, said):
    outcome, words = judged(case, today)

    assert outcome is Outcome.OUR_FAULT
    assert words.startswith("Lỗi thuộc về thường trực: ")
    assert words.endswith(said)
