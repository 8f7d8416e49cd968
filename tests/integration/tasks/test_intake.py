import email
from datetime import date
from email.policy import default

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from xlsxwriter import Workbook

from db import extensions
from db.documents import Document, IntakeIssue
from db.obligations import Obligation
from db.outbox import Letter
from db.session import transaction
from db.submissions import Submission
from rules.errors import UnreadableFileError
from tasks.intake import take_in_files
from tests import factories

DAY = date(2021, 3, 15)
pytestmark = pytest.mark.usefixtures("year")


def plan(unit="X1-BCD", number="01/KH-BCĐ", on=date(2021, 3, 1)):
    return {"unit": unit, "number": number, "issued_on": on}


def take_in(path, day=DAY):
    return take_in_files.fn(path, day)


def counts() -> tuple[int, ...]:
    with transaction() as session:
        return tuple(
            session.scalar(select(func.count()).select_from(table))
            for table in (Document, Submission, IntakeIssue, Letter)
        )


def plans() -> list[tuple[str, int, date | None]]:
    columns = (Submission.facts, Submission.version, Submission.superseded_on)
    with transaction() as session:
        rows = session.execute(select(*columns).order_by(Submission.id))
        return [(facts["number"], version, until) for facts, version, until in rows]


def told() -> list[tuple[str, str]]:
    with transaction() as session:
        rows = session.execute(
            select(Letter.kind, Letter.recipient).order_by(Letter.id)
        )
        return [(kind, recipient) for kind, recipient in rows]


def test_an_answer_fulfils_the_duty_it_answers(tmp_path, year):
    factories.open_stage("plan_commune")
    with transaction() as session:
        factories.owe(session, "plan_commune", year["X1-BCD"])

    taken = take_in(factories.workbook(tmp_path / "a.xlsx", {"plan": [plan()]}))

    assert (taken.files, taken.rows, taken.issues) == (1, 1, 0)
    with transaction() as session:
        assert session.scalars(select(Obligation.fulfilled_on)).all() == [DAY]


