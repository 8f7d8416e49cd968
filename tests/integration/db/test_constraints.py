"""What the database itself refuses, whoever asks."""

from datetime import date

import pytest
from psycopg import errors
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError

from db import commendations, extensions, journal
from db.commendations import Award, Nomination
from db.contacts import Contact
from db.council import CouncilSession, Decision, Vote
from db.extensions import Extension
from db.households import Household
from db.journal import Entry
from db.outbox import Letter
from db.session import transaction
from db.submissions import Row, record
from db.units import Unit
from rules.awards import AwardForm
from rules.commendations import EligibilityOutcome
from rules.units import Tier, UnitKind
from tests import factories

DAY = date(2021, 3, 1)


@pytest.fixture
def nominee(province) -> tuple[int, int]:
    """Have one person nominated; return person and nomination."""
    with transaction() as session:
        unit_id = province["X1"]
        sent = Row(
            form="nominee",
            unit_id=unit_id,
            period="2021",
            item="1",
            facts={},
            document_id=factories.document(session),
            sheet="Cá nhân",
            row=2,
        )
        record(session, 2021, DAY, [sent])
        person = commendations.person(session, unit_id, "Lê Thị Mẫu", 1980, "Nữ")
        nomination = Nomination(
            year=2021,
            round="Kỷ niệm chương",
            reference="KNC-1",
            award_form=AwardForm.MEDAL,
            proposer_id=unit_id,
            person_id=person.id,
            achievement="20 năm",
            proposed_on=DAY,
            eligibility=EligibilityOutcome.ELIGIBLE,
            judged_on=DAY,
            digest="",
            submission_id=session.scalar(text("SELECT max(id) FROM submission")),
            last_row_id=session.scalar(text("SELECT max(id) FROM submission")),
        )
        session.add(nomination)
        session.flush()
        return person.id, nomination.id


def refused(kind: type[errors.Error], *rows: object, name: str = "") -> None:
    with pytest.raises(DBAPIError) as refusal, transaction() as session:
        session.add_all(rows)
    assert isinstance(refusal.value.orig, kind)
    assert name in refusal.value.orig.diag.constraint_name


def test_a_unit_owes_a_duty_of_a_period_once(year):
    with transaction() as session:
        factories.owe(session, "registration", year["X1"])

    with (
        pytest.raises(DBAPIError, match="uq_obligation_year_unit_id_duty_period"),
        transaction() as session,
    ):
        factories.owe(session, "registration", year["X1"])


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ({"due": date(2021, 3, 1), "extensions": 1}, "never_shortened"),
        ({"due": date(2021, 3, 1)}, "never_shortened|extended_by_someone"),
        ({"grace": date(2021, 3, 30)}, "dates_in_order"),
        ({"locks": date(2021, 3, 30)}, "dates_in_order"),
        ({"extensions": 1}, "extended_by_someone"),
        (
            {"due": date(2021, 4, 9), "grace": date(2021, 4, 9)},
            "extended_by_someone",
        ),
        ({"waived_on": DAY}, "waived_on_a_ground"),
        (
            {"waived_on": DAY, "waived_ground": "Giải thể", "fulfilled_on": DAY},
            "fulfilled_or_waived",
        ),
    ],
)
def test_the_dates_of_a_duty_are_not_moved_out_of_order_or_in_silence(
    year, columns, name
):
    with pytest.raises(DBAPIError, match=name), transaction() as session:
        move(session, year["X1"], columns)


def move(session, unit_id, columns) -> None:
    owed = factories.owe(session, "registration", unit_id)
    for column, value in columns.items():
        setattr(owed, column, value)
    session.flush()


def test_an_extension_is_never_to_an_earlier_day(year):
    with transaction() as session:
        owed = factories.owe(session, "registration", year["X1"])
        back = Extension(
            obligation_id=owed.id,
            made_on=DAY,
            was_due=owed.due,
            due=owed.due,
            reason="mưa lũ",
            approved_by="Trưởng ban",
        )

    refused(errors.CheckViolation, back, name="never_shortened")


@pytest.mark.parametrize(
    ("answered", "late"),
    [
        (date(2021, 3, 31), False),
        (date(2021, 4, 2), False),
        (date(2021, 4, 3), True),
    ],
)
def test_a_duty_answered_within_grace_is_in_time_and_after_it_is_late(
    year, answered, late
):
    with transaction() as session:
        owed = factories.owe(session, "registration", year["X1"])
        owed.grace = date(2021, 4, 2)
        owed.fulfilled_on = answered
        session.flush()
        session.refresh(owed)
        assert owed.late is late
        assert owed.was_late_on(date(2021, 12, 31)) is late


def test_late_stays_late_when_the_duty_is_put_off_after_its_day(year):
    with transaction() as session:
        owed = factories.owe(session, "registration", year["X1"])
        extensions.extend(
            session,
            [owed.id],
            date(2021, 4, 30),
            reason="mưa lũ",
            approved_by="Trưởng ban",
            today=date(2021, 4, 5),
        )
        session.refresh(owed)
        owed.fulfilled_on = date(2021, 4, 20)
        session.flush()
        session.refresh(owed)
        assert (owed.missed, owed.late) == (date(2021, 3, 31), True)


