"""Duties of units that ended or were exempted after they were given them."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from db import contact_duties, requests

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
       OR u.exempt_ground IS NOT NULL AND o.locks >= :today
"""

_ANY = text(f"SELECT EXISTS ({_OWED})")

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


def are_owed(session: Session, today: date) -> bool:
    """Say whether a unit that is out of scope still owes anything."""
    facts = {"today": today, "of_office": _OF_OFFICE}
    return bool(session.scalar(_ANY, facts))


def release(session: Session, by: str, today: date) -> Mapping[tuple[int, str], int]:
    """Let go what such units owe, in one statement; count it by year and stage."""
    facts = {"today": today, "of_office": _OF_OFFICE, "by": by}
    rows = session.execute(_RELEASE, facts)
    return {(year, key): duties for year, key, duties in rows}
