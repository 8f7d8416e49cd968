"""Duties of units that ended or were exempted after they were given them."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from db import contact_duties, requests, submissions
from rules.forms import duties

#: What locked before its unit ended was owed to the end, and stays undone. What the
#: office owes as such is owed by whichever committee steers.
_OWED = """
    SELECT o.id, g.year, g.key,
           CASE WHEN u.valid_to < :today
                THEN 'Đơn vị không còn hoạt động từ ngày '
                     || to_char(u.valid_to + 1, 'DD/MM/YYYY')
                ELSE u.exempt_ground END AS ground
    FROM unit u
    JOIN obligation o ON o.unit_id = u.id
         AND o.fulfilled_on IS NULL AND o.waived_on IS NULL
    JOIN stage g ON g.id = o.stage_id AND g.act IS NULL AND g.key <> ALL(:of_office)
    WHERE u.valid_to < :today AND o.locks > u.valid_to
       -- What an inspection asks to be mended is asked of whoever was inspected.
       OR u.exempt_ground IS NOT NULL AND o.locks >= :today AND o.duty <> 'remedy'
"""
#: What the list of units let go and, put right, lets go no more.
_BACK = """
    SELECT o.id, o.waived_on FROM unit u JOIN obligation o ON o.unit_id = u.id
    WHERE o.waived_by = :by AND o.locks >= :today AND u.exempt_ground IS NULL
      AND coalesce(u.valid_to, 'infinity') >= :today
"""

_ANY = text(f"SELECT EXISTS ({_OWED}) OR EXISTS ({_BACK})")
_RESTORE = text(f"""
    WITH back AS ({_BACK}), owed AS (
        UPDATE obligation o
        SET waived_on = NULL, waived_ground = NULL, waived_by = NULL
        FROM back b WHERE o.id = b.id RETURNING o.stage_id, b.waived_on
    ), open AS (
        UPDATE stage SET status = 'open'
        WHERE status = 'closed' AND id IN (SELECT stage_id FROM owed)
    )
    SELECT g.year, g.key, count(*), min(owed.waived_on)
    FROM owed JOIN stage g ON g.id = owed.stage_id
    GROUP BY g.year, g.key ORDER BY g.year, g.key
""")  # noqa: S608 - our own words only

_RELEASE = text(f"""
    WITH owed AS ({_OWED}), released AS (
        UPDATE obligation o
        SET waived_on = :today, waived_ground = w.ground, waived_by = :by
        FROM owed w
        WHERE o.id = w.id AND o.fulfilled_on IS NULL AND o.waived_on IS NULL
        RETURNING w.year, w.key
    )
    SELECT year, key, count(*) FROM released GROUP BY year, key ORDER BY year, key
""")  # noqa: S608 - our own words only

_OF_OFFICE = [contact_duties.STAGE, requests.STAGE]


def are_owed(session: Session, by: str, today: date) -> bool:
    """Say whether a unit out of scope still owes anything, or one is back in it."""
    facts = {"today": today, "of_office": _OF_OFFICE, "by": by}
    return bool(session.scalar(_ANY, facts))


def release(session: Session, by: str, today: date) -> Mapping[tuple[int, str], int]:
    """Let go what such units owe, in one statement; count it by year and stage."""
    facts = {"today": today, "of_office": _OF_OFFICE, "by": by}
    rows = session.execute(_RELEASE, facts)
    return {(year, key): number for year, key, number in rows}


def restore(session: Session, by: str, today: date) -> Mapping[tuple[int, str], int]:
    """Ask again for what was let go by mistake, unless it came meanwhile; count it."""
    rows = session.execute(_RESTORE, {"by": by, "today": today}).all()
    for year, _, _, since in rows:
        submissions.fulfil(session, year, today, duties(), since)
    return {(year, key): number for year, key, number, _ in rows}
