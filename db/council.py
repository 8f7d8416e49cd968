"""The council's sessions and votes, and signed decisions."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    UniqueConstraint,
    func,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from db.base import Base, Key

FOR = "Đồng ý"


class CouncilSession(Base):
    """A meeting of the emulation and commendation council."""

    __tablename__ = "council_session"
    __table_args__ = (
        UniqueConstraint("year", "code"),
        CheckConstraint("0 < seats AND present BETWEEN 0 AND seats", name="seats"),
    )

    id: Mapped[Key]
    year: Mapped[int]
    round: Mapped[str]
    code: Mapped[str]
    host_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    held_on: Mapped[date]
    seats: Mapped[int]
    present: Mapped[int]


class Vote(Base):
    """One member's ballot on one nomination: one vote a seat and item."""

    __tablename__ = "vote"
    __table_args__ = (CheckConstraint("seat > 0", name="seat_numbered"),)

    session_id: Mapped[int] = mapped_column(
        ForeignKey("council_session.id"), primary_key=True
    )
    nomination_id: Mapped[int] = mapped_column(
        ForeignKey("nomination.id"), primary_key=True
    )
    seat: Mapped[int] = mapped_column(primary_key=True)
    ballot: Mapped[str]


class Decision(Base):
    """A signed decision: number, date, issuer, what it is about."""

    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("year", "issuer_id", "number"),)

    id: Mapped[Key]
    year: Mapped[int]
    issuer_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    number: Mapped[str]
    signed_on: Mapped[date]
    kind: Mapped[str]
    signer_title: Mapped[str]
    recorded_on: Mapped[date]
    #: The last row of its list looked at: what is listed after it is given too.
    last_listed_id: Mapped[int] = mapped_column(server_default="0")


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

_LISTED_SINCE = f"""
    SELECT DISTINCT d.id FROM decision d
    JOIN submission s ON s.form = 'award' AND s.year = d.year
         AND s.unit_id = d.issuer_id AND s.facts ->> 'number' = d.number
    WHERE {_SENT} AND s.id > d.last_listed_id
"""  # noqa: S608 - no value is interpolated, only our own clause
_RELISTED = text(f"{_LISTED_SINCE} ORDER BY d.id")

_PENDING = text(f"""
    SELECT count(*) FROM submission s
    WHERE s.form = 'decision' AND {_SENT} AND {_READY}
      AND NOT EXISTS (SELECT FROM decision d WHERE d.year = s.year
                      AND d.issuer_id = s.unit_id
                      AND d.number = s.facts ->> 'number')
    UNION ALL SELECT count(*) FROM ({_LISTED_SINCE}) AS relisted
""")  # noqa: S608 - no value is interpolated, only our own clause


def record_votes(session: Session, year: int, round_: str, today: date) -> None:
    facts = {"year": year, "round": round_, "today": today}
    session.execute(_SESSIONS, facts)
    session.execute(_VOTES, facts)


def record_decisions(session: Session, year: int, today: date) -> list[int]:
    """Record decisions sent and not yet recorded; return the new ones."""
    facts = {"year": year, "today": today}
    return list(session.scalars(_DECISIONS, facts))


def relisted(session: Session, year: int, today: date) -> list[int]:
    """Return the decisions of which more was listed since their list was read."""
    return list(session.scalars(_RELISTED, {"year": year, "today": today}))


def pending_decisions(session: Session, year: int, today: date) -> int:
    """Count the decisions sent and not recorded, and those of which more was listed."""
    return sum(session.scalars(_PENDING, {"year": year, "today": today}))


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


def ballots(
    session: Session, year: int, round_: str
) -> dict[int, tuple[int, int, int]]:
    """Count the votes for and against by nomination, with the session they fell in."""
    statement = (
        select(
            Vote.nomination_id,
            func.count().filter(Vote.ballot == FOR),
            func.count().filter(Vote.ballot != FOR),
            Vote.session_id,
        )
        .join(CouncilSession)
        .where(CouncilSession.year == year, CouncilSession.round == round_)
        .group_by(Vote.nomination_id, Vote.session_id)
    )
    return {row[0]: (row[1], row[2], row[3]) for row in session.execute(statement)}


def sessions(session: Session, year: int, round_: str) -> dict[int, CouncilSession]:
    statement = select(CouncilSession).filter_by(year=year, round=round_)
    return {row.id: row for row in session.scalars(statement)}
