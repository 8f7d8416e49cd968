"""The council's sessions and votes, and signed decisions, from what was sent."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

_SENT = """
    s.year = :year AND s.received_on <= :today
    AND coalesce(s.superseded_on, 'infinity') > :today
"""

#: A session belongs to the round of the nominations it voted on.
_SESSIONS = text(f"""
    INSERT INTO council_session (year, round, code, host_id, held_on, seats, present)
    SELECT s.year, :round, s.facts ->> 'session', s.unit_id,
           (s.facts ->> 'held_on')::date, (s.facts ->> 'seats')::int,
           (s.facts ->> 'present')::int
    FROM submission s
    WHERE s.form = 'session' AND {_SENT} AND EXISTS (
        SELECT FROM submission v
        JOIN nomination n ON n.year = v.year AND n.reference = v.facts ->> 'reference'
        WHERE v.form = 'vote' AND v.year = s.year AND n.round = :round
          AND v.facts ->> 'session' = s.facts ->> 'session')
    ON CONFLICT DO NOTHING
""")  # noqa: S608 - no value is interpolated, only our own clause

#: A decision waits until what it decides on has been judged or voted.
_READY = """
    CASE s.facts ->> 'kind'
        WHEN 'Công nhận khu dân cư' THEN EXISTS (
            SELECT FROM recognition r JOIN unit u ON u.id = r.unit_id
            WHERE r.year = s.year AND u.kind = 'residential_area')
        WHEN 'Công nhận xã, cơ quan, doanh nghiệp, cơ sở giáo dục' THEN EXISTS (
            SELECT FROM recognition r JOIN unit u ON u.id = r.unit_id
            WHERE r.year = s.year AND u.kind <> 'residential_area')
        WHEN 'Phân loại phong trào' THEN EXISTS (
            SELECT FROM grade g WHERE g.year = s.year)
        WHEN 'Kỷ niệm chương' THEN EXISTS (
            SELECT FROM council_session c
            WHERE c.year = s.year AND c.round = 'Kỷ niệm chương')
        WHEN 'Khen thưởng' THEN EXISTS (
            SELECT FROM council_session c
            WHERE c.year = s.year AND c.round = 'Tổng kết')
        ELSE true END
"""

#: Only the eligible are voted on.
_VOTES = text(f"""
    INSERT INTO vote (session_id, nomination_id, seat, ballot)
    SELECT c.id, n.id, (s.facts ->> 'seat')::int, s.facts ->> 'ballot'
    FROM submission s
    JOIN council_session c ON c.year = s.year AND c.code = s.facts ->> 'session'
    JOIN nomination n ON n.year = s.year AND n.reference = s.facts ->> 'reference'
         AND n.round = c.round AND n.eligibility = 'eligible'
    WHERE s.form = 'vote' AND c.round = :round AND {_SENT}
    ON CONFLICT DO NOTHING
""")  # noqa: S608 - no value is interpolated, only our own clause

_DECISIONS = text(f"""
    INSERT INTO decision (year, issuer_id, number, signed_on, kind, signer_title,
                          recorded_on)
    SELECT s.year, s.unit_id, s.facts ->> 'number', (s.facts ->> 'signed_on')::date,
           s.facts ->> 'kind', s.facts ->> 'signer_title', :today
    FROM submission s WHERE s.form = 'decision' AND {_SENT} AND {_READY}
    ON CONFLICT DO NOTHING
    RETURNING id
""")  # noqa: S608 - no value is interpolated, only our own clause

#: A decision covers the units its issuer decides on, whose result stands.
_COVER = """
    UPDATE {table} r SET decision_id = d.id
    FROM decision d, unit u, unit issuer
    WHERE d.id = :decision AND issuer.id = d.issuer_id AND u.id = r.unit_id
      AND r.year = d.year AND r.{stands} AND r.decision_id IS NULL
      AND ((u.kind || '/' || u.tier = ANY(:managed) AND u.managing_body_id = issuer.id)
        OR (u.kind || '/' || u.tier = ANY(:above) AND issuer.kind = 'province'))
    RETURNING r.unit_id
"""
_RECOGNISED = text(_COVER.format(table="recognition", stands="outcome = 'met'"))
_GRADED = text(_COVER.format(table="grade", stands="status = 'settled'"))

_PENDING = text(f"""
    SELECT count(*) FROM submission s
    WHERE s.form = 'decision' AND {_SENT} AND {_READY}
      AND NOT EXISTS (SELECT FROM decision d WHERE d.year = s.year
                      AND d.issuer_id = s.unit_id
                      AND d.number = s.facts ->> 'number')
""")  # noqa: S608 - no value is interpolated, only our own clause


def record_votes(session: Session, year: int, round_: str, today: date) -> None:
    facts = {"year": year, "round": round_, "today": today}
    session.execute(_SESSIONS, facts)
    session.execute(_VOTES, facts)


def record_decisions(session: Session, year: int, today: date) -> list[int]:
    """Record decisions sent and not yet recorded; return the new ones."""
    facts = {"year": year, "today": today}
    return list(session.scalars(_DECISIONS, facts))


def pending_decisions(session: Session, year: int, today: date) -> int:
    waiting = session.scalar(_PENDING, {"year": year, "today": today})
    return int(waiting or 0)


def cover_recognitions(
    session: Session, decision_id: int, managed: Sequence[str], above: Sequence[str]
) -> list[int]:
    """Tie a decision to the recognised units it is about; return them.

    ``managed`` are the “kind/tier” its issuer decides on as managing body, ``above``
    those the province decides on for the bodies below it.
    """
    facts = {"decision": decision_id, "managed": managed, "above": above}
    return list(session.scalars(_RECOGNISED, facts))


def cover_grades(
    session: Session, decision_id: int, managed: Sequence[str], above: Sequence[str]
) -> list[int]:
    """Tie a decision to the settled grades it is about; return their units."""
    facts = {"decision": decision_id, "managed": managed, "above": above}
    return list(session.scalars(_GRADED, facts))
