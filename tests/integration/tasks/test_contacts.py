from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, text

from db import contact_duties, contacts, cycle, digests, notices, obligations
from db.bounces import Outcome
from db.contacts import DeadMailbox
from db.digests import Before
from db.obligations import Obligation
from db.outbox import Letter, LetterStatus
from db.session import transaction
from rules.ladder import Notice, Rung
from tasks.bounces import settle_report
from tasks.contacts import contacts_changed, follow_contacts
from tasks.digests import write_digests
from tests import bounces, factories

WEDNESDAY, THURSDAY = date(2021, 2, 17), date(2021, 2, 18)
FRIDAY, SATURDAY = date(2021, 2, 19), date(2021, 2, 20)
MONDAY, TUESDAY = date(2021, 2, 22), date(2021, 2, 23)
UNIT, OFFICE = "X1-A1", factories.address("T-BCD")
FIRST, DEPUTY = factories.address(UNIT), "pho-a1@mau.example"
NEW = "moi-a1@mau.example"


@pytest.fixture
def open_year(year) -> dict[str, int]:
    """Have one unit with a deputy, and a stage that all were told of on Wednesday."""
    factories.open_contacts()
    factories.contact(UNIT, factories.BEGAN, FIRST, DEPUTY)
    number = factories.open_stage("registration")
    with transaction() as session:
        stage = session.get_one(cycle.Stage, number)
        obligations.create(session, stage, WEDNESDAY)
        rung = Rung(Notice.OPENED)
        notices.tell(session, number, stage.due, rung, year["T-BCD"], WEDNESDAY)
    return year


def carry(day) -> dict[str, list[tuple[str, str, str]]]:
    """Send each mailbox one letter of its notices; return what each was told of."""
    told: dict[str, list[tuple[str, str, str]]] = {}
    with transaction() as session:
        for each in digests.unwritten(session, day):
            line = each.unit, str(each.rung), each.addressee
            told.setdefault(each.recipient, []).append(line)
        assert write_digests(session, day) == len(told)
        session.execute(
            text("UPDATE letter SET status = 'sent', sent_at = :at WHERE dated = :day"),
            {"at": datetime(day.year, day.month, day.day, tzinfo=UTC), "day": day},
        )
    return told


def waiting_letter() -> int:
    """Have a letter of Wednesday wait for the first mailbox; return its id."""
    with transaction() as session:
        write_digests(session, WEDNESDAY, only={FIRST})
        return session.scalars(select(Letter.id)).one()


def bounced(address, day) -> None:
    """Have the server report that the letter of a day found no mailbox."""
    sent = select(Letter.message_id).filter_by(recipient=address, dated=day)
    with transaction() as session:
        quoted = session.scalars(sent).one()
    report = bounces.report("postfix", address=address, message_id=quoted)
    assert settle_report(report, day) is Outcome.SETTLED


def live(day) -> dict[str, list[tuple[str, str, str]]]:
    """Do of a day what concerns contacts."""
    if contacts_changed(day):
        follow_contacts.fn(day)
    with transaction() as session:
        notices.tell_news(session, day)
    return carry(day)


def duties() -> list[tuple[str, date, date, date | None]]:
    rows = select(
        Obligation.period,
        Obligation.opened_on,
        Obligation.due,
        Obligation.fulfilled_on,
    ).where(Obligation.duty == "contact")
    with transaction() as session:
        return [tuple(row) for row in session.execute(rows.order_by(Obligation.id))]


def reached(on) -> str | None:
    with transaction() as session:
        found = session.execute(
            text("""SELECT address FROM mailbox_on(:on) m JOIN unit u
                    ON u.id = m.unit_id WHERE u.code = :code"""),
            {"on": on, "code": UNIT},
        )
        return found.scalar_one_or_none()