def test_a_broken_workbook_is_told_and_the_others_are_taken_in(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    (tmp_path / "b.xlsx").write_bytes(b"")
    factories.workbook(tmp_path / "c.xlsx", {"plan": [plan()]})

    taken = take_in(tmp_path)

    assert (taken.files, taken.rows, taken.issues) == (3, 1, 2)
    for name, problem in zip(("a", "b"), taken.problems, strict=True):
        assert problem.startswith(
            f"Tệp “{name}.xlsx”: tệp hỏng hoặc không phải bảng tính"
        )
    assert set(told()) == {("correction", factories.address("T-BCD"))}


def test_a_workbook_without_our_sheets_is_told_which_there_are(tmp_path):
    with Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet("Sheet1")

    taken = take_in(tmp_path)

    assert taken.problems[0].startswith(
        "Tệp “a.xlsx”: không có trang nào của biểu mẫu (“"
    )


def test_a_renamed_column_is_told_with_its_sheet_and_cell(tmp_path):
    with Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("Kế hoạch")
        sheet.write_row(0, 0, ["Mã đơn vị", "Số", "Ngày ban hành"])

    taken = take_in(tmp_path)

    assert list(taken.problems) == [
        (
            "Tệp “a.xlsx”, trang “Kế hoạch”, dòng 1: thiếu cột “Số, ký hiệu”;"
            " không đổi tên tiêu đề."
        ),
        (
            "Tệp “a.xlsx”, trang “Kế hoạch”, ô B1: cột này không có trong biểu mẫu"
            " (đang ghi “Số”)."
        ),
    ]


def test_a_unit_nobody_knows_is_told_to_the_one_unit_of_its_file(tmp_path):
    rows = [plan("X9"), plan()]

    take_in(factories.workbook(tmp_path / "a.xlsx", {"plan": rows}))

    assert told() == [("correction", factories.address("X1-BCD"))]


def test_a_unit_nobody_knows_is_told_to_the_office(tmp_path):
    rows = [plan("X9"), plan(), plan("H1-BCD")]

    taken = take_in(factories.workbook(tmp_path / "a.xlsx", {"plan": rows}))

    assert (taken.rows, taken.issues) == (2, 1)
    assert "không có đơn vị mang mã này" in taken.problems[0]
    assert told() == [("correction", factories.address("T-BCD"))]


def test_the_unit_whose_row_is_wrong_is_asked_to_mend_it(tmp_path):
    rows = [plan("X1-A1", number=""), plan()]

    take_in(factories.workbook(tmp_path / "a.xlsx", {"plan": rows}))

    assert told() == [("correction", factories.address("X1-A1"))]


def test_a_plan_dated_before_the_plan_above_is_refused(tmp_path):
    above = plan("H1-BCD", "01/KH", date(2021, 3, 5))
    take_in(factories.workbook(tmp_path / "a.xlsx", {"plan": [above]}))

    taken = take_in(factories.workbook(tmp_path / "b.xlsx", {"plan": [plan()]}))

    assert (taken.rows, taken.issues) == (0, 1)
    assert (
        "kế hoạch ngày 01/03/2021 có trước kế hoạch của cấp trên (ngày 05/03/2021)"
        in taken.problems[0]
    )


def test_plans_that_come_together_are_checked_against_each_other(tmp_path):
    rows = [plan(), plan("H1-BCD", "01/KH", date(2021, 3, 5))]

    taken = take_in(factories.workbook(tmp_path / "a.xlsx", {"plan": rows}))

    assert (taken.rows, taken.issues) == (1, 1)
    assert [number for number, *_ in plans()] == ["01/KH"]


def test_the_same_file_sent_twice_is_taken_in_once(tmp_path):
    file = factories.workbook(tmp_path / "a.xlsx", {"plan": [plan(), plan("X9")]})
    take_in(file)
    before = counts()
    file.rename(tmp_path / "another-name.xlsx")

    taken = take_in(tmp_path)

    assert (taken.files, taken.rows, taken.issues) == (0, 0, 0)
    assert counts() == before


def test_a_row_sent_again_replaces_the_older_one_and_keeps_it(tmp_path):
    take_in(factories.workbook(tmp_path / "a.xlsx", {"plan": [plan()]}))
    corrected = plan(number="02/KH-BCĐ")
    later = date(2021, 3, 17)

    take_in(factories.workbook(tmp_path / "b.xlsx", {"plan": [corrected]}), later)

    assert plans() == [("01/KH-BCĐ", 1, later), ("02/KH-BCĐ", 2, None)]


def test_of_two_files_that_tell_a_row_otherwise_the_later_stands_and_is_doubted(
    tmp_path,
):
    factories.workbook(tmp_path / "a.xlsx", {"plan": [plan()]})
    factories.workbook(
        tmp_path / "b.xlsx", {"plan": [plan(number="02/KH-BCĐ"), plan("X1-A1")]}
    )
    factories.workbook(tmp_path / "c.xlsx", {"plan": [plan("X1-A1")]})

    taken = take_in(tmp_path)

    assert plans() == [
        ("01/KH-BCĐ", 1, DAY),
        ("01/KH-BCĐ", 1, None),
        ("02/KH-BCĐ", 2, None),
    ]
    assert (taken.rows, taken.issues) == (3, 0)
    [doubt] = taken.doubts
    assert doubt.startswith("Tệp “b.xlsx”, trang “Kế hoạch”, dòng 2")
    assert "khác với dòng 2 của tệp “a.xlsx” nhận cùng lúc" in doubt


def test_a_unit_is_judged_beside_what_its_superior_told_last(tmp_path):
    above, mended = (plan("H1-BCD", on=date(2021, month, 10)) for month in (3, 2))
    factories.workbook(tmp_path / "a.xlsx", {"plan": [above]})
    factories.workbook(tmp_path / "b.xlsx", {"plan": [mended]})
    factories.workbook(tmp_path / "c.xlsx", {"plan": [plan(on=date(2021, 2, 20))]})

    taken = take_in(tmp_path)

    assert (taken.rows, taken.issues, taken.warnings) == (3, 0, 1)


def test_a_row_sent_again_unchanged_is_no_new_version(tmp_path):
    take_in(factories.workbook(tmp_path / "a.xlsx", {"plan": [plan()]}))
    other = plan("X1-A1")

    taken = take_in(factories.workbook(tmp_path / "b.xlsx", {"plan": [plan(), other]}))

    assert taken.rows == 1
    assert [version for _, version, _ in plans()] == [1, 1]


def test_points_that_no_scoring_table_has_room_for_are_refused_at_the_door(tmp_path):
    def points(item: str, own: int, unit: str = "CQ1") -> dict[str, object]:
        return {"unit": unit, "item": item, "self_score": own}

    rows = [points("1", 75), points("Tổng", 75), points("1", 75, "X1-BCD")]
    above = factories.workbook(
        tmp_path / "b.xlsx", {"score": [points("I.1", 11, "X1")]}
    )
    score = factories.workbook(tmp_path / "a.xlsx", {"score": rows})

    [refused] = take_in(above).problems
    assert "dòng 2, đơn vị X1: Mục I.1: điểm 11 vượt điểm chuẩn 10;" in refused
    taken = take_in(score)
    assert taken.rows == 1
    strange, misplaced = taken.problems
    assert "dòng 3, đơn vị CQ1: mã mục “Tổng” không có trong bảng điểm" in strange
    assert "dòng 4, đơn vị X1-BCD: mã X1-BCD là của “Ban Chỉ đạo" in misplaced


def test_an_answer_after_its_stage_is_locked_is_refused(tmp_path, year):
    factories.open_stage("plan_commune", due=date(2021, 3, 10), locks=date(2021, 3, 12))
    with transaction() as session:
        factories.owe(session, "plan_commune", year["X1-BCD"])

    taken = take_in(factories.workbook(tmp_path / "a.xlsx", {"plan": [plan()]}))

    assert (taken.rows, taken.issues) == (0, 1)
    assert "đã khóa nhận từ sau ngày 12/03/2021" in taken.problems[0]


def test_a_unit_put_off_beyond_the_lock_may_answer_until_its_own(tmp_path, year):
    factories.open_stage(
        "plan_commune", due=date(2021, 3, 10), grace=date(2021, 3, 10),
        locks=date(2021, 3, 12),
    )  # fmt: skip
    with transaction() as session:
        owed = factories.owe(session, "plan_commune", year["X1-BCD"])
        extensions.extend(
            session,
            [owed.id],
            DAY,
            reason="mưa lũ",
            approved_by="Trưởng ban",
            today=date(2021, 3, 13),
        )

    taken = take_in(factories.workbook(tmp_path / "a.xlsx", {"plan": [plan()]}))

    assert (taken.rows, taken.issues) == (1, 0)
    with transaction() as session:
        [owed] = session.scalars(select(Obligation))
        assert (owed.fulfilled_on, owed.late) == (DAY, True)


def test_nothing_is_half_written_when_the_end_fails(tmp_path):
    with transaction() as session:
        session.execute(
            text("ALTER TABLE letter ADD CONSTRAINT full_disk CHECK (false)")
        )
    before = counts()
    file = factories.workbook(tmp_path / "a.xlsx", {"plan": [plan(), plan("X9")]})

    with pytest.raises(DBAPIError, match="full_disk"):
        take_in(file)
    assert counts() == before

    with transaction() as session:
        session.execute(text("ALTER TABLE letter DROP CONSTRAINT full_disk"))
    assert take_in(file).rows == 1


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UnreadableFileError, match="Không thấy tệp hoặc thư mục “"):
        take_in(tmp_path / "khong-co")


@pytest.mark.parametrize("form", ["plan", "units", "contacts"])
def test_who_sends_an_empty_sheet_is_told(tmp_path, form):
    taken = take_in(factories.workbook(tmp_path / "a.xlsx", {form: []}))

    assert list(taken.problems) == [
        "Tệp “a.xlsx”: chưa dòng nào được điền; hãy điền biểu rồi gửi lại."
    ]


def test_a_letter_counts_the_good_rows_of_its_own_files_only(tmp_path):
    mine = [plan(), plan("X1-A1", number="")]
    factories.workbook(tmp_path / "a.xlsx", {"plan": mine})
    factories.workbook(tmp_path / "b.xlsx", {"plan": [plan("H1-BCD"), plan("CQ1")]})

    take_in(tmp_path)

    with transaction() as session:
        [content] = session.scalars(select(Letter.content)).all()
    message = email.message_from_bytes(content, policy=default)
    assert (
        "; 01 dòng khác của tệp đã nhận." in message.get_body(("plain",)).get_content()
    )
