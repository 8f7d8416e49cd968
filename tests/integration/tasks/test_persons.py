"""A person's own data: found, shown, put right, erased, in time and in writing."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from db.access import Access
from db.commendations import Nomination, Person
from db.cycle import Stage
from db.documents import Document
from db.households import Household
from db.journal import Entry
from db.notices import Notice
from db.obligations import Obligation
from db.outbox import Letter
from db.session import transaction
from db.submissions import Submission
from rules.errors import OutOfTurnError, UnclearRequestError
from rules.persons import ERASED
from rules.requests import RequestKind, RequestOutcome
from tasks import person_acts, persons
from tasks.commendations import judge_retold, nominate
from tasks.decisions import record_decisions
from tasks.intake import take_in_files
from tasks.person_acts import Corrected
from tasks.persons import Approval
from tasks.planning import due_today
from tests import factories
from tests.integration.tasks.test_access import AWARD, DECISION
from tests.integration.tasks.test_commendations import (
    MEDAL,
    NOMINEE,
    PROPOSED,
    SERVICE,
    give,
)

#: A Wednesday; two working days and fifteen days later.
ASKED, ANSWER, CARRY_OUT = date(2021, 5, 5), date(2021, 5, 7), date(2021, 5, 20)
NAME, HEAD = "Nguyễn Thị Đậu", "Nguyễn Thị Đậu Em"
APPROVED = Approval("Phó Trưởng ban thường trực", "theo đơn")
PLEDGES = "ma_ho,chu_ho,ma_khu_dan_cu,dang_cu_tru,ngay_cam_ket"


@pytest.fixture
def told(year: dict[str, int], tmp_path: Path) -> dict[str, int]:
    """Have one nominee, one household and one wrong cell of nearly one name."""
    factories.open_stage("knc_nomination")
    factories.open_stage("personal_data")
    row = f"H1,{HEAD},X1-A1,1,2021-03-01"
    (tmp_path / "ho.csv").write_text(f"{PLEDGES}\n{row}\n", "utf-8")
    nominee = NOMINEE | {"full_name": NAME, "sex": "Nữ"}
    wrong = nominee | {"reference": "X1-09", "birth_year": f"{NAME} 1970"}
    sheets = {"nominee": [nominee, wrong], "service": [SERVICE]}
    factories.workbook(tmp_path / "de-cu.xlsx", sheets)
    take_in_files.fn(tmp_path, PROPOSED)
    nominate.fn(2021, MEDAL, PROPOSED)
    with transaction() as session:
        session.execute(text("UPDATE letter SET status = 'sent'"))
    return year


def key(sort: str) -> str:
    found = persons.find(NAME, "kiểm tra")
    return next(each.key for each in found if each.key.startswith(sort))


def asked(kind: RequestKind, *sorts: str) -> str:
    return persons.record(kind, [key(sort) for sort in sorts], "đơn", ASKED)[0]


def seen() -> list[tuple[str, str, int, str]]:
    columns = Access.via, Access.kind, Access.rows, Access.scope
    with transaction() as session:
        rows = session.execute(select(*columns).order_by(Access.id))
        return [tuple(row) for row in rows]


def duties() -> dict[str, tuple[date, date | None]]:
    rows = select(Obligation.period, Obligation.due, Obligation.fulfilled_on)
    with transaction() as session:
        told = session.execute(rows.filter_by(duty="personal_data"))
        return {period: (due, done) for period, due, done in told}


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("written", [NAME, "nguyen thi dau", "NGUYỄN  THỊ ĐẬU"])
def test_a_person_is_found_in_every_place_with_marks_or_without(written):
    found = persons.find(written, "kiểm tra")

    assert [each.key.partition(":")[0] for each in found] == ["C", "H", "P", "T"]


@pytest.mark.usefixtures("told")
def test_a_household_and_a_proposal_are_found_by_their_own_codes():
    assert [each.key for each in persons.find("h1", "kiểm tra")] == ["H:H1"]
    assert [each.name for each in persons.find("x1-01", "kiểm tra")] == [NAME]
    assert persons.find("Đậu Nguyễn", "kiểm tra") == []


@pytest.mark.usefixtures("told")
def test_finding_leaves_a_line_a_kind_and_no_name():
    before = len(seen())

    persons.find(NAME, "kiểm tra")

    assert sorted(seen()[before:]) == [
        ("antq person find", "household", 1, "toàn tỉnh"),
        ("antq person find", "letter", 1, "toàn tỉnh"),
        ("antq person find", "mistake", 1, "toàn tỉnh"),
        ("antq person find", "nominee", 1, "toàn tỉnh"),
    ]


@pytest.mark.usefixtures("told")
def test_a_request_is_two_duties_of_the_office_and_it_is_told_at_once():
    number = asked(RequestKind.EXPORT, "P")

    assert number == "YC-2021-001"
    assert duties() == {
        f"{number} phản hồi": (ANSWER, None),
        f"{number} thực hiện": (CARRY_OUT, None),
    }
    with transaction() as session:
        told = session.execute(select(Notice.rung, Notice.recipient)).all()
    assert told == [("opened", factories.address("T-BCD"))] * 2

    persons.answer(number, ANSWER)

    assert duties()[f"{number} phản hồi"] == (ANSWER, ANSWER)
    assert duties()[f"{number} thực hiện"] == (CARRY_OUT, None)


@pytest.mark.usefixtures("told")
def test_a_request_left_alone_is_reminded_of_as_any_duty():
    asked(RequestKind.EXPORT, "P")
    with transaction() as session:
        stage = session.scalar(select(Stage.id).filter_by(key="personal_data"))

    reminded = {
        day: [
            (each.due, str(each.rung))
            for each in due_today(day).reminding
            if each.stage_id == stage
        ]
        for day in (date(2021, 5, 6), date(2021, 5, 10), date(2021, 5, 19))
    }

    assert reminded == {
        date(2021, 5, 6): [(ANSWER, "reminder:1")],
        date(2021, 5, 10): [(ANSWER, "overdue:-1")],
        date(2021, 5, 19): [(ANSWER, "overdue:-5"), (CARRY_OUT, "reminder:1")],
    }


@pytest.mark.usefixtures("told")
def test_a_person_is_shown_all_that_is_kept_of_them():
    number = asked(RequestKind.EXPORT, "P", "H")

    pieces = person_acts.export(number, APPROVED, CARRY_OUT)

    places = [each.place for each in pieces]
    assert places == [
        "Người được đề nghị",
        "Hồ sơ đề nghị",
        "Dòng đơn vị đã gửi",
        "Dòng đơn vị đã gửi",
        "Hộ gia đình",
    ]
    assert pieces[0].facts["Họ và tên"] == NAME
    assert pieces[2].facts["Họ và tên"] == NAME
    assert pieces[2].facts["Đang trong thời gian tạm dừng xét"] == "Không"
    assert pieces[3].facts["Công việc"] == "Lãnh đạo"
    assert (pieces[-1].facts["Chủ hộ"], pieces[-1].facts["Đang cư trú"]) == (HEAD, "Có")
    assert seen()[-2:] == [
        ("antq person export", "nominee", 4, number),
        ("antq person export", "household", 1, number),
    ]
    assert {done for _, done in duties().values()} == {CARRY_OUT}
    assert persons.listed()[0].outcome is RequestOutcome.DONE


@pytest.mark.usefixtures("told")
def test_what_is_put_right_is_a_new_version_and_the_one_before_is_kept():
    number = asked(RequestKind.CORRECT, "P")

    done = person_acts.correct(number, {"full_name": "Nguyễn Thị Đào"}, APPROVED, ASKED)

    assert done.keeps_before
    name = Submission.facts["full_name"].astext
    with transaction() as session:
        versions = session.execute(
            select(Submission.version, name, Submission.superseded_on)
            .where(Submission.form == "nominee")
            .order_by(Submission.version)
        )
        assert versions.all() == [(1, NAME, ASKED), (2, "Nguyễn Thị Đào", None)]
        assert session.scalars(select(Person.full_name)).all() == ["Nguyễn Thị Đào"]
    judge_retold.fn(ASKED)
    with transaction() as session:
        assert len(session.scalars(select(Person)).all()) == 1
        assert session.scalars(select(Nomination.reference)).all() == ["X1-01"]


def list_award(tmp_path: Path, day: date, **changes: object) -> None:
    """List one more of the nominee's name under a decision that is yet to come."""
    row = AWARD | {"full_name": NAME, "sex": "Nữ"} | changes
    file = factories.workbook(tmp_path / f"{changes}.xlsx", {"award": [row]})
    take_in_files.fn(file, day)


