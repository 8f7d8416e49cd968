"""Propose who may be written down twice, remember who is not; imports nothing slow."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db import journal, lookalikes
from db.access import Reading
from db.session import transaction
from db.units import Unit
from rules.errors import UnclearRequestError
from rules.lookalikes import RANK, Named, Pair, likeness
from tasks.lookup import place_of_households
from tasks.persons import Approval, note

ALIKE = "antq person alike"


def propose(place: str | None, purpose: str, today: date) -> Sequence[Pair]:
    """Compare persons of all years, or the households of a place; keep what is alike.

    What is shown is written down, as with everyone who looks at persons' data.
    """
    with transaction() as session:
        unit = place_of_households(session, place, today) if place else None
        alike = _alike(
            lookalikes.households(session, _areas(session, unit))
            if unit
            else lookalikes.persons(session)
        )
        keys = {(each.one.key, each.other.key) for each in alike}
        left = lookalikes.propose(session, keys, today)
        shown = [each for each in alike if (each.one.key, each.other.key) in left]
        reading = (
            Reading(ALIKE, purpose, unit.code) if unit else Reading(ALIKE, purpose)
        )
        rows = {key for pair in left for key in pair}
        note(session, reading, sorted(rows))
        return shown


def tell_apart(one: str, other: str, approval: Approval, today: date) -> None:
    """Remember for good that two rows proposed as one are two."""
    with transaction() as session:
        told = lookalikes.tell_apart(
            session, (one, other), by=approval.by, ground=approval.reason, today=today
        )
        if not told:
            raise UnclearRequestError(
                f"Cặp {one}, {other} không có trong các cặp đang hỏi;"
                f" xem lại bằng {ALIKE}."
            )
        journal.write(
            session,
            today,
            f"Xác nhận {one} và {other} không phải là một",
            approval.reason,
            approved_by=approval.by,
        )


def _alike(pairs: Sequence[tuple[Named, Named]]) -> list[Pair]:
    found = [
        Pair(one, other, alike)
        for one, other in pairs
        if (alike := likeness(one, other))
    ]
    return sorted(
        found, key=lambda each: (RANK[each.likeness], each.one.key, each.other.key)
    )


def _areas(session: Session, unit: Unit) -> Sequence[int]:
    within = or_(Unit.id == unit.id, Unit.territory_id == unit.id)
    return session.scalars(select(Unit.id).where(within)).all()
