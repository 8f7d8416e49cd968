"""What a person may ask of their own data, step by step; imports nothing slow."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from db import access, households, journal, person_rows, persons, requests, units
from db.access import Kind, Reading
from db.households import Household
from db.obligations import Obligation
from db.persons import Match, parted
from db.requests import PersonalRequest
from db.session import transaction
from rules.errors import UnclearRequestError
from rules.requests import KIND_NAMES, RequestKind, RequestOutcome, Step, Timer, timer
from rules.text import tidy
from rules.timetable import calendar
from tasks.lookup import place_of_households

FIND = "antq person find"
#: The rows of persons by the letter of a key.
SORTS = {
    "H": Kind.HOUSEHOLD,
    "P": Kind.NOMINEE,
    "D": Kind.NOMINEE,
    "C": Kind.MISTAKE,
    "T": Kind.LETTER,
}


@dataclass(frozen=True)
class Approval:
    """Who decided so, and why; an office or a post, never a name."""

    by: str
    reason: str

    def __post_init__(self) -> None:
        if not (tidy(self.by) and tidy(self.reason)):
            raise UnclearRequestError("Còn thiếu lý do hoặc người cho phép.")


def find(asked: str, purpose: str) -> Sequence[Match]:
    """Find where a person's data is; what is shown is written down."""
    if not tidy(asked):
        raise UnclearRequestError("Chưa ghi họ tên, mã hộ hoặc mã hồ sơ cần tìm.")
    with transaction() as session:
        found = persons.find(session, tidy(asked))
        shown = [each.key for each in found]
        note(session, Reading(FIND, purpose), shown)
        return found


def find_households(
    asked: str, place: str, purpose: str, today: date
) -> Sequence[Match]:
    """Find the heads of an area or a commune by the starts of their names.

    In Vietnamese order; what is shown is written down.
    """
    if not tidy(asked):
        raise UnclearRequestError("Chưa ghi họ tên hoặc mã hộ cần tìm.")
    with transaction() as session:
        unit = place_of_households(session, place, today)
        found = households.search(session, unit.id, tidy(asked))
        reading = Reading(FIND, purpose, unit.code)
        access.note(session, reading, Kind.HOUSEHOLD, len(found))
        areas = units.codes(session, {each.area_id for each in found})
        return [
            Match(f"H:{each.code}", each.head, areas[each.area_id], _state(each))
            for each in found
        ]


def _state(household: Household) -> str:
    residing = "đang cư trú" if household.residing else "không cư trú"
    day = household.pledged_on
    return f"{residing}, " + (f"cam kết {day:%d/%m/%Y}" if day else "chưa cam kết")


def note(session: Session, reading: Reading, keys: Sequence[str]) -> None:
    counted = Counter(SORTS[parted(key)[0]] for key in keys)
    for kind, rows in counted.items():
        access.note(session, reading, kind, rows)


def record(
    kind: RequestKind, keys: Sequence[str], reason: str, today: date
) -> tuple[str, Sequence[Timer]]:
    """Write a request down, and let the office owe its two steps in time."""
    timers = [timer(step, today, calendar()) for step in Step]
    with transaction() as session:
        for key in keys:
            _check(session, key)
        asked = requests.record(session, kind, keys, reason, today)
        requests.owe(session, asked.number, timers, today)
        done = f"Nhận yêu cầu {asked.number}: {KIND_NAMES[kind]}"
        journal.write(session, today, done, timers[0].provision.citation)
        return asked.number, timers


def _check(session: Session, key: str) -> None:
    sort, of = parted(key)
    known = sort in SORTS and (sort == "H" or of.isdecimal())
    if not known or not person_rows.show(session, key):
        raise UnclearRequestError(
            f"Không có dữ liệu nào mang khóa “{key}”; lấy khóa từ antq person find."
        )


def answer(number: str, today: date) -> None:
    """Record that who asked was answered."""
    with transaction() as session:
        asked = requests.open_one(session, number)
        asked.answered_on = asked.answered_on or today
        requests.fulfil(session, asked.number, [Step.ANSWER], today)
        journal.write(session, today, f"Đã phản hồi yêu cầu {asked.number}")


def refuse(number: str, approval: Approval, today: date) -> None:
    """Close a request that cannot be granted, and say why."""
    with transaction() as session:
        asked = requests.open_one(session, number)
        close(session, asked, RequestOutcome.REFUSED, approval, today)
        done = f"Từ chối yêu cầu {asked.number}"
        journal.write(session, today, done, approval.reason, approved_by=approval.by)


def close(
    session: Session,
    asked: PersonalRequest,
    outcome: RequestOutcome,
    approval: Approval,
    today: date,
) -> None:
    requests.close(asked, outcome, by=approval.by, ground=approval.reason, on=today)
    requests.fulfil(session, asked.number, list(Step), today)


@dataclass(frozen=True)
class Asked:
    """A request as the office sees it: no name, only keys."""

    number: str
    kind: RequestKind
    keys: Sequence[str]
    asked_on: date
    answer_by: date | None
    answered_on: date | None
    carry_out_by: date | None
    closed_on: date | None
    outcome: RequestOutcome | None


def listed() -> Sequence[Asked]:
    """List every request with its two due dates, the open ones first."""
    with transaction() as session:
        owed = requests.dues(session)
        return [_asked(row, owed) for row in requests.all_of(session)]


def _asked(row: PersonalRequest, owed: Mapping[str, Obligation]) -> Asked:
    answer_ = owed.get(requests.period(row.number, Step.ANSWER))
    carry = owed.get(requests.period(row.number, Step.CARRY_OUT))
    return Asked(
        number=row.number,
        kind=row.kind,
        keys=row.keys,
        asked_on=row.asked_on,
        answer_by=answer_.due if answer_ else None,
        answered_on=row.answered_on,
        carry_out_by=carry.due if carry else None,
        closed_on=row.closed_on,
        outcome=row.outcome,
    )
