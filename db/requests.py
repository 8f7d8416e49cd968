"""What persons asked about their own data, and the office's duties that follow."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import CheckConstraint, func, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from db import cycle, notices, units
from db.base import Base, Key, Texts
from db.cycle import Stage
from db.obligations import OPEN, Obligation
from rules.errors import OutOfTurnError, UnclearRequestError
from rules.ladder import Notice, Rung
from rules.requests import STEP_NAMES, RequestKind, RequestOutcome, Step, Timer

STAGE = "personal_data"
#: So long after its due date is the office still reminded.
_REMINDED_FOR = timedelta(days=90)


class PersonalRequest(Base):
    """A request about one person's data: by the keys of the rows, never by name."""

    __tablename__ = "personal_request"
    __table_args__ = (
        CheckConstraint("cardinality(keys) > 0", name="about_something"),
        CheckConstraint(
            "num_nulls(outcome, closed_on, approved_by, ground) IN (0, 4)",
            name="closed_by_someone_on_a_ground",
        ),
    )

    id: Mapped[Key]
    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[RequestKind]
    keys: Mapped[Texts]
    asked_on: Mapped[date]
    reason: Mapped[str]
    answered_on: Mapped[date | None]
    outcome: Mapped[RequestOutcome | None]
    closed_on: Mapped[date | None]
    approved_by: Mapped[str | None]
    ground: Mapped[str | None]


def record(
    session: Session, kind: RequestKind, keys: Sequence[str], reason: str, today: date
) -> PersonalRequest:
    """Write a request down under the next number of the year."""
    notices.take_turns(session)
    begins = f"YC-{today.year}-"
    named = PersonalRequest.number.startswith(begins)
    before = session.scalars(
        select(func.count()).select_from(PersonalRequest).where(named)
    ).one()
    asked = PersonalRequest(
        number=f"{begins}{before + 1:03}",
        kind=kind,
        keys=list(keys),
        asked_on=today,
        reason=reason,
    )
    session.add(asked)
    session.flush()
    return asked


def owe(session: Session, number: str, timers: Sequence[Timer], today: date) -> None:
    """Let the office owe each step of a request, and tell it so."""
    stage = cycle.stage_of(session, today.year, STAGE)
    office = units.office(session).id
    rows = [
        {
            "year": stage.year,
            "stage_id": stage.id,
            "unit_id": office,
            "duty": stage.duty,
            "period": period(number, each.step),
            "opened_on": today,
            "first_due": each.due.day,
            "due": each.due.day,
            "grace": each.due.day,
            "locks": max(stage.locks, each.due.day + _REMINDED_FOR),
            "derivation": each.due.derivation,
        }
        for each in timers
    ]
    session.execute(insert(Obligation), rows)
    for due in sorted({each.due.day for each in timers}):
        notices.tell(session, stage.id, due, Rung(Notice.OPENED), office, today)


def period(number: str, step: Step) -> str:
    return f"{number} {STEP_NAMES[step]}"


def fulfil(session: Session, number: str, steps: Sequence[Step], today: date) -> None:
    """Record that the office did these steps of a request."""
    periods = [period(number, step) for step in steps]
    stages = select(Stage.id).where(Stage.key == STAGE)
    done = (
        update(Obligation)
        .where(Obligation.stage_id.in_(stages), Obligation.period.in_(periods), *OPEN)
        .values(fulfilled_on=today)
    )
    session.execute(done)


def open_one(session: Session, number: str) -> PersonalRequest:
    """Return a request that is not closed yet, held until this transaction ends."""
    found = session.scalar(
        select(PersonalRequest).filter_by(number=number.upper()).with_for_update()
    )
    if found is None:
        raise UnclearRequestError(
            f"Không có yêu cầu số {number}; antq person list kể các yêu cầu."
        )
    if found.closed_on:
        raise OutOfTurnError(
            f"Yêu cầu {found.number} đã giải quyết ngày {found.closed_on:%d/%m/%Y}."
        )
    return found


def close(
    asked: PersonalRequest, outcome: RequestOutcome, *, by: str, ground: str, on: date
) -> None:
    asked.outcome, asked.closed_on = outcome, on
    asked.approved_by, asked.ground = by, ground
    asked.answered_on = asked.answered_on or on


def all_of(session: Session) -> Sequence[PersonalRequest]:
    """Return every request, the open ones first, then the last first."""
    order = PersonalRequest.closed_on.is_not(None), PersonalRequest.id.desc()
    return session.scalars(select(PersonalRequest).order_by(*order)).all()


def dues(session: Session) -> dict[str, Obligation]:
    """Return the duties of every request, by their period."""
    statement = select(Obligation).join(Stage, Stage.id == Obligation.stage_id)
    rows = session.scalars(statement.where(Stage.key == STAGE))
    return {row.period: row for row in rows}
