"""Turn notices into letters: each mailbox gets one of a kind a day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from itertools import groupby

from sqlalchemy.orm import Session

from db import cycle, notices
from db.cycle import Stage
from db.notices import Told
from rules.agenda import Notice
from rules.timetable import calendar
from tasks.letters import Post
from templates import facts
from templates.facts import DutyLine, EscalatedLine

ACT_DUE = "act_due"
ASK_SUPERIOR = "đôn đốc đơn vị hoàn thành ngay hoặc báo lý do chậm"
UNCONFIRMED = "unconfirmed"


def write_letters(session: Session, today: date) -> None:
    """Write the letters of today's notices and queue them."""
    told = notices.unwritten(session, today)
    if not told:
        return
    stages = cycle.stages_by_id(session, {each.stage_id for each in told})
    before = notices.history(
        session, [each.obligation_id for each in told if _kind(each, stages) in _LATE]
    )
    post = Post(session, today.year, today)
    occasions: dict[str, Sequence[Told]] = {}
    for (recipient, kind), group in _by_letter(told, stages):
        lines = [_line(each, stages[each.stage_id], today) for each in group]
        shown = (
            [
                _escalated(each, line, before)
                for each, line in zip(group, lines, strict=True)
            ]
            if kind == Notice.ESCALATION
            else lines
        )
        occasion = post.write(
            kind,
            occasion=f"{today}/{_digest(group, stages)}",
            recipient=recipient,
            to=post.sender.office if kind == ACT_DUE else group[0].addressee,
            facts={"duties": shown},
        )
        occasions[occasion] = group
    ids = post.queue()
    notices.carried_by(
        session,
        [(each.id, ids[key]) for key, group in occasions.items() for each in group],
    )


def _by_letter(
    told: Sequence[Told], stages: Mapping[int, Stage]
) -> Iterable[tuple[tuple[str, str], list[Told]]]:
    def letter(each: Told) -> tuple[str, str]:
        return each.recipient, _kind(each, stages)

    for key, group in groupby(sorted(told, key=letter), letter):
        yield key, list(group)


_LATE = (Notice.ESCALATION,)


def _kind(each: Told, stages: Mapping[int, Stage]) -> str:
    """Name the letter; of the secretariat's own acts it is a letter of its own."""
    kind = each.rung.partition(":")[0]
    return ACT_DUE if stages[each.stage_id].act else kind


def _line(each: Told, stage: Stage, today: date) -> DutyLine:
    return DutyLine(
        unit=each.unit,
        title=stage.title,
        due=each.due,
        days_left=calendar().working_days_left(today, each.due),
        how=stage.how,
        source=stage.source,
        unconfirmed=stage.confidence == UNCONFIRMED,
    )


def _escalated(
    each: Told, line: DutyLine, before: Mapping[int, Sequence[tuple[str, date]]]
) -> EscalatedLine:
    told = [facts.Told(who, day) for who, day in before.get(each.obligation_id, ())]
    return EscalatedLine(line, told, ASK_SUPERIOR)


def _digest(group: Sequence[Told], stages: Mapping[int, Stage]) -> str:
    """Name what makes this letter a new one: whose duties, at which rungs."""
    parts = (
        f"{each.unit_code}/{stages[each.stage_id].key}/{each.rung}" for each in group
    )
    return sha256("\n".join(sorted(parts)).encode()).hexdigest()[:16]
