from datetime import date

import pytest
from sqlalchemy import event, func, select

from db import organisation
from db.documents import IntakeIssue, Severity
from db.session import engine, transaction
from db.submissions import Submission
from db.units import Unit
from tasks.intake import take_in_files
from tests import factories

DAY = date(2021, 12, 3)
COMMUNES = [f"X{n}" for n in range(2, 8)]
pytestmark = pytest.mark.usefixtures("year")


@pytest.fixture
def committees() -> list[str]:
    """Found six more communes of the district, each with its committee."""
    rows = [
        {
            "code": code,
            "name": f"Xã {code}",
            "kind": "commune",
            "territory": "H1",
            "managing_body": "H1",
            "valid_from": str(factories.BEGAN),
        }
        for code in COMMUNES
    ]
    bodies = [
        row
        | {
            "code": f"{row['code']}-BCD",
            "kind": "steering_committee",
            "territory": row["code"],
            "managing_body": row["code"],
        }
        for row in rows
    ]
    with transaction() as session:
        organisation.take_in_units(session, rows + bodies)
    return [f"{code}-BCD" for code in ("X1", *COMMUNES)]


def figures(unit, **cells):
    same = dict.fromkeys(("tips_total", "tips_valuable", "propaganda_sessions"), 5)
    more = {"propaganda_attendance": 300, "visits": 2, "allowances": 1}
    return {"unit": unit, "period": "Năm", **same, **more, **cells}


def take_in(folder, *rows, name="a.xlsx", day=DAY):
    return take_in_files.fn(
        factories.workbook(folder / name, {"figures": list(rows)}), day
    )


def kept():
    """Return the issues kept, those on which most hangs first."""
    columns = (IntakeIssue.severity, IntakeIssue.place, IntakeIssue.effect)
    order = select(*columns).order_by(func.abs(IntakeIssue.effect).desc())
    with transaction() as session:
        return [tuple(row) for row in session.execute(order)]


def recorded():
    with transaction() as session:
        codes = select(Unit.code).join(Submission, Submission.unit_id == Unit.id)
        return set(session.scalars(codes))


def test_a_unit_far_from_those_that_come_with_it_is_doubted_and_taken(
    tmp_path, committees
):
    first, *others = committees
    rows = [figures(first, propaganda_attendance=30000), *map(figures, others)]

    taken = take_in(tmp_path, *rows)

    assert (taken.rows, taken.issues, taken.warnings) == (7, 0, 1)
    assert taken.doubts[0].startswith(
        "Tệp “a.xlsx”, trang “Số liệu”, ô F2, đơn vị X1-BCD: “Lượt người dự tuyên"
        " truyền” là 30.000, mức giữa của 7 đơn vị cùng loại là 300; xem có"
    )
    assert kept() == [(Severity.WARNING, "ô F2", 29700)]
    assert recorded() == set(committees)


def test_a_unit_is_compared_with_those_that_came_before_it(tmp_path, committees):
    first, *others = committees
    take_in(tmp_path, *map(figures, others))

    taken = take_in(
        tmp_path, figures(first, propaganda_attendance=30000), name="b.xlsx"
    )

    assert (taken.rows, taken.warnings) == (1, 1)


def test_a_district_is_no_peer_of_its_communes(tmp_path, committees):
    take_in(tmp_path, *(figures(each, visits=5) for each in committees))
    above = dict.fromkeys(("tips_total", "tips_valuable", "propaganda_sessions"), 600)
    row = figures("H1-BCD", **above, propaganda_attendance=2100, visits=35)

    taken = take_in(tmp_path, row, name="b.xlsx")

    assert not any("mức giữa" in doubt for doubt in taken.doubts)


def test_a_doubted_row_sent_again_as_it_was_has_been_looked_at(tmp_path, committees):
    wrong = figures(committees[0], tips_total=120, propaganda_sessions=120)
    take_in(tmp_path, wrong)

    again = take_in(tmp_path, wrong, figures(committees[1]), name="b.xlsx")
    changed = take_in(tmp_path, wrong | {"visits": 9}, name="c.xlsx")

    assert (again.warnings, changed.warnings) == (0, 1)


def test_half_a_year_is_not_compared_with_a_whole_one(tmp_path, committees):
    first, *others = committees
    take_in(tmp_path, *map(figures, others))
    half = figures(first, period="6 tháng", propaganda_attendance=30000)

    assert take_in(tmp_path, half, name="b.xlsx").warnings == 0


def test_a_superior_s_figures_are_those_below_it(tmp_path, committees):
    above = figures(
        "H1-BCD", tips_total=35, tips_valuable=30, propaganda_sessions=35,
        propaganda_attendance=2100, visits=14, allowances=7,
    )  # fmt: skip

    taken = take_in(tmp_path, above, *map(figures, committees))

    assert (taken.rows, taken.warnings) == (8, 1)
    assert (
        "ô D2, đơn vị H1-BCD: “Trong đó: tin có giá trị” là 30, 7/7 đơn vị cấp dưới đã"
        " gửi cộng lại là 35; đối chiếu với số của cấp dưới rồi sửa bên ghi sai"
    ) in taken.doubts[0]


def test_a_superior_may_be_ahead_of_those_below_it_but_not_behind(tmp_path, committees):
    take_in(tmp_path, *map(figures, committees[:2]))
    ahead = figures("H1-BCD", propaganda_attendance=700, visits=4, allowances=2) | (
        dict.fromkeys(("tips_total", "tips_valuable", "propaganda_sessions"), 9)
    )

    taken = take_in(tmp_path, ahead, name="b.xlsx")

    assert [doubt.split(": ")[1].split(",")[0] for doubt in taken.doubts] == [
        "“Tin báo của nhân dân” là 9",
        "“Trong đó",
        "“Số buổi tuyên truyền” là 9",
    ]


def test_what_contradicts_itself_is_refused_and_counts_for_nobody(tmp_path, committees):
    above = figures("H1-BCD", tips_valuable=5)
    wrong = figures(committees[0], tips_total=4000, tips_valuable=5000)

    taken = take_in(tmp_path, above, wrong)

    assert (taken.rows, taken.issues, taken.warnings) == (1, 1, 0)
    assert kept() == [(Severity.REFUSED, "ô D3, C3", 1000)]
    assert recorded() == {"H1-BCD"}


def test_the_doubt_on_which_most_hangs_is_told_first(tmp_path, committees):
    first, *others = committees
    take_in(tmp_path, *map(figures, others))
    wrong = figures(first, visits=900, propaganda_attendance=30000)

    taken = take_in(tmp_path, wrong, name="b.xlsx")

    assert kept() == [
        (Severity.WARNING, "ô F2", 29700),
        (Severity.WARNING, "ô G2", 898),
    ]
    assert [doubt.split("“")[3][:4] for doubt in taken.doubts] == ["Lượt", "Số l"]


def test_many_rows_are_compared_by_as_many_statements_as_one(tmp_path, committees):
    statements = []

    def note(*call):
        statements.append(call[2])

    event.listen(engine(), "before_cursor_execute", note)
    take_in(tmp_path, figures(committees[0]))
    one = len(statements)
    statements.clear()
    take_in(tmp_path, *map(figures, committees[1:]), name="b.xlsx")
    event.remove(engine(), "before_cursor_execute", note)

    assert len(statements) == one
