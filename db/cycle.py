"""The year's stages, who owes them, and who has answered."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Computed,
    ForeignKey,
    UniqueConstraint,
    func,
    insert,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.dialects.postgresql import insert as insert_new
from sqlalchemy.orm import Mapped, Session, mapped_column

from db.base import Base, Key, Marks
from db.units import MOVEMENT_ROLE, Unit, in_scope, owned_by
from rules import agenda
from rules.cycle import CyclePlan, Ladder, Owner, StageStatus
from rules.errors import OutOfTurnError


class Cycle(Base):
    __tablename__ = "cycle"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    grading: Mapped[str]
    started_on: Mapped[date]
    lived_until: Mapped[date | None]
    #: Makes this installation's verification codes impossible to guess.
    seal: Mapped[UUID] = mapped_column(server_default=func.gen_random_uuid())


class Stage(Base):
    """A part of the year; its dates are frozen when the year starts."""

    __tablename__ = "stage"
    __table_args__ = (
        UniqueConstraint("year", "key"),
        CheckConstraint("opens <= due AND due <= locks", name="dates_in_order"),
    )

    id: Mapped[Key]
    year: Mapped[int] = mapped_column(ForeignKey("cycle.year"))
    key: Mapped[str]
    title: Mapped[str]
    duty: Mapped[str]
    period: Mapped[str]
    owed_by: Mapped[list[str]] = mapped_column(ARRAY(TEXT))
    act: Mapped[str | None]
    how: Mapped[str]
    opens: Mapped[date]
    due: Mapped[date]
    derivation: Mapped[str]
    locks: Mapped[date]
    remind: Mapped[Marks]
    overdue: Mapped[Marks]
    escalate: Mapped[Marks]
    source: Mapped[str]
    confidence: Mapped[str]
    status: Mapped[StageStatus] = mapped_column(default=StageStatus.WAITING)


class Obligation(Base):
    """One unit's duty in one period. Late stays late; the first due date is kept."""

    __tablename__ = "obligation"
    __table_args__ = (
        UniqueConstraint("year", "unit_id", "duty", "period"),
        CheckConstraint("due >= first_due", name="never_shortened"),
        CheckConstraint(
            "(waived_on IS NULL) = (waived_ground IS NULL)", name="waived_on_a_ground"
        ),
        CheckConstraint(
            "(due = first_due) = (extended_by IS NULL)", name="extended_by_someone"
        ),
        CheckConstraint(
            "fulfilled_on IS NULL OR waived_on IS NULL", name="fulfilled_or_waived"
        ),
    )

    id: Mapped[Key]
    year: Mapped[int]
    stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    duty: Mapped[str]
    period: Mapped[str]
    opened_on: Mapped[date]
    first_due: Mapped[date]
    due: Mapped[date]
    derivation: Mapped[str]
    fulfilled_on: Mapped[date | None]
    late: Mapped[bool | None] = mapped_column(
        Computed("fulfilled_on > due", persisted=True)
    )
    waived_on: Mapped[date | None]
    waived_ground: Mapped[str | None]
    extended_by: Mapped[str | None]
    extension_reason: Mapped[str | None]

    @property
    def is_open(self) -> bool:
        return self.fulfilled_on is None and self.waived_on is None


OPEN = (Obligation.fulfilled_on.is_(None), Obligation.waived_on.is_(None))


def start(session: Session, plan: CyclePlan, today: date) -> bool:
    """Write a year's plan down, unless it is there; say whether it was new."""
    statement = insert_new(Cycle).values(
        year=plan.year, grading=plan.grading, started_on=today
    )
    added = statement.on_conflict_do_nothing().returning(Cycle.year)
    if session.scalar(added) is None:
        return False
    rows = [
        {
            "year": plan.year,
            "key": stage.key,
            "title": stage.title,
            "duty": stage.duty,
            "period": stage.period,
            "owed_by": [str(owner) for owner in stage.owed_by],
            "act": stage.act,
            "how": stage.how,
            "opens": stage.opens,
            "due": stage.due.day,
            "derivation": stage.due.derivation,
            "locks": stage.locks,
            "remind": list(stage.ladder.remind),
            "overdue": list(stage.ladder.overdue),
            "escalate": list(stage.ladder.escalate),
            "source": stage.source,
            "confidence": stage.confidence,
        }
        for stage in plan.stages
    ]
    session.execute(insert(Stage), rows)
    return True


def cycle_of(session: Session, year: int) -> Cycle:
    cycle = session.get(Cycle, year)
    if cycle is None:
        raise OutOfTurnError(
            f"Năm {year} chưa bắt đầu: chạy “Bắt đầu năm” trước rồi làm lại việc này."
        )
    return cycle


def stage_of(session: Session, year: int, key: str) -> Stage:
    cycle_of(session, year)
    return session.scalars(select(Stage).filter_by(year=year, key=key)).one()


def acts(session: Session, year: int, act: str, period: str) -> Stage:
    """Return the stage a flow of the secretariat fulfils; refuse it before its day."""
    cycle_of(session, year)
    stage = session.scalar(
        select(Stage).filter_by(year=year, act=act).where(Stage.period == period)
    )
    if stage is None:
        raise OutOfTurnError(f"Chu trình năm {year} không có việc này, kỳ “{period}”.")
    if stage.status is StageStatus.WAITING:
        raise OutOfTurnError(
            f"Chưa đến lượt “{stage.title}”: giai đoạn mở ngày {stage.opens:%d/%m/%Y}."
        )
    return stage


