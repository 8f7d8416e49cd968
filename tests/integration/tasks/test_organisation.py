"""What is told of units and contacts, at odds with what is known or with itself."""

from datetime import date

import pytest
from sqlalchemy import select

from db.contacts import MOVEMENT_ROLE, Contact
from db.session import transaction
from db.units import Unit
from tasks.intake import take_in_files
from tests import factories

DAY = date(2021, 3, 15)
KNOWN_SINCE = factories.BEGAN
pytestmark = pytest.mark.usefixtures("year")


def unit(**more):
    return {
        "code": "X1",
        "name": "Xã Ấp Bắc",
        "kind": "Xã",
        "territory": "H1",
        "managing_body": "H1",
        "valid_from": KNOWN_SINCE,
    } | more


def contact(**more):
    return {
        "unit": "X1",
        "role": MOVEMENT_ROLE,
        "email": "moi@mau.example",
        "since": KNOWN_SINCE,
    } | more


def take_in(folder, *files):
    for number, sheets in enumerate(files):
        factories.workbook(folder / f"{number}.xlsx", sheets)
    taken = take_in_files.fn(folder, DAY)
    return taken.bodies, list(taken.problems)


def names(code):
    with transaction() as session:
        return list(session.scalars(select(Unit.name).where(Unit.code == code)))


def mailboxes(code):
    asked = select(Contact.email, Contact.valid_from, Contact.valid_to)
    with transaction() as session:
        rows = session.execute(
            asked.join(Unit, Unit.id == Contact.unit_id)
            .where(Unit.code == code)
            .order_by(Contact.valid_from)
        )
        return [tuple(row) for row in rows]


@pytest.mark.parametrize("since", [date(2020, 1, 1), date(2020, 6, 1)])
def test_a_unit_told_from_another_day_is_refused_and_the_others_taken(tmp_path, since):
    rows = [unit(valid_from=since), unit(code="X9", name="Xã Mới")]

    bodies, [problem] = take_in(tmp_path, {"units": rows})

    assert bodies == 1
    assert names("X9") == ["Xã Mới"]
    assert "trang “Đơn vị”, dòng 2, đơn vị X1: mã này đã là của đơn vị có" in problem
    assert "có từ ngày 01/03/2020" in problem


def test_a_unit_that_ends_before_it_begins_is_refused(tmp_path):
    told = {"units": [unit(valid_to=date(2019, 12, 31))]}

    bodies, [problem] = take_in(tmp_path, told)

    assert bodies == 0
    assert "“Đến ngày” trước “Có từ ngày”" in problem


def test_a_code_may_be_born_again_after_its_unit_ended(tmp_path):
    ended = unit(valid_to=date(2020, 12, 31))
    reborn = unit(name="Xã Ấp Bắc mới", valid_from=date(2021, 1, 1))

    assert take_in(tmp_path, {"units": [ended]}, {"units": [reborn]}) == (2, [])
    assert sorted(names("X1")) == ["Xã Ấp Bắc", "Xã Ấp Bắc mới"]


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        ({"code": "X 9"}, "mã đơn vị chỉ gồm chữ, số, dấu chấm và gạch ngang"),
        ({"code": "X/9"}, "mã đơn vị chỉ gồm chữ, số, dấu chấm và gạch ngang"),
        ({"code": "X9", "territory": "X9"}, "không thể là cấp trên của chính mình"),
        ({"managing_body": "X1"}, "không thể là cấp trên của chính mình"),
    ],
)
def test_a_unit_that_no_unit_can_be_is_refused(tmp_path, told, problem):
    bodies, problems = take_in(tmp_path, {"units": [unit(**told)]})

    assert bodies == 0
    assert problem in problems[0]


def test_a_unit_long_known_by_an_odd_code_may_still_end(tmp_path):
    with transaction() as session:
        known = session.scalars(select(Unit).where(Unit.code == "X1")).one()
        known.code = "X/1"
    ended = unit(code="X/1", valid_to=date(2021, 3, 1))

    assert take_in(tmp_path, {"units": [ended]}) == (1, [])


def test_of_one_unit_told_in_two_files_the_later_file_stands(tmp_path):
    new = unit(code="X9", name="Xã Cũ")

    told = take_in(tmp_path, {"units": [new]}, {"units": [new | {"name": "Xã Mới"}]})

    assert told == (2, [])
    assert names("X9") == ["Xã Mới"]


def test_a_parent_may_come_in_another_file(tmp_path):
    child = unit(code="X8", territory="H8", managing_body="H8")
    parent = unit(code="H8", kind="Huyện", territory="T", managing_body="T")

    assert take_in(tmp_path, {"units": [child]}, {"units": [parent]}) == (2, [])


def test_a_contact_older_than_the_one_known_is_refused(tmp_path):
    before = mailboxes("X1")
    told = {"contacts": [contact(since=date(2020, 1, 1))]}

    bodies, [problem] = take_in(tmp_path, told)

    assert bodies == 0
    assert "đã có đầu mối từ ngày 01/03/2020" in problem
    assert mailboxes("X1") == before


def test_of_two_contacts_of_a_role_the_later_takes_over(tmp_path):
    later = contact(email="sau@mau.example", since=date(2020, 6, 1))

    told = take_in(tmp_path, {"contacts": [contact()]}, {"contacts": [later]})

    assert told == (2, [])
    assert mailboxes("X1")[-1] == ("sau@mau.example", date(2020, 6, 1), None)