@pytest.mark.usefixtures("told")
def test_an_award_of_a_namesake_of_another_unit_is_neither_shown_nor_rewritten(
    tmp_path,
):
    list_award(tmp_path, PROPOSED)
    list_award(tmp_path, PROPOSED, awarded_unit="CQ1")
    exported = asked(RequestKind.EXPORT, "P")
    corrected = asked(RequestKind.CORRECT, "P")
    found = persons.find(NAME, "kiểm tra")

    pieces = person_acts.export(exported, APPROVED, ASKED)
    person_acts.correct(corrected, {"full_name": "Nguyễn Thị Đào"}, APPROVED, ASKED)

    assert [each.unit for each in found if each.key.startswith("D")] == ["T"]
    rows = [each.facts for each in pieces if each.place == "Dòng đơn vị đã gửi"]
    units = [row["Mã đơn vị"] for row in rows if "Mã đơn vị" in row]
    assert units == ["X1"]
    unit, name = (Submission.facts[key].astext for key in ("awarded_unit", "full_name"))
    with transaction() as session:
        stands = select(unit, name).where(
            Submission.form == "award", Submission.superseded_on.is_(None)
        )
        assert dict(session.execute(stands).all()) == {
            "X1": "Nguyễn Thị Đào",
            "CQ1": NAME,
        }


