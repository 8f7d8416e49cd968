"""What the standing office must do about the units that letters do not reach."""

from datetime import date

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from db.contacts import MOVEMENT_ROLE
from db.cycle import Stage
from rules.cycle import StageStatus

STAGE = "contacts"

#: Nobody to write to, every mailbox dead, or the deputy answering for a dead one.
_UNREACHED = """
    unreached AS (
        SELECT u.code, u.name, CASE
            WHEN c.id IS NULL THEN 'chưa có đầu mối nhận thư'
            WHEN m.address IS NULL THEN 'có thư gửi đầu mối bị trả lại, không còn hộp'
                ' thư nào dùng được'
            ELSE 'có thư gửi đầu mối bị trả lại, đang gửi hộp thư dự phòng' END AS why
        FROM unit u
        LEFT JOIN contact c ON c.unit_id = u.id AND c.role = :role
             AND :today BETWEEN c.valid_from AND coalesce(c.valid_to, 'infinity')
        LEFT JOIN dead_mailbox d ON d.address = lower(c.email)
        LEFT JOIN mailbox_on(:today) m ON m.unit_id = u.id AND m.role = :role
        WHERE :today BETWEEN u.valid_from AND coalesce(u.valid_to, 'infinity')
          AND u.exempt_ground IS NULL AND u.kind <> 'province' AND u.tier <> 'central'
          AND (c.id IS NULL OR d.address IS NOT NULL)
    )"""

#: A duty's period is its unit's code, and the day once that was asked before.
OF_UNIT = "regexp_replace(o.period, ' ../../....$', '')"

#: Asked for and neither answered nor let go; what was let go is not asked again.
_MISSING = f"""
    missing AS (
        SELECT n.*, n.code IN (SELECT period FROM obligation
                               WHERE stage_id = :stage) AS again
        FROM unreached n
        WHERE n.code NOT IN (SELECT {OF_UNIT} FROM obligation o
                             WHERE o.stage_id = :stage AND o.fulfilled_on IS NULL)
    )"""  # noqa: S608 - our own words only

_MET = f"""
    SELECT o.id FROM obligation o
    WHERE o.duty = 'contact' AND o.locks >= :today
      AND o.fulfilled_on IS NULL AND o.waived_on IS NULL
      AND {OF_UNIT} NOT IN (SELECT code FROM unreached)"""  # noqa: S608 - likewise

_CHANGED = text(f"""
    WITH {_UNREACHED}, {_MISSING}
    SELECT EXISTS (SELECT FROM missing) OR EXISTS ({_MET})
""")  # noqa: S608 - likewise

_FULFIL = text(f"""
    WITH {_UNREACHED}
    UPDATE obligation SET fulfilled_on = :today WHERE id IN ({_MET})
""")  # noqa: S608 - likewise

_ASK = text(f"""
    WITH {_UNREACHED}, {_MISSING}
    INSERT INTO obligation (year, stage_id, unit_id, duty, period, opened_on, first_due,
                            due, grace, locks, derivation, extensions)
    SELECT g.year, g.id, :office, g.duty,
           CASE WHEN again THEN m.code || to_char(CAST(:today AS date), ' DD/MM/YYYY')
                ELSE m.code END,
           :today, :due, :due, :due, greatest(g.locks, :due),
           format('%s, vì %s %s', CAST(:derivation AS text), m.name, m.why), 0
    FROM missing m JOIN stage g ON g.id = :stage
    ON CONFLICT DO NOTHING RETURNING id
""")  # noqa: S608 - likewise


def stage(session: Session, today: date) -> int | None:
    """Return the stage in which the office looks for contacts, while it is open.

    In January it is that of the year before, until the next one is begun.
    """
    statement = select(Stage.id).where(Stage.status == StageStatus.OPEN)
    years = (today.year - 1, today.year)
    statement = statement.filter_by(key=STAGE).where(Stage.year.in_(years))
    return session.scalar(statement.order_by(Stage.year.desc()).limit(1))


def changed(session: Session, stage_id: int, today: date) -> bool:
    """Say whether a unit is out of reach without a duty, or back with one."""
    return bool(session.scalar(_CHANGED, _facts(stage_id, today)))


def fulfil(session: Session, stage_id: int, today: date) -> None:
    """Record which units are reached again, or are no more, in one statement."""
    session.execute(_FULFIL, _facts(stage_id, today))


def ask(  # noqa: PLR0913 - whom to ask in which stage, when, by when and why so
    session: Session,
    stage_id: int,
    *,
    office_id: int,
    due: date,
    derivation: str,
    today: date,
) -> int:
    """Ask the office for a contact of each unit out of reach; count the new ones."""
    facts = {"office": office_id, "due": due, "derivation": derivation}
    asked = session.execute(_ASK, facts | _facts(stage_id, today))
    return len(asked.all())


def _facts(stage_id: int, today: date) -> dict[str, object]:
    return {"stage": stage_id, "role": MOVEMENT_ROLE, "today": today}
