"""What an answer is checked against: the lock of its duty, the plan above."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

_LOCKED = text("""
    SELECT unit_id, locks FROM obligation
    WHERE year = :year AND duty = :duty AND period = :period AND locks < :today
""")

_ABOVE = text("""
    SELECT u.id, u.superior_id, (s.facts ->> 'issued_on')::date
    FROM unit u
    LEFT JOIN submission s ON s.unit_id = u.superior_id AND s.form = 'plan'
         AND s.year = :year AND s.superseded_on IS NULL
    WHERE u.id = ANY(:units)
""")


def locked(
    session: Session, year: int, duty: str, period: str, today: date
) -> dict[int, date]:
    """Return the units whose duty takes no answer any more, and since when."""
    facts = {"year": year, "duty": duty, "period": period, "today": today}
    return dict(session.execute(_LOCKED, facts).all())


def above(
    session: Session, year: int, units: Sequence[int]
) -> dict[int, tuple[int | None, date | None]]:
    """Return each unit's superior committee and the date of that one's plan."""
    rows = session.execute(_ABOVE, {"year": year, "units": list(units)})
    return {unit_id: (superior, issued) for unit_id, superior, issued in rows}
