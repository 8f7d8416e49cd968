"""Plan the rest of the year anew when the days off change, and say what moved."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE
from sqlalchemy.orm import Session

from db import contacts, cycle, extensions, journal, obligations, timetable, units
from db.session import transaction
from rules.cycle import plan
from rules.ladder import Rung
from rules.replanning import (
    DateMove,
    DayChange,
    Move,
    RungMove,
    Standing,
    Term,
    changes,
    date_moves,
    moves,
    rung_moves,
    settled,
)
from rules.timetable import HOLIDAYS, Calendar, SpecialDay, calendar, special_days
from tasks.letters import Post


def calendar_moved(today: date, folder: Path = HOLIDAYS) -> bool:
    """Say whether the days off from this year on are told otherwise than frozen."""
    with transaction() as session:
        if not cycle.unfinished(session):
            return False
        frozen = timetable.frozen(session)
    return _since(frozen, today) != _since(special_days(folder), today)


@task(task_run_name="Lập lại lịch ngày {today}", cache_policy=NO_CACHE)
def replan(today: date, folder: Path = HOLIDAYS) -> None:
    """Adopt the days off as told now; move what may move, and tell the office."""
    with transaction() as session:
        timetable.hold(session)
        frozen, told = timetable.frozen(session), special_days(folder)
        if timetable.freeze_first(session, told):
            return
        changed = changes(_since(frozen, today), _since(told, today))
        if not changed:
            return
        timetable.freeze(session, told, date(today.year, 1, 1))
        _note_days(session, changed, today)
        mattering = [each for each in changed if each.matters]
        if mattering:
            calendars = Calendar.of(frozen), calendar(folder)
            _move_stages(session, mattering, calendars, today)


def _since(days: Sequence[SpecialDay], today: date) -> list[SpecialDay]:
    return [day for day in days if day.on.year >= today.year]


def _note_days(session: Session, changed: Sequence[DayChange], today: date) -> None:
    for each in changed:
        said = each.said if each.matters else "đổi tên gọi hoặc căn cứ"
        words = f"{each.on:%d/%m/%Y} {said}: {each.day.name}"
        journal.write(session, today, "Đổi lịch nghỉ", each.day.source, day=words)


def _move_stages(
    session: Session,
    changed: Sequence[DayChange],
    calendars: tuple[Calendar, Calendar],
    today: date,
) -> None:
    was, (old, new) = _standing(session), calendars
    moved = [
        move
        for year in sorted({each.year for each in was})
        for move in moves(was, plan(year, old), plan(year, new), today)
    ]
    now = settled(was, moved)
    days = list(date_moves(moved))
    rungs = list(rung_moves(was, now, calendars, today))
    extended = sum(_settle(session, move, changed, today) for move in moved)
    _note_moves(session, days, today)
    _write_letter(session, (changed, days, rungs, extended), today)


def _standing(session: Session) -> list[Standing]:
    owed = obligations.open_by_stage(session)
    return [
        Standing(
            id=stage.id,
            year=stage.year,
            key=stage.key,
            title=stage.title,
            status=stage.status,
            opens=stage.opens,
            term=Term(stage.due, stage.grace, stage.locks, stage.derivation),
            ladder=tuple(Rung.parse(rung) for rung in stage.ladder),
            owed=owed.get(stage.id, 0),
        )
        for stage in cycle.unfinished(session)
    ]


def _settle(
    session: Session, move: Move, changed: Sequence[DayChange], today: date
) -> int:
    """Write a stage's days down; return how many open duties were put off."""
    was, now = move.stage.term, move.now
    stage = session.get_one(cycle.Stage, move.stage.id)
    stage.due, stage.derivation = now.due, now.derivation
    stage.grace, stage.locks = now.grace, now.locks
    ids = obligations.due_within(session, stage.id, was.due, now.due)
    extended = extensions.extend(
        session,
        ids,
        now.due,
        reason=_reason(changed),
        approved_by=f"{journal.OFFICE}, theo bảng ngày nghỉ",
        today=today,
    )
    extensions.relax(session, stage.id, now.due, grace=now.grace, locks=now.locks)
    return len(extended)


def _reason(changed: Sequence[DayChange]) -> str:
    said = [
        f"{each.on:%d/%m/%Y} {each.said}, {each.day.name} ({each.day.source})"
        for each in changed
    ]
    return f"Lịch nghỉ thay đổi: {'; '.join(said)}"


def _note_moves(session: Session, days: Sequence[DateMove], today: date) -> None:
    for each in days:
        journal.write(
            session,
            today,
            "Giữ nguyên thời hạn" if each.is_kept else "Dời thời hạn",
            "Lịch nghỉ thay đổi",
            stage=each.title,
            day=each.what,
            was=each.was.isoformat(),
            derived=each.derived.isoformat(),
            now=each.now.isoformat(),
        )


def _write_letter(
    session: Session,
    found: tuple[Sequence[DayChange], Sequence[DateMove], Sequence[RungMove], int],
    today: date,
) -> None:
    office = units.office(session)
    mailbox = contacts.mailbox(session, office.id, today)
    if mailbox is None:
        return
    changed, days, rungs, extended = found
    post = Post(session, today.year, today)
    post.write(
        "calendar_changed",
        occasion=f"{today}/{sha256(repr(changed).encode()).hexdigest()[:16]}",
        recipient=mailbox,
        to=office.name,
        facts={
            "changes": changed,
            "moved": [each for each in days if not each.is_kept],
            "kept": [each for each in days if each.is_kept],
            "rungs": rungs,
            "extended": extended,
        },
    )
    post.queue()
