"""Households are counted on the days that count, and a count kept does not move."""

from datetime import date

import pytest
from sqlalchemy import select, text

from db import evidence, measures
from db.evidence import Moment
from db.households import PledgeCount
from db.session import transaction
from rules.reporting import Line, Measure
from rules.units import UnitKind
from tasks import decisions, entries
from tasks.explanations import explain
from tasks.households import counts_due, keep_counts
from tasks.intake import take_in_files
from tasks.recognition import recognise
from tasks.simulations import simulate
from tests import factories

AREAS = "Khu dân cư"
AREA = "recognition/tt23-2012/residential_area.toml"
HALF_OF_HOUSEHOLDS = '[[criteria]]\nid = "households"\npercent = 50\n'
HEADER = "ma_ho,chu_ho,ma_khu_dan_cu,dang_cu_tru,ngay_cam_ket"
SPRING, DUE, AFTER_DUE = date(2021, 3, 15), date(2021, 3, 31), date(2021, 4, 1)
CLOSES, JUDGED, AGAIN = date(2021, 10, 31), date(2021, 11, 16), date(2021, 11, 22)
NEXT_YEAR, NEXT_SPRING = date(2022, 1, 4), date(2022, 3, 10)


@pytest.fixture
def send(year, tmp_path, monkeypatch):
    """Send the list of the first area: the day each household pledged, if it did."""
    monkeypatch.setenv("ANTQ_OUT", str(tmp_path / "out"))
    factories.open_stage("recognise_areas")
    with transaction() as session:
        factories.owe(session, "recognise_areas", year["T-BCD"])

    def sent(day: date, *pledged: str) -> None:
        lines = [
            f"H{n},Nguyễn Văn {n},X1-A1,1,{each}" for n, each in enumerate(pledged)
        ]
        file = tmp_path / f"{day}.csv"
        file.write_text("\n".join([HEADER, *lines, ""]), "utf-8")
        take_in_files.fn(file, day)

    return sent


def kept() -> list[tuple[object, ...]]:
    columns = (PledgeCount.taken_on, PledgeCount.residing, PledgeCount.pledged)
    with transaction() as session:
        rows = session.execute(select(*columns).order_by(PledgeCount.taken_on))
        return [tuple(row) for row in rows]


def counted(year: int, on: date, closes: date | None = None) -> dict[str, object]:
    """Return the households by which the first area is judged, as on a day."""
    ends = closes or date(year, 10, 31)
    with transaction() as session:
        [area, _] = evidence.subjects(session, [UnitKind.RESIDENTIAL_AREA], ends)
        known = evidence.gather(session, [area], Moment(year, ends, on, {}))
        [households] = known[area.id]
        return dict(households.facts)


def told(residing: int, pledged: int) -> dict[str, int]:
    return {"households_residing": residing, "households_pledged": pledged}


def reviewed(year: int, on: date) -> list[tuple[int, int | None]]:
    line = Line("REG_HOUSEHOLD", "Hộ gia đình", "hộ", Measure.HOUSEHOLDS)
    with transaction() as session:
        found = measures.count(session, line, year, on)
        return [(each.numerator, each.denominator) for each in found]


def test_areas_judged_have_their_households_counted_to_the_window_s_end(send):
    send(AFTER_DUE, "2021-03-01", "")

    recognise.fn(2021, AREAS, JUDGED)

    assert kept() == [(CLOSES, 2, 1)]


def test_a_pledge_of_last_year_does_not_count(send):
    send(SPRING, "2021-03-01", "2021-03-01")

    assert counted(2021, JUDGED) == told(2, 2)
    assert counted(2022, NEXT_SPRING) == told(2, 0)
    assert reviewed(2021, JUDGED) == [(2, 2)]
    assert reviewed(2022, NEXT_SPRING) == [(0, 2)]


