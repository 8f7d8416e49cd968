"""What a mailbox's letter of the day must say, and whether it is still so."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from db.carriage import UNTRUE
from db.contact_duties import OF_UNIT
from db.notices import FAILED, take_turns
from rules.ladder import Rung


@dataclass(frozen=True)
class Told:
    """A notice to be written: to which mailbox, for which duty of which unit."""

    id: int
    recipient: str
    addressee: str
    obligation_id: int
    stage_id: int
    unit: str
    unit_code: str
    due: date
    rung: Rung
    extensions: int
    fulfilled_on: date | None
    late: bool
    waived_ground: str | None
    waived_by: str | None


_UNWRITTEN = """
    SELECT {columns}
    FROM notice n
    JOIN obligation o ON o.id = n.obligation_id AND o.due = n.due
    JOIN unit owner ON owner.id = o.unit_id
    LEFT JOIN unit asked ON o.duty = 'contact'
         AND asked.code = {of_unit}
         AND :today BETWEEN asked.valid_from AND coalesce(asked.valid_to, 'infinity')
    -- The office looks for the contact of a unit: that unit is named.
    JOIN unit u ON u.id = coalesce(asked.id, owner.id)
    -- What a day noted before it was cut short is not told on one lived before it.
    WHERE n.letter_id IS NULL AND n.told_on <= :today
      AND NOT {untrue}
      AND (n.rung IN ('received', 'waived') OR o.locks >= :today)
      AND NOT EXISTS (
        SELECT FROM letter l WHERE l.recipient = n.recipient AND l.dated = :today
           AND l.kind = 'digest' AND l.status <> 'withdrawn')
"""
_READ = text(
    _UNWRITTEN.format(
        untrue=UNTRUE,
        of_unit=OF_UNIT,
        columns="""n.id, n.recipient, o.id AS obligation_id, o.stage_id, u.name AS unit,
                   u.code AS unit_code, o.due, n.rung, o.extensions,
                   o.fulfilled_on, o.late, o.waived_ground, o.waived_by""",
    )
    + "ORDER BY n.recipient, o.due, u.code, o.stage_id, n.rung"
)
_WAITING = _UNWRITTEN.format(columns="n.id", untrue=UNTRUE, of_unit=OF_UNIT)
_WAIT = text(f"""SELECT EXISTS ({_WAITING}
    AND EXISTS (SELECT FROM mailbox_on(:today) m WHERE m.address = n.recipient))""")  # noqa: S608 - our own words only
#: Asked page by page: joined to the notices of a morning, which no statistics know
#: yet, it would be read once for every one of them.
_ADDRESSEES = text("""
    SELECT DISTINCT ON (m.address) m.address, w.name
    FROM mailbox_on(:today) m JOIN unit w ON w.id = m.unit_id
    JOIN unnest(CAST(:addresses AS text[])) AS asked(address) USING (address)
    ORDER BY m.address, w.kind = 'steering_committee', w.id
""")
_PAGE = 10_000


def are_unwritten(session: Session, today: date) -> bool:
    """Say whether a mailbox waits to be told something today."""
    return bool(session.scalar(_WAIT, {"today": today}))


def unwritten(session: Session, today: date) -> Iterator[Told]:
    """Yield what no letter carries yet, by mailbox; one written to today waits."""
    take_turns(session)
    rows = session.execute(
        _READ, {"today": today}, execution_options={"yield_per": _PAGE}
    )
    for page in rows.mappings().partitions(_PAGE):
        names = _addressees(session, {row["recipient"] for row in page}, today)
        for row in page:
            if name := names.get(row["recipient"]):
                rung = Rung.parse(row["rung"])
                yield Told(**{**row, "rung": rung, "addressee": name})


def _addressees(session: Session, of: Collection[str], today: date) -> dict[str, str]:
    """Name a unit of each mailbox that is read today."""
    facts = {"today": today, "addresses": list(of)}
    return dict(session.execute(_ADDRESSEES, facts).all())


@dataclass(frozen=True)
class Before:
    """What letters brought before: which rung, to which mailbox, on which day."""

    rung: Rung
    recipient: str
    day: date


_HISTORY = text(f"""
    SELECT n.obligation_id, n.rung, n.recipient, n.told_on
    FROM unnest(CAST(:obligations AS integer[])) AS asked(id)
    JOIN notice n ON n.obligation_id = asked.id AND n.rung NOT IN ('received', 'waived')
    JOIN letter l ON l.id = n.letter_id AND l.status NOT IN {FAILED}
         AND l.status <> 'withdrawn'
    ORDER BY n.told_on, n.id
