"""Who must be told what of which duty: a few statements for the whole province."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint, func, select, text
from sqlalchemy.dialects.postgresql import ARRAY, INTEGER
from sqlalchemy.orm import Mapped, Session, mapped_column

from db.base import Base, Key
from db.contacts import LEADERSHIP_ROLE, MOVEMENT_ROLE
from rules import ladder
from rules.ladder import Rung


class Notice(Base):
    """One rung of the ladder for one due date and mailbox: told once."""

    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("obligation_id", "rung", "due", "recipient"),)

    id: Mapped[Key]
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligation.id"))
    rung: Mapped[str]
    due: Mapped[date]
    recipient: Mapped[str]
    told_on: Mapped[date]
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"), index=True)
    #: The letters that were to carry it and did not bring it.
    earlier: Mapped[list[int]] = mapped_column(ARRAY(INTEGER), server_default="{}")


#: Not delivered: what such a letter said was not told.
FAILED = "('refused', 'bounced', 'expired')"

_INSERT = f"""
    INSERT INTO notice (obligation_id, rung, due, recipient, told_on)
    SELECT DISTINCT o.id, CAST(:rung AS text), o.due, {{recipient}},
           CAST(:today AS date)
    FROM obligation o JOIN unit u ON u.id = o.unit_id
    {{reached}}
    WHERE {{recipient}} IS NOT NULL AND {{when}}
    ON CONFLICT (obligation_id, rung, due, recipient) DO UPDATE
    SET letter_id = NULL, told_on = excluded.told_on,
        earlier = notice.earlier || notice.letter_id
    WHERE notice.letter_id IN (SELECT id FROM letter WHERE status IN {FAILED})
"""  # noqa: S608 - our own words only

_OWN = """LEFT JOIN mailbox_on(:today) own
    ON own.unit_id = u.id AND own.role = :movement"""
_OFFICE = """LEFT JOIN mailbox_on(:today) office
    ON office.unit_id = :office AND office.role = :movement"""
#: A committee that ended is passed over, whoever still reads its mailbox.
_SUPERIOR = """LEFT JOIN (mailbox_on(:today) above JOIN unit higher
        ON higher.id = above.unit_id AND higher.valid_from <= :today
        AND coalesce(higher.valid_to, 'infinity') >= :today)
    ON above.unit_id = u.superior_id AND above.role = :movement"""
#: Leadership reads in the committee's own mailbox for it, or in the province's.
_LEADERSHIP = """LEFT JOIN mailbox_on(:today) leader ON leader.role = :leadership
    AND leader.unit_id IN (SELECT unnest(ARRAY[id, territory_id]) FROM unit
                           WHERE id = :office)"""

#: Who is asked at each step; whoever has no mailbox is answered for by the office, and
#: the office by leadership.
_RECIPIENTS = {
    ladder.Notice.SUPERIOR: (
        "coalesce(above.address, office.address, leader.address)",
        f"{_SUPERIOR} {_OFFICE} {_LEADERSHIP}",
    ),
    ladder.Notice.OFFICE: (
        "coalesce(office.address, leader.address)",
        f"{_OFFICE} {_LEADERSHIP}",
    ),
    ladder.Notice.LEADERSHIP: (
        "coalesce(leader.address, office.address)",
        f"{_LEADERSHIP} {_OFFICE}",
    ),
}

_SILENT = """o.stage_id = :stage AND o.due = :due AND o.locks >= :today
    AND o.fulfilled_on IS NULL AND o.waived_on IS NULL
    AND (:rung = 'opened' OR o.opened_on < :today)"""

#: What a unit was told itself, by a letter that is not known to have failed.
_TOLD = f"""SELECT FROM notice n LEFT JOIN letter l ON l.id = n.letter_id
    WHERE n.obligation_id = o.id
      AND n.rung !~ '^(superior|office|leadership|received|waived)'
      AND coalesce(l.status, '') NOT IN {FAILED}"""

_TOLD_BY_LETTER = f"""{_TOLD} AND n.recipient = own.address
    AND n.letter_id IS NOT NULL AND l.status <> 'withdrawn'"""

_PENDING = """o.fulfilled_on IS NULL AND o.waived_on IS NULL
    AND o.locks >= :today AND o.opened_on < :today"""

#: Longer than any holidays: what was done on the day before them is told after them.
_LATELY = "CAST(:today AS date) - 31"

#: What happened besides the ladder, and whom it concerns.
_NEWS = {
    ladder.Notice.EXTENDED: f"""o.extensions > 0 AND {_PENDING} AND EXISTS ({_TOLD}
        AND n.due < o.due AND n.recipient = own.address) AND NOT EXISTS ({_TOLD}
        AND n.due = o.due AND n.rung = 'extended' AND n.recipient = own.address)""",
    # A new officer, a deputy, a unit reached at last: whoever was never told.
    ladder.Notice.HANDED_OVER: f"""{_PENDING}
        AND NOT EXISTS ({_TOLD} AND n.recipient = own.address)""",
    ladder.Notice.RECEIVED: f"""o.fulfilled_on BETWEEN {_LATELY} AND :today
        AND o.stage_id IN (SELECT id FROM stage WHERE act IS NULL)
        AND EXISTS ({_TOLD_BY_LETTER})""",  # noqa: S608 - likewise
    ladder.Notice.WAIVED: f"""o.waived_on BETWEEN {_LATELY} AND :today
        AND o.duty <> 'contact'  -- the office lets these go, and need not be told
        AND o.stage_id IN (SELECT id FROM stage WHERE act IS NULL)
        AND EXISTS ({_TOLD_BY_LETTER})""",  # noqa: S608 - likewise
}


#: The turn to note and to write: any number, but ours alone.
_TURN = 0x6E6F7469


def take_turns(session: Session) -> None:
    """Let each run see all that the one before noted and wrote."""
    session.execute(select(func.pg_advisory_xact_lock(_TURN)))


def tell(  # noqa: PLR0913, PLR0917 - which rung, of whose silence, and who asks when
    session: Session, stage_id: int, due: date, rung: Rung, office_id: int, today: date
) -> None:
    """Write the notices of one rung that were not yet given."""
    take_turns(session)
    recipient, reached = _RECIPIENTS.get(rung.notice, ("own.address", _OWN))
    statement = _INSERT.format(recipient=recipient, reached=reached, when=_SILENT)
    facts = {"stage": stage_id, "due": due} | _facts(rung, office_id, today)
    session.execute(text(statement), facts)


def tell_news(session: Session, today: date) -> int:
    """Write what happened besides the ladder, each to whom it concerns; count it."""
    take_turns(session)
    told = 0
    for notice, when in _NEWS.items():
        statement = _INSERT.format(recipient="own.address", reached=_OWN, when=when)
        facts = _facts(Rung(notice), None, today)
        written = session.execute(text(f"{statement} RETURNING id"), facts)
        told += len(written.all())
    return told


def _facts(rung: Rung, office_id: int | None, today: date) -> dict[str, object]:
    return {
        "rung": str(rung),
        "office": office_id,
        "movement": MOVEMENT_ROLE,
        "leadership": LEADERSHIP_ROLE,
        "today": today,
    }
