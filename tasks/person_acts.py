"""Do what a person asked of their own data: show it, put it right, erase it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db import (
    documents,
    forgetting,
    journal,
    outbox,
    person_changes,
    person_rows,
    requests,
)
from db.access import Reading
from db.person_changes import FIELDS, Change
from db.person_rows import Piece
from db.persons import parted
from db.requests import PersonalRequest
from db.session import in_turn, transaction
from rules.errors import OutOfTurnError, UnclearRequestError
from rules.forms import CellError, Field, FieldType, Value, forms, read_cell
from rules.persons import retention
from rules.provisions import CONFIDENCE_NAMES
from rules.requests import KIND_NAMES, RequestKind, RequestOutcome
from tasks.persons import Approval, close, note

_HEAD = Field("head", "Chủ hộ", FieldType.PERSON, required=True)


def export(number: str, approval: Approval, today: date) -> Sequence[Piece]:
    """Show a person all that is kept of them, and write down that it was shown."""
    with transaction() as session:
        asked = _meant(session, number, RequestKind.EXPORT)
        found = [
            piece for key in asked.keys for piece in person_rows.show(session, key)
        ]
        reading = Reading("antq person export", f"yêu cầu {asked.number}", asked.number)
        note(session, reading, [piece.key for piece in found])
        _done(session, asked, approval, today, rows=len(found))
        return found


@dataclass(frozen=True)
class Corrected:
    """How many rows were put right, and whether each is kept as it was before."""

    rows: int
    keeps_before: bool


def correct(
    number: str, told: Mapping[str, str], approval: Approval, today: date
) -> Corrected:
    """Put fields right in every place; the version before stays as it was sent.

    Not of a household's head, which is put right where it stands.
    """
    with in_turn() as session:
        asked = _meant(session, number, RequestKind.CORRECT)
        changes = _changes(session, asked, told, today)
        try:
            rows = sum(person_changes.apply(session, each, today) for each in changes)
        except IntegrityError as problem:
            raise UnclearRequestError(
                "Đơn vị này đã có người khác cùng họ tên, năm sinh: kiểm tra lại."
            ) from problem
        _done(session, asked, approval, today, rows=rows, fields=", ".join(told))
        return Corrected(rows, all(parted(key)[0] != "H" for key in asked.keys))


def _changes(
    session: Session, asked: PersonalRequest, told: Mapping[str, str], today: date
) -> list[Change]:
    title = f"Yêu cầu đính chính {asked.number}"
    digest = sha256(title.encode()).hexdigest()
    document = documents.register(session, [(digest, title)], today)[digest]
    return [
        Change(key, field, _read(key, field, value), document)
        for key in asked.keys
        for field, value in told.items()
    ]


def _read(key: str, field: str, value: str) -> Value:
    allowed = FIELDS.get(parted(key)[0], frozenset())
    if field not in allowed:
        fields = ", ".join(sorted(allowed)) or "không có trường nào"
        raise UnclearRequestError(
            f"Khóa “{key}” không đính chính được “{field}”; đính chính được: {fields}."
        )
    asks = _HEAD if field == _HEAD.key else forms()["nominee"].asks(field)
    try:
        return read_cell(asks or _HEAD, value)
    except CellError as problem:
        raise UnclearRequestError(f"Giá trị của “{field}” {problem}.") from problem


def erase(number: str, approval: Approval, today: date) -> int:
    """Take a person's data away, unless the law keeps it or a letter is to leave.

    Then nothing is erased.
    """
    with in_turn() as session:
        asked = _meant(session, number, RequestKind.ERASE)
        for key in asked.keys:
            if person_rows.is_rewarded(session, key):
                raise OutOfTurnError(_kept(key, asked.number, today))
            if _is_to_leave(session, key):
                raise OutOfTurnError(_unsent(key))
        rows = sum(_erased(session, key) for key in asked.keys)
        _done(session, asked, approval, today, rows=rows)
        return rows


def _erased(session: Session, key: str) -> int:
    sort, of = parted(key)
    return forgetting.forget_asked(session, sort, [of if sort == "H" else int(of)])


def _is_to_leave(session: Session, key: str) -> bool:
    """Say whether a key is of a letter that still carries the name out of the house."""
    sort, of = parted(key)
    return sort == "T" and outbox.is_waiting(session, int(of))


def _unsent(key: str) -> str:
    return (
        f"Thư {key} chưa gửi; chưa xóa gì. Lượt “Gửi thư” chuyển thư trong giờ hành"
        " chính: đợi thư đi hoặc bị máy chủ từ chối rồi gọi lại lệnh này."
    )


def _kept(key: str, number: str, today: date) -> str:
    ground = retention("awards", today).provision
    known = CONFIDENCE_NAMES[ground.confidence]
    return (
        f"“{key}” đã có quyết định khen thưởng, phải lưu hồ sơ: {ground.citation}"
        f" ({known}). Chưa xóa gì; ghi kết quả bằng antq person refuse {number}."
    )


def _meant(session: Session, number: str, kind: RequestKind) -> PersonalRequest:
    asked = requests.open_one(session, number)
    if asked.kind is not kind:
        raise OutOfTurnError(
            f"Yêu cầu {asked.number} là {KIND_NAMES[asked.kind]},"
            f" không phải {KIND_NAMES[kind]}."
        )
    return asked


def _done(
    session: Session,
    asked: PersonalRequest,
    approval: Approval,
    today: date,
    **facts: str | int,
) -> None:
    close(session, asked, RequestOutcome.DONE, approval, today)
    done = f"Thực hiện yêu cầu {asked.number}: {KIND_NAMES[asked.kind]}"
    told = {"approved_by": approval.by, **facts}
    journal.write(session, today, done, approval.reason, **told)
