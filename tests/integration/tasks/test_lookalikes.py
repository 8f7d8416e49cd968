"""Who may be written down twice: proposed, never merged, and not asked about again."""

from datetime import date

import pytest
from sqlalchemy import func, select

from db.access import Access
from db.commendations import Person
from db.households import Household
from db.journal import Entry
from db.lookalikes import Lookalike
from db.session import transaction
from rules.errors import UnclearRequestError
from rules.lookalikes import Likeness
from rules.persons import EXPIRED
from tasks.lookalikes import propose, tell_apart
from tasks.persons import Approval
from tests import factories

TODAY = date(2021, 11, 3)
WHY = "chuẩn bị phiên họp"
APPROVED = Approval("Phó Trưởng ban", "đã hỏi đơn vị: hai người")
PERSONS = (
    ("X1", "Đặng Văn Ưng", 1970),
    ("X1", "DANG VAN UNG", 1970),
    ("X1", "Đặng Văn Ưng", 1907),
    ("X1", "Lê Thị Mẫu", 1970),
    ("CQ1", "Đặng Văn-Ưng", 1970),
    ("CQ1", EXPIRED, None),
    ("X1", EXPIRED, None),
)
HOUSEHOLDS = (
    ("1", "X1-A1", "Đặng Văn Ưng"),
    ("2", "X1-A1", "Đặng  văn Ưng"),
    ("3", "X1-A1", "Đặng Văn Ứng"),
    ("4", "X1-A2", "Đặng Văn Ưng"),
    ("5", "X1-A1", EXPIRED),
    ("6", "X1-A1", EXPIRED),
)


@pytest.fixture
def known(province: dict[str, int]) -> list[str]:
    """Have persons and households, some of them twice; return the persons' keys."""
    with transaction() as session:
        people = [
            Person(
                unit_id=province[code],
                full_name=name,
                birth_year=born,
                sex="Nam" if born else None,
            )
            for code, name, born in PERSONS
        ]
        session.add_all(people)
        source = factories.document(session)
        session.add_all(
            Household(
                code=code,
                area_id=province[area],
                head=head,
                residing=True,
                document_id=source,
                line=2,
            )
            for code, area, head in HOUSEHOLDS
        )
        session.flush()
        return [f"P:{person.id}" for person in people]


def proposed(place: str | None = None) -> list[tuple[str, str, Likeness]]:
    found = propose(place, WHY, TODAY)
    return [(each.one.key, each.other.key, each.likeness) for each in found]


def counted(table: type) -> int:
    with transaction() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_persons_of_one_name_are_proposed_the_surest_first(known):
    right, plain, old, _, elsewhere, *_ = known

    assert proposed() == [
        (right, plain, Likeness.MARKS),
        (right, old, Likeness.YEAR),
        (plain, old, Likeness.YEAR),
        (right, elsewhere, Likeness.PLACE),
        (plain, elsewhere, Likeness.PLACE),
    ]


@pytest.mark.usefixtures("known")
def test_households_are_compared_within_an_area_only():
    in_area = [
        ("H:1", "H:2", Likeness.SAME),
        ("H:1", "H:3", Likeness.MARKS),
        ("H:2", "H:3", Likeness.MARKS),
    ]

    assert proposed("X1-A1") == proposed("X1") == in_area
    assert proposed("X1-A2") == []


@pytest.mark.usefixtures("known")
def test_a_pair_is_proposed_once_and_nothing_is_merged():
    proposed()

    again = proposed()

    assert (len(again), counted(Lookalike)) == (5, 5)
    assert (counted(Person), counted(Household)) == (len(PERSONS), len(HOUSEHOLDS))


def test_who_was_told_apart_is_not_asked_about_again(known):
    right, plain, *_ = known
    proposed()

    tell_apart(plain, right, APPROVED, TODAY)

    assert (right, plain, Likeness.MARKS) not in proposed()
    assert len(proposed()) == 4
    with transaction() as session:
        done, ground = session.execute(select(Entry.act, Entry.ground)).one()
    assert done == f"Xác nhận {plain} và {right} không phải là một"
    assert ground == APPROVED.reason


def test_only_a_pair_that_was_proposed_can_be_told_apart(known):
    right, *_, other = known

    with pytest.raises(UnclearRequestError, match="không có trong các cặp đang hỏi"):
        tell_apart(right, other, APPROVED, TODAY)

    assert counted(Entry) == 0


@pytest.mark.usefixtures("known")
def test_a_person_put_right_is_proposed_no_more():
    proposed()
    with transaction() as session:
        wrong = select(Person).filter_by(full_name="DANG VAN UNG")
        session.scalars(wrong).one().full_name = "Trần Văn Khác"

    assert [likeness for *_, likeness in proposed()] == [Likeness.YEAR, Likeness.PLACE]


@pytest.mark.usefixtures("known")
def test_whoever_looks_is_seen_and_no_name_is_written_down():
    propose(None, WHY, TODAY)
    propose("Thôn Một", WHY, TODAY)

    columns = Access.via, Access.kind, Access.rows, Access.scope, Access.purpose
    with transaction() as session:
        lines = session.execute(select(*columns).order_by(Access.id)).all()
    assert lines == [
        ("antq person alike", "nominee", 4, "toàn tỉnh", WHY),
        ("antq person alike", "household", 3, "X1-A1", WHY),
    ]


@pytest.mark.usefixtures("known")
def test_households_of_a_whole_province_are_not_compared_at_once():
    with pytest.raises(UnclearRequestError, match="không phải là khu dân cư hay xã"):
        propose("T", WHY, TODAY)