@pytest.mark.usefixtures("told")
def test_a_head_put_right_leaves_the_household_on_the_line_of_its_own_list():
    origin = select(Household.head, Document.name, Household.line).join(
        Document, Document.id == Household.document_id
    )
    number = asked(RequestKind.CORRECT, "H")

    done = person_acts.correct(number, {"head": "Nguyễn Thị Đào"}, APPROVED, ASKED)

    assert done == Corrected(rows=1, keeps_before=False)
    with transaction() as session:
        assert session.execute(origin).all() == [("Nguyễn Thị Đào", "ho.csv", 2)]


@pytest.mark.usefixtures("told")
def test_a_wrong_value_is_refused_and_nothing_is_changed():
    number = asked(RequestKind.CORRECT, "P", "H")

    with pytest.raises(UnclearRequestError, match="“birth_year” cần một số nguyên"):
        person_acts.correct(number, {"birth_year": "bảy"}, APPROVED, ASKED)
    with pytest.raises(UnclearRequestError, match=r"đính chính được: head\."):
        person_acts.correct(number, {"full_name": "A"}, APPROVED, ASKED)

    with transaction() as session:
        assert session.scalars(select(Person.full_name)).all() == [NAME]


@pytest.mark.usefixtures("told")
def test_who_asks_is_forgotten_in_every_place_that_was_found():
    number = asked(RequestKind.ERASE, "P", "H", "C", "T")

    person_acts.erase(number, APPROVED, ASKED)

    assert persons.find(NAME, "kiểm tra") == []
    with transaction() as session:
        assert session.scalars(select(Household.head)).all() == [ERASED]
        assert session.scalars(select(Nomination.achievement)).all() == [ERASED]
        facts = session.scalars(select(Submission.facts).filter_by(form="nominee"))
        assert facts.one().keys() >= {"reference", "award", "category"}


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("status", ["queued", "sending", "deferred"])
def test_nothing_is_erased_while_a_letter_that_names_them_is_still_to_leave(status):
    number = asked(RequestKind.ERASE, "P", "T")
    with transaction() as session:
        session.execute(update(Letter).values(status=status))

    with pytest.raises(OutOfTurnError, match=r"^Thư T:\d+ chưa gửi; chưa xóa gì"):
        person_acts.erase(number, APPROVED, ASKED)

    assert [each.key[0] for each in persons.find(NAME, "kiểm tra")] == list("CHPT")
    assert persons.listed()[0].outcome is None
    with transaction() as session:
        session.execute(update(Letter).values(status="sent"))
    person_acts.erase(number, APPROVED, ASKED)
    assert [each.key[0] for each in persons.find(NAME, "kiểm tra")] == list("CH")


def listed_names() -> list[str]:
    """Return all that the rows of the lists of awards say, under which item."""
    with transaction() as session:
        rows = select(Submission.item, Submission.facts).filter_by(form="award")
        return [f"{item} {facts}" for item, facts in session.execute(rows)]


@pytest.mark.usefixtures("told")
def test_who_was_listed_and_never_rewarded_is_forgotten_with_the_name_in_the_item(
    tmp_path,
):
    for born in (1970, 1971):  # Told otherwise once: two versions.
        list_award(tmp_path, PROPOSED, awarded_unit="CQ1", birth_year=born)
    list_award(tmp_path, PROPOSED, awarded_unit="CQ1", full_name=f"{NAME} Hai")
    keys = [each.key for each in persons.find(NAME, "kiểm tra") if each.key[0] == "D"]
    number = persons.record(RequestKind.ERASE, keys, "đơn", ASKED)[0]

    assert person_acts.erase(number, APPROVED, ASKED) == 3

    assert len(keys) == 2
    told = listed_names()
    assert NAME not in "".join(told)
    assert all("12/QĐ-UBND//CQ1/" in each for each in told)
    assert [each.key[0] for each in persons.find(NAME, "kiểm tra")] == list("CHPT")


@pytest.mark.usefixtures("told")
def test_a_person_proposed_and_listed_but_not_rewarded_is_forgotten_in_the_list_too(
    tmp_path,
):
    list_award(tmp_path, PROPOSED)

    person_acts.erase(asked(RequestKind.ERASE, "P"), APPROVED, ASKED)

    assert NAME not in "".join(listed_names())