def test_next_year_s_list_does_not_move_last_year_s_verdict(send, tmp_path):
    send(SPRING, "2021-03-01", "2021-03-01")
    recognise.fn(2021, AREAS, JUDGED)
    before = explain("X1-A1", 2021, JUDGED).recognition
    draft = tmp_path / "du-thao"
    (draft / AREA).parent.mkdir(parents=True)
    (draft / AREA).write_text(HALF_OF_HOUSEHOLDS, "utf-8")

    send(NEXT_SPRING, "2022-03-01", "", "2022-03-02")

    after = explain("X1-A1", 2021, NEXT_SPRING).recognition
    assert [r.facts for r in after.reasons] == [r.facts for r in before.reasons]
    assert simulate(draft, 2021, NEXT_SPRING).off_record == 0
    assert counted(2021, NEXT_SPRING) == told(2, 2)
    assert counted(2021, NEXT_SPRING, closes=date(2021, 9, 30)) == told(2, 2)
    assert counted(2022, NEXT_SPRING) == told(3, 2)
    assert reviewed(2021, NEXT_SPRING) == [(2, 2)]


def test_a_year_nobody_judged_is_counted_before_next_year_s_list_comes(send):
    send(SPRING, "2021-03-01", "2021-03-01")
    keep_counts.fn(NEXT_YEAR)

    send(NEXT_SPRING, "", "2022-03-01")

    assert counted(2021, NEXT_SPRING) == told(2, 2)
    recognise.fn(2021, AREAS, NEXT_SPRING)
    assert kept() == [(CLOSES, 2, 2)]


def test_an_area_first_listed_next_year_is_not_counted_when_judged_again(
    send, tmp_path
):
    send(SPRING, "2021-03-01")
    recognise.fn(2021, AREAS, JUDGED)
    file = tmp_path / "khac.csv"
    file.write_text(f"{HEADER}\nH9,Lê Thị B,X1-A2,1,2022-03-01\n", "utf-8")
    take_in_files.fn(file, NEXT_SPRING)

    recognise.fn(2021, AREAS, NEXT_SPRING)

    assert kept() == [(CLOSES, 1, 1)]


def test_a_list_that_comes_late_counts_when_the_area_is_judged_again(send):
    send(SPRING, "2021-03-01", "")
    recognise.fn(2021, AREAS, JUDGED)
    send(AGAIN, "2021-03-01", "2021-10-31", "2021-11-01")

    assert counted(2021, AGAIN) == told(2, 1)
    recognise.fn(2021, AREAS, AGAIN)

    assert kept() == [(CLOSES, 3, 2)]
    assert counted(2021, AGAIN) == told(3, 2)


def test_the_count_of_an_area_decided_on_stands_whatever_is_judged_later(send):
    send(SPRING, "2021-03-01")
    recognise.fn(2021, AREAS, JUDGED)
    decide()
    send(AGAIN, "2021-03-01", "")

    recognise.fn(2021, AREAS, AGAIN)

    assert kept() == [(CLOSES, 1, 1)]


def decide() -> None:
    with transaction() as session:
        session.execute(text("UPDATE recognition SET outcome = 'met'"))
    kind, signed = "Công nhận khu dân cư", date(2021, 11, 19)
    entries.enter_decision.fn("X1", "7/QĐ-UBND", signed, kind, "Chủ tịch", signed)
    decisions.record_decisions.fn(2021, signed)


def test_the_registration_is_counted_once_when_its_due_date_is_over(send):
    send(SPRING, "2021-03-01", "")

    assert [counts_due(day) for day in (DUE, AFTER_DUE)] == [False, True]
    keep_counts.fn(AFTER_DUE)
    send(AFTER_DUE, "2021-03-01", "2021-03-20", "2021-04-01")
    keep_counts.fn(AFTER_DUE)

    assert not counts_due(AFTER_DUE)
    assert kept() == [(DUE, 2, 1)]


@pytest.mark.usefixtures("year")
def test_nothing_is_counted_while_no_list_has_come():
    assert not counts_due(AFTER_DUE)