@pytest.mark.usefixtures("open_year")
def test_from_a_dead_mailbox_over_its_deputy_to_the_office_and_a_new_contact():
    assert carry(WEDNESDAY)[FIRST] == [("Thôn Một", "opened", "Thôn Một")]

    # The first mailbox is dead: the deputy is told, the office is asked.
    bounced(FIRST, WEDNESDAY)
    thursday = live(THURSDAY)
    assert thursday[DEPUTY] == [("Thôn Một", "handed_over", "Thôn Một")]
    assert thursday[OFFICE] == [("Thôn Một", "opened", "Ban Chỉ đạo tỉnh")]
    assert FIRST not in thursday
    assert duties() == [(UNIT, THURSDAY, date(2021, 2, 25), None)]

    # Both are dead: nobody is written to, the office has its duty already.
    bounced(DEPUTY, THURSDAY)
    assert reached(FRIDAY) is None
    assert live(FRIDAY) == {}

    # Somebody told us anew: the duties go there, and the office is done.
    factories.contact(UNIT, MONDAY, NEW)
    monday = live(MONDAY)
    assert monday[NEW] == [("Thôn Một", "handed_over", "Thôn Một")]
    assert duties() == [(UNIT, THURSDAY, date(2021, 2, 25), MONDAY)]
    assert not contacts_changed(TUESDAY)


def test_a_duty_told_by_a_letter_that_came_back_was_not_told(open_year):
    carry(WEDNESDAY)
    owed = select(Obligation.id).filter_by(unit_id=open_year[UNIT])
    with transaction() as session:
        (duty,) = session.scalars(owed).all()
        before = digests.history(session, [duty])
    bounced(FIRST, WEDNESDAY)

    with transaction() as session:
        after = digests.history(session, [duty])

    told = Before(Rung(Notice.OPENED), FIRST, WEDNESDAY)
    assert (before, after) == ({duty: [told]}, {})


@pytest.mark.usefixtures("open_year")
def test_the_same_address_told_anew_is_trusted_again():
    carry(WEDNESDAY)
    bounced(FIRST, WEDNESDAY)
    live(THURSDAY)
    assert reached(THURSDAY) == DEPUTY

    factories.contact(UNIT, factories.BEGAN, FIRST.upper(), DEPUTY)

    with transaction() as session:
        assert session.scalars(select(DeadMailbox)).all() == []
    assert reached(FRIDAY) == FIRST
    live(FRIDAY)
    assert [row[3] for row in duties()] == [FRIDAY]


@pytest.mark.usefixtures("open_year")
def test_a_contact_that_fails_again_is_a_new_duty_of_that_day():
    carry(WEDNESDAY)
    bounced(FIRST, WEDNESDAY)
    live(THURSDAY)
    factories.contact(UNIT, factories.BEGAN, FIRST, DEPUTY)
    live(FRIDAY)
    bounced(FIRST, FRIDAY)

    live(MONDAY)
    live(TUESDAY)

    assert [(row[0], row[3]) for row in duties()] == [
        (UNIT, FRIDAY),
        (f"{UNIT} 22/02/2021", None),
    ]


@pytest.mark.usefixtures("open_year")
def test_what_the_office_let_go_is_not_asked_again():
    carry(WEDNESDAY)
    bounced(FIRST, WEDNESDAY)
    live(THURSDAY)
    with transaction() as session:
        number = session.scalars(select(Obligation.id).filter_by(duty="contact")).one()
        ground = "Thôn không có hộp thư"
        by = "Thường trực"
        obligations.waive(session, [number], ground=ground, by=by, today=THURSDAY)

    assert not contacts_changed(FRIDAY)
    assert live(FRIDAY) == {}
    assert len(duties()) == 1


@pytest.mark.usefixtures("open_year")
def test_what_the_office_was_asked_in_december_is_done_in_january():
    asked, answered = date(2021, 12, 29), date(2022, 1, 4)
    with transaction() as session:
        contacts.mark_dead(session, FIRST, "550 5.1.1", asked)
    live(asked)
    factories.contact(UNIT, answered, NEW)

    live(answered)

    assert duties() == [(UNIT, asked, date(2022, 1, 6), answered)]


