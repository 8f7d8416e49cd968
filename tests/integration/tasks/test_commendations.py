from datetime import date

import pytest
from sqlalchemy import select

from db.commendations import Award, Nomination
from db.council import Decision
from db.session import transaction
from db.units import Unit
from rules.awards import AwardForm
from rules.commendations import EligibilityOutcome
from tasks.commendations import judge_retold, nominate, proposals_retold
from tasks.intake import Intake, take_in_files
from tests import factories

PROPOSED, CLOSED, LATER = date(2021, 4, 15), date(2021, 5, 5), date(2021, 5, 6)
MEDAL = "Kỷ niệm chương"
NOMINEE = {
    "unit": "X1",
    "reference": "X1-01",
    "award": MEDAL,
    "full_name": "Người Mẫu",
    "birth_year": 1970,
    "sex": "Nam",
    "position": "Chủ tịch xã",
    "category": "Lãnh đạo",
    "proposed_on": PROPOSED,
    "achievement": "Xây dựng phong trào",
    "prior_commendations": 1,
    "locality_clean": "Có",
    "excluded": "Không",
    "on_hold": "Không",
}
SERVICE = {
    "unit": "X1",
    "reference": "X1-01",
    "post": "Lãnh đạo",
    "served_from": date(2010, 1, 1),
}


@pytest.fixture
def send(year, tmp_path):  # noqa: ARG001 - for what it does
    """Send a nominee's row with some answers changed, and their service."""
    factories.open_stage("knc_nomination")

    def sent(day: date, **changes: object) -> Intake:
        sheets = {"nominee": [NOMINEE | changes], "service": [SERVICE]}
        file = factories.workbook(tmp_path / f"{day}.xlsx", sheets)
        return take_in_files.fn(file, day)

    return sent


def eligibility() -> EligibilityOutcome:
    with transaction() as session:
        return session.scalars(select(Nomination.eligibility)).one()


def test_a_proposal_on_hold_wakes_up_by_itself_once_the_matter_is_closed(send):
    send(PROPOSED, on_hold="Có")
    nominate.fn(2021, MEDAL, PROPOSED)
    held = eligibility()

    send(CLOSED, on_hold="Không")
    judge_retold.fn(LATER)

    assert (held, eligibility()) == (
        EligibilityOutcome.HELD,
        EligibilityOutcome.ELIGIBLE,
    )


def test_a_proposal_of_which_nothing_more_was_told_is_left_alone(send):
    send(PROPOSED)
    nominate.fn(2021, MEDAL, CLOSED)

    assert not proposals_retold(LATER)
    assert judge_retold.fn(LATER).changed == 0


def test_what_came_later_on_the_day_of_judging_counts_once(send):
    send(PROPOSED)
    nominate.fn(2021, MEDAL, CLOSED)
    send(CLOSED, on_hold="Có")
    judge_retold.fn(LATER)

    assert eligibility() is EligibilityOutcome.HELD
    assert not proposals_retold(LATER)


def test_a_proposal_for_another_form_of_commendation_goes_to_its_round(send):
    send(PROPOSED, excluded="Có")
    nominate.fn(2021, MEDAL, PROPOSED)

    send(CLOSED, award="Bằng khen Ủy ban nhân dân tỉnh")
    judge_retold.fn(LATER)

    with transaction() as session:
        found = session.scalars(select(Nomination)).one()
        assert (found.round, found.award_form) == ("Tổng kết", "province_diploma")
        assert found.eligibility is EligibilityOutcome.ELIGIBLE


def test_a_reference_that_another_unit_uses_is_refused(send, year):
    send(PROPOSED)
    nominate.fn(2021, MEDAL, PROPOSED)

    intake = send(CLOSED, unit="CQ1", full_name="Người Khác")

    assert "mã hồ sơ “X1-01” đã dùng cho đề nghị khác (đơn vị X1)" in intake.problems[0]
    with transaction() as session:
        assert session.scalars(select(Nomination.proposer_id)).one() == year["X1"]
        assert not proposals_retold(LATER)


def test_a_unit_that_has_ended_since_does_not_stop_the_day(year, tmp_path):
    rows = {
        "unit": "X1",
        "reference": "X1-T1",
        "award": "Bằng khen Ủy ban nhân dân tỉnh",
        "nominated_unit": "CQ1",
        "proposed_on": PROPOSED,
        "achievement": "Dẫn đầu phong trào",
    }
    sheets = {"nominated_unit": [rows]}
    take_in_files.fn(factories.workbook(tmp_path / "a.xlsx", sheets), PROPOSED)
    factories.open_stage("nomination")
    with transaction() as session:
        session.get_one(Unit, year["CQ1"]).valid_to = CLOSED

    nominate.fn(2021, "Tổng kết", LATER)

    assert eligibility() is EligibilityOutcome.UNKNOWN


def test_the_medal_a_proposal_brought_does_not_stand_in_its_own_way(send, year):
    send(PROPOSED)
    nominate.fn(2021, MEDAL, PROPOSED)
    with transaction() as session:
        give(session, session.scalars(select(Nomination)).one(), year["T"])

    nominate.fn(2021, MEDAL, LATER)

    assert eligibility() is EligibilityOutcome.ELIGIBLE


def give(session, nomination, issuer):
    decision = Decision(
        year=2021,
        number="1/QĐ-BCA",
        issuer_id=issuer,
        signed_on=CLOSED,
        kind=MEDAL,
        signer_title="Bộ trưởng",
        recorded_on=CLOSED,
    )
    session.add(decision)
    session.flush()
    session.add(
        Award(
            year=2021,
            decision_id=decision.id,
            nomination_id=nomination.id,
            person_id=nomination.person_id,
            form=AwardForm.MEDAL,
            type="Quá trình cống hiến",
            achievement=nomination.achievement,
        )
    )
