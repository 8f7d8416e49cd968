"""The picture of a day: the stages that are not over, and who is silent in them."""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import chain

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from db.base import FAR_FUTURE
from db.contacts import MOVEMENT_ROLE
from db.cycle import Stage
from db.notices import FAILED
from rules import agenda
from rules.cycle import StageStatus
from rules.ladder import Rung

DAY = timedelta(days=1)
#: The first and the last day on which duties lock, both included.
Locks = tuple[date, date]


def stages_today(session: Session, today: date) -> list[agenda.Stage]:
    """Take the picture the rules look at."""
    return _stages(session, today, (today, FAR_FUTURE))


def stages_missed(session: Session, since: date, today: date) -> list[agenda.Stage]:
    """Take that picture, with who was silent until a lock in days not lived.

    ``since`` is the last day lived. These are told of nothing any more.
    """
    return _stages(session, today, (today, FAR_FUTURE), (since + DAY, today - DAY))


def _stages(session: Session, today: date, *locks: Locks) -> list[agenda.Stage]:
    """Look at the stages first: of one seen as open, its duties are seen too."""
    unfinished = (
        select(Stage)
        .where(Stage.status != StageStatus.CLOSED, Stage.opens <= today)
        .order_by(Stage.opens, Stage.id)
    )
    stages = session.scalars(unfinished).all()
    silent = [_silent(session, today, each) for each in locks]
    return [
        agenda.Stage(
            id=row.id,
            status=row.status,
            opens=row.opens,
            due=row.due,
            locks=row.locks,
            ladder=tuple(Rung.parse(rung) for rung in row.ladder),
            silent=tuple(chain.from_iterable(each.get(row.id, ()) for each in silent)),
        )
        for row in stages
    ]


#: What a letter did not bring was not told. A unit that no letter can reach keeps no
#: rung of its own open: it is the office's to find, and those above are still asked.
#: While no letter leaves at all, nothing was tried, and nobody above is asked; one that
#: is put off while others leave was tried.
_SILENT = text(f"""
    WITH silent AS (
        SELECT o.id, o.stage_id, o.due, o.grace, o.opened_on, o.locks,
               o.opened_on = :today AS fresh,
               m.address IS NOT NULL AND o.opened_on < :today AS reachable
        FROM obligation o
        LEFT JOIN mailbox_on(:today) m ON m.unit_id = o.unit_id AND m.role = :role
        WHERE o.fulfilled_on IS NULL AND o.waived_on IS NULL
          AND o.locks BETWEEN :first AND :last
    ), told AS (
        SELECT s.stage_id, s.due, s.grace, n.rung, max(n.told_on) AS on_day,
               bool_or(l.status = 'sent' OR NOT d.came OR (
                   SELECT min(e.dated) FROM letter e
                   WHERE e.id = ANY(n.earlier || n.letter_id)
               ) < (SELECT max(dated) FROM letter WHERE status = 'sent')) AS has_left,
               count(DISTINCT s.id) FILTER (WHERE s.reachable) AS units_tried,
               count(DISTINCT s.id) FILTER (WHERE s.reachable AND d.came) AS units_told,
               count(DISTINCT s.id) AS all_tried,
               count(DISTINCT s.id) FILTER (WHERE d.came) AS all_told,
               n.rung ~ '^(superior|office|leadership):' AS is_step
        FROM silent s JOIN notice n ON n.obligation_id = s.id AND n.due = s.due
        LEFT JOIN letter l ON l.id = n.letter_id
        CROSS JOIN LATERAL (SELECT coalesce(l.status, '') NOT IN {FAILED} AS came) d
        GROUP BY s.stage_id, s.due, s.grace, n.rung
    ), counted AS (
        SELECT stage_id, due, grace, min(opened_on) AS opened, max(locks) AS locks,
               count(*) AS duties, bool_and(fresh) AS fresh,
               count(*) FILTER (WHERE reachable) AS reachable,
               count(*) FILTER (WHERE NOT fresh) AS older
        FROM silent GROUP BY stage_id, due, grace
    )
    SELECT c.stage_id, c.due, c.grace, c.opened, c.locks, c.duties, c.reachable,
           c.fresh, coalesce(json_object_agg(t.rung, t.on_day) FILTER (
               WHERE CASE WHEN t.is_step THEN t.all_told >= c.older
                     ELSE t.units_told >= c.reachable END), '{{}}'),
           coalesce(json_object_agg(t.rung, t.on_day) FILTER (
               WHERE t.has_left AND CASE WHEN t.is_step THEN t.all_tried >= c.older
                     ELSE t.units_tried >= c.reachable END), '{{}}')
    FROM counted c LEFT JOIN told t USING (stage_id, due, grace)
    GROUP BY c.stage_id, c.due, c.grace, c.opened, c.locks, c.duties, c.reachable,
             c.fresh
    ORDER BY c.stage_id, c.due, c.grace
""")  # noqa: S608 - our own words only


def _silent(
    session: Session, today: date, locks: Locks
) -> dict[int, list[agenda.Silence]]:
    silent: dict[int, list[agenda.Silence]] = {}
    first, last = locks
    asked = {"role": MOVEMENT_ROLE, "today": today, "first": first, "last": last}
    for (
        stage_id,
        due,
        grace,
        opened,
        locks_on,
        units,
        reachable,
        fresh,
        *rungs,
    ) in session.execute(_SILENT, asked):
        told, tried = map(_days, rungs)
        silence = agenda.Silence(
            due, grace, opened, locks_on, units, reachable, told, tried, fresh
        )
        silent.setdefault(stage_id, []).append(silence)
    return silent


def _days(told: Mapping[str, str]) -> dict[str, date]:
    return {rung: date.fromisoformat(day) for rung, day in told.items()}