@pytest.mark.usefixtures("database")
def test_units_without_contact_are_found_on_the_first_day_and_told_in_one_letter():
    silent = {"X1-A1", "X1-A2", "CQ1"}
    factories.found_province(without_contact=silent)
    factories.start_year(WEDNESDAY)
    factories.open_contacts()

    told = live(WEDNESDAY)

    assert set(told) == {OFFICE}
    assert [line[0] for line in told[OFFICE]] == ["Sở Mẫu", "Thôn Một", "Thôn Hai"]
    assert {row[0] for row in duties()} == silent
    with transaction() as session:
        why = session.scalars(
            select(Obligation.derivation).filter_by(period="X1-A1")
        ).one()
    assert why == (
        "5 ngày làm việc kể từ ngày 17/02/2021, vì Thôn Một chưa có đầu mối nhận thư"
    )


@pytest.mark.usefixtures("database")
def test_a_day_lived_twice_asks_once_and_a_day_off_asks_nothing():
    factories.found_province(without_contact={"X1-A1"})
    factories.start_year(WEDNESDAY)
    factories.open_contacts()

    assert not contacts_changed(SATURDAY)
    assert contacts_changed(FRIDAY)
    follow_contacts.fn(FRIDAY)
    assert not contacts_changed(FRIDAY)
    follow_contacts.fn(FRIDAY)

    assert len(duties()) == 1


@pytest.mark.usefixtures("year")
def test_before_its_stage_opens_nothing_is_asked():
    assert not contacts_changed(WEDNESDAY)
    follow_contacts.fn(WEDNESDAY)

    assert duties() == []


@pytest.mark.usefixtures("database")
def test_five_hundred_units_without_contact_are_one_letter():
    factories.found_province()
    factories.start_year(WEDNESDAY)
    stage = factories.open_contacts()
    with transaction() as session:
        session.execute(
            text("""
            INSERT INTO unit (code, name, kind, tier, valid_from, special_area)
            SELECT 'X9-A' || n, 'Thôn ' || n, 'residential_area', 'commune',
                   '2020-03-01', false FROM generate_series(1, 500) n
        """)
        )

    told = live(WEDNESDAY)

    assert {who: len(lines) for who, lines in told.items()} == {OFFICE: 500}
    with transaction() as session:
        assert not contact_duties.changed(session, stage, WEDNESDAY)


@pytest.mark.usefixtures("open_year")
def test_a_new_officer_takes_over_and_the_old_ones_waiting_letter_is_taken_back():
    letter = waiting_letter()

    factories.contact(UNIT, WEDNESDAY, NEW)
    with transaction() as session:
        digests.take_back(session, WEDNESDAY)
    thursday = live(THURSDAY)

    with transaction() as session:
        old = session.get_one(Letter, letter)
        assert (old.status, old.answer) == (
            LetterStatus.WITHDRAWN,
            "Hộp thư này không còn nhận việc của đơn vị.",
        )
    assert thursday[NEW] == [("Thôn Một", "handed_over", "Thôn Một")]
    assert FIRST not in thursday


@pytest.mark.usefixtures("open_year")
def test_a_waiting_letter_to_a_mailbox_that_died_is_taken_back_too():
    letter = waiting_letter()

    with transaction() as session:
        contacts.mark_dead(session, FIRST, "550 5.1.1 User unknown", WEDNESDAY)
        digests.take_back(session, WEDNESDAY)

    with transaction() as session:
        assert session.get_one(Letter, letter).status == LetterStatus.WITHDRAWN
    assert live(THURSDAY)[DEPUTY] == [("Thôn Một", "handed_over", "Thôn Một")]


@pytest.mark.usefixtures("open_year")
def test_the_dead_mailboxes_are_told_with_the_servers_words():
    carry(WEDNESDAY)
    bounced(FIRST, WEDNESDAY)

    with transaction() as session:
        (found,) = contacts.dead(session, THURSDAY)

    assert (found.code, found.role, found.address, found.since, found.reached_at) == (
        UNIT,
        contacts.MOVEMENT_ROLE,
        FIRST,
        WEDNESDAY,
        DEPUTY,
    )
    assert found.answer.startswith("5.1.1 550 5.1.1")
