"""Who must be told of which duty, in one statement, and what the letter says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text, update
from sqlalchemy.orm import Session

from db.outbox import Notice
from db.units import MOVEMENT_ROLE


@dataclass(frozen=True)
class Rung:
    """One rung of a stage's ladder for the silent of one due date."""

    stage_id: int
    due: date
    name: str
    #: 0: the unit itself; 1: its superior committee; 2: the standing office.
    level: int = 0


@dataclass(frozen=True)
class Told:
    """A notice just written: to which mailbox, for which duty of which unit."""

    id: int
    recipient: str
    addressee: str
    stage_id: int
    obligation_id: int
    unit: str
    unit_code: str
    due: date
    rung: str


_TELL = text("""
    INSERT INTO notice (obligation_id, rung, recipient, told_on)
    SELECT DISTINCT o.id, :rung, c.email, :today
    FROM obligation o
    JOIN unit u ON u.id = o.unit_id
    LEFT JOIN contact above ON :level = 1 AND above.unit_id = u.superior_id
         AND above.role = :role AND above.valid_from <= :today
         AND coalesce(above.valid_to, 'infinity') >= :today
    JOIN contact c ON c.role = :role AND c.valid_from <= :today
         AND coalesce(c.valid_to, 'infinity') >= :today
         AND c.unit_id = CASE
             WHEN :level = 0 THEN u.id
             WHEN :level = 1 AND above.id IS NOT NULL THEN u.superior_id
             ELSE :office END
    WHERE o.stage_id = :stage AND o.due = :due
      AND o.fulfilled_on IS NULL AND o.waived_on IS NULL
      AND (:rung = 'stage_opened' OR o.opened_on < :today)
    ON CONFLICT DO NOTHING
""")

_UNWRITTEN = text("""
    SELECT n.id, n.recipient, addressee.name, o.stage_id, o.id, u.name, u.code, o.due,
           n.rung
    FROM notice n
    JOIN obligation o ON o.id = n.obligation_id
    JOIN unit u ON u.id = o.unit_id
    JOIN LATERAL (
        SELECT w.name FROM contact c JOIN unit w ON w.id = c.unit_id
        WHERE c.email = n.recipient AND c.role = :role
        ORDER BY w.kind = 'steering_committee', w.id LIMIT 1
    ) addressee ON true
    WHERE n.letter_id IS NULL AND n.told_on = :today
    ORDER BY n.recipient, o.due, u.code, o.stage_id, n.rung
""")

_HISTORY = text("""
    SELECT n.obligation_id, n.told_on, w.name
    FROM notice n
    JOIN LATERAL (
        SELECT w.name FROM contact c JOIN unit w ON w.id = c.unit_id
        WHERE c.email = n.recipient ORDER BY w.kind = 'steering_committee', w.id LIMIT 1
    ) w ON true
    WHERE n.obligation_id = ANY(:obligations) AND n.letter_id IS NOT NULL
    ORDER BY n.told_on, w.name
""")


def tell(session: Session, rung: Rung, office_id: int, today: date) -> None:
    """Write the notices of one rung that were not yet given."""
    facts = {
        "stage": rung.stage_id,
        "due": rung.due,
        "rung": rung.name,
        "level": rung.level,
        "office": office_id,
        "role": MOVEMENT_ROLE,
        "today": today,
    }
    session.execute(_TELL, facts)


def unwritten(session: Session, today: date) -> list[Told]:
    """Return today's notices that no letter carries yet, by mailbox."""
    facts = {"role": MOVEMENT_ROLE, "today": today}
    return [Told(*row) for row in session.execute(_UNWRITTEN, facts)]


def history(
    session: Session, obligations: Sequence[int]
) -> dict[int, list[tuple[str, date]]]:
    """Return who was told of these duties before, and when."""
    told: dict[int, list[tuple[str, date]]] = {}
    rows = session.execute(_HISTORY, {"obligations": list(obligations)})
    for obligation_id, day, who in rows:
        told.setdefault(obligation_id, []).append((who, day))
    return told


def carried_by(session: Session, letters: Sequence[tuple[int, int]]) -> None:
    """Record which letter carries which notice: (notice, letter) pairs."""
    session.execute(
        update(Notice),
        [{"id": notice, "letter_id": letter} for notice, letter in letters],
    )