@pytest.mark.usefixtures("database")
def test_an_occasion_has_one_letter():
    letter = vars(factories.draft(1))

    refused(errors.UniqueViolation, Letter(**letter), Letter(**letter), name="occasion")


def test_a_person_is_given_the_medal_once(nominee, province):
    person_id, _ = nominee
    medals = [award(person_id, achievement) for achievement in "AB"]

    with (
        pytest.raises(DBAPIError, match="uq_award_one_medal_a_person"),
        transaction() as session,
    ):
        decide(session, province, medals)


def test_a_revoked_medal_makes_room_for_another(nominee, province):
    person_id, _ = nominee
    medals = [award(person_id, achievement) for achievement in "AB"]
    medals[0].revoked_on, medals[0].revoked_ground = DAY, "QĐ 9"

    with transaction() as session:
        decide(session, province, medals)


def test_one_achievement_is_rewarded_once(province):
    given = [
        Award(year=2021, awarded_unit_id=province["X1"], achievement="A", type="",
              form=AwardForm(form))
        for form in list(AwardForm)[-2:]
    ]  # fmt: skip

    with (
        pytest.raises(DBAPIError, match="uq_award_one_reward_an_achievement"),
        transaction() as session,
    ):
        decide(session, province, given)


def award(person_id, achievement) -> Award:
    return Award(
        year=2021,
        person_id=person_id,
        form=AwardForm.MEDAL,
        type="Niên hạn",
        achievement=achievement,
    )


def decide(session, province, awards) -> None:
    decision = Decision(
        year=2021,
        issuer_id=province["T"],
        number="1/QĐ",
        signed_on=DAY,
        kind="Khen thưởng",
        signer_title="Chủ tịch",
        recorded_on=DAY,
    )
    session.add(decision)
    session.flush()
    for each in awards:
        each.decision_id = decision.id
        session.add(each)


def test_a_seat_has_one_vote_on_an_item(nominee, province):
    _, nomination_id = nominee
    with transaction() as session:
        council = CouncilSession(
            year=2021,
            round="Kỷ niệm chương",
            code="P1",
            host_id=province["T-BCD"],
            held_on=DAY,
            seats=9,
            present=8,
        )
        session.add(council)
        session.flush()
        key = {"session_id": council.id, "nomination_id": nomination_id, "seat": 1}
        session.add(Vote(**key, ballot="Đồng ý"))

    refused(errors.UniqueViolation, Vote(**key, ballot="Không đồng ý"), name="vote")


@pytest.mark.usefixtures("province")
def test_a_code_names_one_unit_a_day():
    facts = {"code": "X9", "kind": UnitKind.COMMUNE, "tier": Tier.PROVINCE}
    old = Unit(name="Xã cũ", valid_from=DAY, valid_to=date(2021, 6, 30), **facts)
    overlapping = Unit(name="Xã mới", valid_from=date(2021, 6, 30), **facts)

    refused(errors.ExclusionViolation, old, overlapping, name="ex_unit_code_once_a_day")


@pytest.mark.usefixtures("province")
def test_a_code_may_name_another_unit_from_the_day_after():
    facts = {"code": "X9", "kind": UnitKind.COMMUNE, "tier": Tier.PROVINCE}

    with transaction() as session:
        session.add_all([
            Unit(name="Xã cũ", valid_from=DAY, valid_to=date(2021, 6, 30), **facts),
            Unit(name="Xã mới", valid_from=date(2021, 7, 1), **facts),
        ])  # fmt: skip


def test_a_role_has_one_mailbox_a_day(province):
    second = Contact(
        unit_id=province["X1"],
        role="Đầu mối phong trào",
        email="khac@mau.example",
        valid_from=DAY,
    )

    refused(errors.ExclusionViolation, second, name="ex_contact_role_once_a_day")


def test_a_household_has_a_head(province):
    with transaction() as session:
        document_id = factories.document(session)

    nobody = Household(
        code="1",
        area_id=province["X1-A1"],
        head="",
        residing=True,
        document_id=document_id,
        line=2,
    )
    refused(errors.CheckViolation, nobody, name="head_named")


@pytest.mark.parametrize(
    "change",
    [update(Entry).values(actor="ai đó"), delete(Entry), text("TRUNCATE journal")],
)
@pytest.mark.usefixtures("database")
def test_the_journal_is_not_rewritten(change):
    with transaction() as session:
        journal.write(session, DAY, "Bắt đầu năm", "tệp", units=9)

    with (
        pytest.raises(DBAPIError, match="Nhật ký chỉ được ghi thêm"),
        transaction() as session,
    ):
        session.execute(change)

    with transaction() as session:
        assert [each.act for each in journal.entries(session, 2021)] == ["Bắt đầu năm"]