""")  # noqa: S608 - our own words only


def history(session: Session, obligations: Sequence[int]) -> dict[int, list[Before]]:
    """Return what was told of these duties before, in order."""
    told: dict[int, list[Before]] = {}
    for obligation_id, rung, recipient, day in session.execute(
        _HISTORY, {"obligations": list(obligations)}
    ):
        before = Before(Rung.parse(rung), recipient, day)
        told.setdefault(obligation_id, []).append(before)
    return told


_CHILDREN = text("""
    SELECT p.id, u.name
    FROM obligation p
    JOIN stage g ON g.id = p.stage_id
    JOIN stage h ON h.year = g.year AND h.key = ANY(g.waits_for)
    JOIN obligation c ON c.stage_id = h.id
         AND c.fulfilled_on IS NULL AND c.waived_on IS NULL
    JOIN unit u ON u.id = c.unit_id
    WHERE p.id = ANY(:obligations)
      AND (g.act IS NOT NULL OR p.unit_id IN (u.superior_id, u.managing_body_id))
    ORDER BY p.id, u.name_key
""")


def awaited(session: Session, obligations: Sequence[int]) -> dict[int, list[str]]:
    """Return for which units below each of these duties waits."""
    waiting: dict[int, list[str]] = {}
    for parent, child in session.execute(_CHILDREN, {"obligations": list(obligations)}):
        waiting.setdefault(parent, []).append(child)
    return waiting


_CARRIED = text("""
    UPDATE notice n SET letter_id = c.letter, told_on = :today
    FROM unnest(CAST(:notices AS integer[]), CAST(:letters AS integer[]))
         AS c(notice, letter)
    WHERE n.id = c.notice
""")


def carried_by(
    session: Session, letters: Sequence[tuple[int, int]], today: date
) -> None:
    """Record which letter carries which notice: (notice, letter) pairs."""
    facts = {
        "notices": [notice for notice, _ in letters],
        "letters": [letter for _, letter in letters],
        "today": today,
    }
    session.execute(_CARRIED, facts)


#: Letters that say what is no longer so, or of days gone by.
_STALE = text(f"""
    WITH stale AS (
        SELECT l.id, bool_or({UNTRUE}) AS untrue, bool_and(o.locks < :today) AS over,
               read.address IS NULL AS gone,
               -- What the server may have is taken back only if none of it is true.
               NOT l.is_doubted OR bool_and({UNTRUE} OR o.locks < :today) AS rewritable
        FROM letter l JOIN notice n ON n.letter_id = l.id
        JOIN obligation o ON o.id = n.obligation_id
        LEFT JOIN (SELECT DISTINCT address FROM mailbox_on(:today)) read
            ON read.address = l.recipient
        WHERE l.status IN ('queued', 'deferred') AND l.kind = 'digest'
          AND l.id IN (SELECT id FROM letter WHERE status IN ('queued', 'deferred')
                       AND kind = 'digest' FOR UPDATE SKIP LOCKED)
        GROUP BY l.id, read.address
    ), taken AS (
        UPDATE letter l
        SET status = CASE WHEN s.over THEN 'expired' ELSE 'withdrawn' END,
            answer = CASE WHEN s.over THEN 'Việc đã hết thời gian nhận kết quả.'
                     WHEN s.gone THEN 'Hộp thư này không còn nhận việc của đơn vị.'
                     WHEN s.untrue THEN 'Có việc đã xong hoặc đổi hạn trước khi gửi.'
                     ELSE 'Gộp vào thư của ngày sau.' END
        FROM stale s WHERE s.id = l.id AND s.rewritable
          AND (s.untrue OR s.over OR s.gone OR :of_before AND l.dated < :today)
        RETURNING l.id, l.recipient, l.dated, s.over, s.gone
    ), forgotten AS (
        -- Who comes after was told nothing yet: these rungs are climbed again.
        DELETE FROM notice n USING taken t
        WHERE n.letter_id = t.id AND t.gone AND NOT t.over
    )
    UPDATE notice n SET letter_id = NULL, earlier = n.earlier || n.letter_id
    FROM taken t, obligation o
    WHERE n.letter_id = t.id AND NOT t.over AND NOT t.gone AND o.id = n.obligation_id
      AND NOT {UNTRUE}
    RETURNING CASE WHEN t.dated = :today THEN t.recipient END
""")  # noqa: S608 - our own words only


def take_back(session: Session, today: date, *, of_before: bool = False) -> set[str]:
    """Take back queued letters that are no longer true, or also all of days before.

    Return whose letter of today must be written anew; what others said waits for the
    morning, in which each mailbox gets its one letter of the day.
    """
    take_turns(session)
    facts = {"today": today, "of_before": of_before}
    return set(filter(None, session.scalars(_STALE, facts)))