@pytest.mark.usefixtures("told")
def test_who_was_listed_and_is_rewarded_meanwhile_is_kept_by_law(tmp_path, monkeypatch):
    monkeypatch.setenv("ANTQ_OUT", str(tmp_path / "out"))
    list_award(tmp_path, PROPOSED, awarded_unit="CQ1")
    number = asked(RequestKind.ERASE, "D")
    file = tmp_path / "qd.xlsx"
    factories.workbook(file, {"decision": [DECISION | {"signed_on": PROPOSED}]})
    take_in_files.fn(file, PROPOSED)
    record_decisions.fn(2021, PROPOSED)

    with pytest.raises(OutOfTurnError, match="khen thưởng, phải lưu"):
        person_acts.erase(number, APPROVED, ASKED)

    assert NAME in "".join(listed_names())


@pytest.mark.usefixtures("told")
def test_what_was_erased_stays_so_when_its_unit_sends_the_same_again(tmp_path):
    again = tmp_path / "lai"
    again.mkdir()
    row = f"H1,{HEAD},X1-A1,0,2021-03-01"
    (again / "ho.csv").write_text(f"{PLEDGES}\n{row}\n", "utf-8")
    nominees = [NOMINEE | {"full_name": NAME, "position": "Phó Chủ tịch"}]
    nominees += [NOMINEE | {"reference": "X1-05", "full_name": "Lê Văn Khác"}]
    factories.workbook(again / "de-cu.xlsx", {"nominee": nominees})
    person_acts.erase(asked(RequestKind.ERASE, "P", "H"), APPROVED, ASKED)

    taken = take_in_files.fn(again, ASKED)

    assert (taken.rows, taken.households, taken.issues) == (1, 1, 1)
    assert "dòng 2, đơn vị X1: đã xóa theo yêu cầu của người này;" in taken.problems[0]
    with transaction() as session:
        households = session.execute(select(Household.head, Household.residing))
        assert households.all() == [(ERASED, False)]
        names = select(Submission.facts["full_name"].astext).filter_by(form="nominee")
        assert set(session.scalars(names)) == {ERASED, "Lê Văn Khác"}
    assert [each.key[0] for each in persons.find(NAME, "kiểm tra")] == list("CT")
    assert take_in_files.fn(again, ASKED, again=True).households == 0


def test_a_reward_is_kept_by_law_and_its_refusal_says_which(told):
    number = asked(RequestKind.ERASE, "P", "H")
    with transaction() as session:
        give(session, session.scalars(select(Nomination)).one(), told["T"])

    with pytest.raises(OutOfTurnError, match=r"khen thưởng, phải lưu.*chưa xác nhận"):
        person_acts.erase(number, APPROVED, ASKED)
    with transaction() as session:
        assert session.scalars(select(Household.head)).all() == [HEAD]

    persons.refuse(number, APPROVED, ASKED)

    assert persons.listed()[0].outcome is RequestOutcome.REFUSED
    assert {done for _, done in duties().values()} == {ASKED}


@pytest.mark.usefixtures("told")
def test_no_name_stands_in_the_journal_in_a_duty_or_in_a_request():
    number = asked(RequestKind.CORRECT, "P")
    person_acts.correct(number, {"full_name": "Nguyễn Thị Đào"}, APPROVED, ASKED)

    with transaction() as session:
        lines = [vars(row) for row in session.scalars(select(Entry))]
        tables = "obligation", "notice", "personal_request", "access"
        rows = [
            session.execute(text(f"SELECT t::text FROM {table} t")).scalars().all()  # noqa: S608 - our own tables
            for table in tables
        ]
    assert "Nguyễn" not in repr([lines, rows])


@pytest.mark.usefixtures("told")
def test_a_request_closed_is_closed_once_and_only_as_it_was_asked():
    number = asked(RequestKind.EXPORT, "P")

    with pytest.raises(OutOfTurnError, match="là cung cấp dữ liệu, không phải xóa"):
        person_acts.erase(number, APPROVED, ASKED)
    person_acts.export(number, APPROVED, ASKED)
    with pytest.raises(OutOfTurnError, match="đã giải quyết ngày 05/05/2021"):
        person_acts.export(number, APPROVED, ASKED)


@pytest.mark.usefixtures("told")
def test_a_key_of_nobody_is_not_asked_about():
    for wrong in ("P:999", "Q:1", "Nguyễn", "P:x"):
        with pytest.raises(UnclearRequestError, match="Không có dữ liệu nào mang khóa"):
            persons.record(RequestKind.EXPORT, [wrong], "đơn", ASKED)
