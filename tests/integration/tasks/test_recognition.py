from datetime import date

import pytest
from sqlalchemy import false, func, select, text

from db import recognition, verdicts
from db.journal import Entry
from db.obligations import Obligation
from db.recognition import Finding, Recognition
from db.session import transaction
from rules.criteria import Shape
from rules.errors import DisagreementError
from rules.judgement import Outcome
from tasks import decisions, entries
from tasks.intake import take_in_files
from tasks.recognition import recognise
from tests import factories

DAY = date(2021, 11, 16)
AREAS = "Khu dân cư"


@pytest.fixture
def judged(year, tmp_path, monkeypatch) -> dict[str, int]:
    """Judge two areas: one tells all that is asked, one nothing."""
    monkeypatch.setenv("ANTQ_OUT", str(tmp_path / "out"))
    factories.open_stage("recognise_areas")
    with transaction() as session:
        factories.owe(session, "recognise_areas", year["T-BCD"])
    recognise.fn(2021, AREAS, DAY)
    return year


def results() -> dict[int, tuple[object, ...]]:
    with transaction() as session:
        return {
            row.unit_id: (row.outcome, row.digest, row.judged_on, row.decision_id)
            for row in session.scalars(select(Recognition))
        }


def count(table) -> int:
    with transaction() as session:
        return session.scalar(select(func.count()).select_from(table))


def test_what_is_not_told_is_neither_met_nor_unmet(judged):
    outcomes = {unit: result[0] for unit, result in results().items()}

    assert outcomes == dict.fromkeys(
        (judged["X1-A1"], judged["X1-A2"]), Outcome.UNKNOWN
    )


def test_every_result_has_its_reasons_with_their_ground(judged):
    with transaction() as session:
        findings = session.scalars(select(Finding)).all()

        assert {each.recognition_id is not None for each in findings} == {True}
        assert all(each.reason and each.document for each in findings)
    assert set(results()) == {judged["X1-A1"], judged["X1-A2"]}


@pytest.mark.usefixtures("judged")
def test_judged_twice_nothing_changes():
    before = results(), count(Finding), count(Entry)

    again = recognise.fn(2021, AREAS, date(2021, 11, 17))

    assert again.changed == 0
    assert (results(), count(Finding), count(Entry)) == before


@pytest.mark.usefixtures("judged")
def test_the_act_is_done_on_the_day_it_was_first_done():
    recognise.fn(2021, AREAS, date(2021, 11, 17))

    with transaction() as session:
        assert session.scalars(select(Obligation.fulfilled_on)).all() == [DAY]


def test_a_fact_that_comes_later_changes_the_result_of_its_unit_only(judged, tmp_path):
    before = results()
    rows = [{"unit": "X1-A1", "registered_on": date(2021, 3, 1)}]
    file = factories.workbook(tmp_path / "a.xlsx", {"registration": rows})
    take_in_files.fn(file, DAY)

    changed = recognise.fn(2021, AREAS, date(2021, 11, 17)).changed

    after = results()
    assert changed == 1
    assert after[judged["X1-A1"]] != before[judged["X1-A1"]]
    assert after[judged["X1-A2"]] == before[judged["X1-A2"]]


@pytest.fixture
def decided(judged) -> int:
    """Have the committee of the commune decide on an area that met everything."""
    area = judged["X1-A1"]
    with transaction() as session:
        met = text("UPDATE recognition SET outcome = 'met' WHERE unit_id = :area")
        session.execute(met, {"area": area})
    decide()
    return area


def decide(number="7/QĐ-UBND") -> decisions.Recorded:
    kind = "Công nhận khu dân cư"
    signed = date(2021, 11, 19)
    entries.enter_decision.fn("X1", number, signed, kind, "Chủ tịch", signed)
    return decisions.record_decisions.fn(2021, signed)


def test_a_decision_covers_the_areas_of_its_issuer_that_are_recognised(decided, judged):
    found = {unit: result[3] is not None for unit, result in results().items()}

    assert found == {decided: True, judged["X1-A2"]: False}


@pytest.mark.usefixtures("decided")
def test_a_decision_recorded_again_covers_nothing_more():
    before = results()

    assert decide().decisions == 0
    assert results() == before


def test_what_was_decided_stands_whatever_is_judged_later(decided):
    before = results()[decided]

    recognise.fn(2021, AREAS, date(2021, 11, 22))

    assert results()[decided] == before


@pytest.mark.usefixtures("year")
def test_two_ways_of_judging_that_disagree_block_the_results_and_name_the_unit(
    monkeypatch, tmp_path
):
    rows = [{"unit": "X1-A1", "met_on": DAY, "follows_law": True}]
    file = factories.workbook(tmp_path / "a.xlsx", {"dossier_area": rows})
    take_in_files.fn(file, DAY)
    factories.open_stage("recognise_areas")
    monkeypatch.setitem(verdicts.ASKED, Shape.MUST_HOLD, lambda *_: false())

    with pytest.raises(DisagreementError) as refused:
        recognise.fn(2021, AREAS, DAY)

    assert "ở 2 đơn vị" in str(refused.value)
    assert "X1-A1" in str(refused.value)
    assert count(Recognition) == 0


def test_a_recognition_that_was_revoked_counts_as_none(decided):
    with transaction() as session:
        row = session.scalars(select(Recognition).filter_by(unit_id=decided)).one()
        row.revoked_on, row.revoked_ground = DAY, "Quyết định thu hồi 1/QĐ-UBND"

    with transaction() as session:
        assert recognition.outcomes(session, 2021)[decided] is Outcome.UNMET