def stages_today(session: Session, today: date) -> list[agenda.Stage]:
    """Take the picture the rules look at."""
    silent = _silent(session, today)
    unfinished = (
        select(Stage)
        .where(Stage.status != StageStatus.CLOSED, Stage.opens <= today)
        .order_by(Stage.opens, Stage.id)
    )
    return [
        agenda.Stage(
            id=row.id,
            status=row.status,
            opens=row.opens,
            due=row.due,
            locks=row.locks,
            ladder=Ladder(tuple(row.remind), tuple(row.overdue), tuple(row.escalate)),
            silent=tuple(silent.get(row.id, ())),
        )
        for row in session.scalars(unfinished)
    ]


#: A unit no letter can reach keeps no rung open: it is the office's to find.
_SILENT = text("""
    WITH silent AS (
        SELECT o.id, o.stage_id, o.due, o.opened_on = :today AS fresh,
               c.id IS NOT NULL AND o.opened_on < :today AS reachable
        FROM obligation o
        LEFT JOIN contact c ON c.unit_id = o.unit_id AND c.role = :role
             AND c.valid_from <= :today
             AND coalesce(c.valid_to, 'infinity') >= :today
        WHERE o.fulfilled_on IS NULL AND o.waived_on IS NULL
    ), told AS (
        SELECT s.stage_id, s.due, n.rung, count(DISTINCT s.id) AS duties
        FROM silent s JOIN notice n ON n.obligation_id = s.id AND s.reachable
        GROUP BY s.stage_id, s.due, n.rung
    ), counted AS (
        SELECT stage_id, due, count(*) AS duties, bool_and(fresh) AS fresh,
               count(*) FILTER (WHERE reachable) AS reachable
        FROM silent GROUP BY stage_id, due
    )
    SELECT c.stage_id, c.due, c.duties, c.fresh,
           coalesce(array_agg(t.rung) FILTER (WHERE t.duties >= c.reachable), '{}')
    FROM counted c LEFT JOIN told t USING (stage_id, due)
    GROUP BY c.stage_id, c.due, c.duties, c.fresh ORDER BY c.stage_id, c.due
""")


def _silent(session: Session, today: date) -> dict[int, list[agenda.Silence]]:
    silent: dict[int, list[agenda.Silence]] = {}
    facts = {"role": MOVEMENT_ROLE, "today": today}
    for stage_id, due, units, fresh, told in session.execute(_SILENT, facts):
        silence = agenda.Silence(due, units, frozenset(told), fresh)
        silent.setdefault(stage_id, []).append(silence)
    return silent


def create_obligations(session: Session, stage: Stage, today: date) -> int:
    """Give every unit in scope its duty, in one statement; return how many are new."""
    owners = [Owner.parse(text) for text in stage.owed_by]
    if not owners:
        return 0
    duties = select(
        literal(stage.year),
        literal(stage.id),
        Unit.id,
        literal(stage.duty),
        literal(stage.period),
        literal(today),
        literal(stage.due),
        literal(stage.due),
        literal(stage.derivation),
    ).where(in_scope(today), owned_by(owners))
    columns = ["year", "stage_id", "unit_id", "duty", "period"]
    columns += ["opened_on", "first_due", "due", "derivation"]
    statement = insert_new(Obligation).from_select(columns, duties)
    added = statement.on_conflict_do_nothing().returning(Obligation.id)
    return len(session.execute(added).all())


def fulfil_act(session: Session, stage: Stage, today: date) -> bool:
    """Record that the secretariat's own duty is done; say whether it was not yet."""
    done = (
        update(Obligation)
        .where(Obligation.stage_id == stage.id, *OPEN)
        .values(fulfilled_on=today)
    )
    return bool(session.scalars(done.returning(Obligation.id)).all())


def due_stages(session: Session, year: int) -> Sequence[Stage]:
    statement = select(Stage).filter_by(year=year).order_by(Stage.opens, Stage.id)
    return session.scalars(statement).all()


def mark_lived(session: Session, today: date) -> None:
    """Remember the last day that was lived to its end."""
    session.execute(
        update(Cycle)
        .where(Cycle.year == today.year)
        .where(func.coalesce(Cycle.lived_until, date.min) < today)
        .values(lived_until=today)
    )


def stages_by_id(session: Session, ids: Iterable[int]) -> dict[int, Stage]:
    statement = select(Stage).where(Stage.id.in_(list(ids)))
    return {stage.id: stage for stage in session.scalars(statement)}


def stage_for(session: Session, year: int, duty: str, period: str) -> Stage:
    statement = select(Stage).filter_by(year=year, duty=duty, period=period)
    return session.scalars(statement).one()


def open_dues(session: Session, stage_id: int) -> Sequence[date]:
    """Return the due dates of a stage's unanswered duties."""
    statement = select(Obligation.due).where(Obligation.stage_id == stage_id, *OPEN)
    return session.scalars(statement.distinct().order_by(Obligation.due)).all()


def acts_open(session: Session, year: int, today: date) -> Sequence[Stage]:
    """Return the acts of the secretariat that are open and not done, in order."""
    undone = select(Obligation.stage_id).where(*OPEN)
    statement = (
        select(Stage)
        .filter_by(year=year, status=StageStatus.OPEN)
        .where(Stage.act.is_not(None), Stage.opens <= today, Stage.id.in_(undone))
        .order_by(Stage.due, Stage.id)
    )
    return session.scalars(statement).all()
