from datetime import date

import pytest
from sqlalchemy import select

from db.commendations import Award, Nomination
from db.council import Decision
from db.session import transaction
from rules.awards import AwardForm
from rules.commendations import EligibilityOutcome
from tasks.commendations import judge_retold, nominate, proposals_retold
from tasks.intake import take_in_files
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

    def sent(day: date, **changes: object) -> None:
        sheets = {"nominee": [NOMINEE | changes], "service": [SERVICE]}
        take_in_files.fn(factories.workbook(tmp_path / f"{day}.xlsx", sheets), day)

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
    send(CLOSED, on_hold="Có")
    judge_retold.fn(LATER)

    assert eligibility() is EligibilityOutcome.HELD
    assert not proposals_retold(date(2021, 5, 7))


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
