"""From notices to what the letter of a day says, section by section."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby

from sqlalchemy.orm import Session

from db import contact_duties, cycle, digests, extensions, requests
from db.cycle import Stage
from db.digests import Before, Told
from db.extensions import Extension
from rules.ladder import ESCALATION, OVER, STEP_NAMES, Notice
from rules.provisions import Confidence
from rules.timetable import calendar
from templates import facts
from templates.digests import (
    Extended,
    Line,
    Received,
    Section,
    Topic,
    Waived,
    section,
)
from templates.facts import DutyLine

#: What the office owes besides its acts.
OWN = frozenset({contact_duties.STAGE, requests.STAGE})
_URGENCY = {notice: place for place, notice in enumerate(Notice)}

ASKED = {
    Notice.SUPERIOR: "đôn đốc đơn vị hoàn thành ngay hoặc báo lý do chậm",
    Notice.OFFICE: "làm việc trực tiếp với đơn vị và cấp trên của đơn vị",
    Notice.LEADERSHIP: "chỉ đạo người đứng đầu đơn vị và cấp trên của đơn vị",
}
#: Who is told by the rungs below escalation, whatever the unit is called.
UNIT = "đơn vị"
ASKED_OF_OWN = "chỉ đạo Thường trực Ban Chỉ đạo hoàn thành ngay"


@dataclass(frozen=True)
class Known:
    """What the letters of a batch must know besides their notices."""

    today: date
    #: The mailbox of the standing office: it is not asked to direct itself.
    office: str
    stages: Mapping[int, Stage]
    before: Mapping[int, Sequence[Before]]
    awaited: Mapping[int, Sequence[str]]
    extensions: Mapping[int, Extension]


def known(session: Session, told: Sequence[Told], office: str, today: date) -> Known:
    """Look up what a batch must know, in a statement each."""
    stages = cycle.stages_by_id(session, {each.stage_id for each in told})
    late = {each.obligation_id for each in told if each.rung.notice in ESCALATION}
    waiting = {each.obligation_id for each in told if stages[each.stage_id].waits_for}
    extended = {each.obligation_id for each in told if each.extensions}
    return Known(
        today=today,
        office=office,
        stages=stages,
        before=digests.history(session, [*late]) if late else {},
        awaited=digests.awaited(session, [*waiting]) if waiting else {},
        extensions=extensions.last_extensions(session, [*extended]) if extended else {},
    )


def sections(told: Iterable[Told], known: Known) -> list[Section]:
    """Tell each duty once, by its most urgent notice, and the most urgent first."""
    placed = [(*_place(each, known), each) for each in _most_urgent(told)]
    placed.sort(key=lambda place: place[:2])
    return [
        section(
            _TOPICS[topic], [_line(each, topic, known) for *_, each in group], own=own
        )
        for (topic, own), group in groupby(placed, lambda place: place[:2])
    ]


_TOPICS = tuple(Topic)


def _most_urgent(told: Iterable[Told]) -> list[Told]:
    chosen: dict[int, Told] = {}
    for each in told:
        rival = chosen.setdefault(each.obligation_id, each)
        if _URGENCY[each.rung.notice] < _URGENCY[rival.rung.notice]:
            chosen[each.obligation_id] = each
    return list(chosen.values())


def _is_offices(stage: Stage) -> bool:
    """Say whether the standing office itself owes what a stage asks for."""
    return stage.act is not None or stage.key in OWN


def _place(each: Told, known: Known) -> tuple[int, bool]:
    """Say in which section a notice is told, and whether it is the sender's to do."""
    stage = known.stages[each.stage_id]
    own = _is_offices(stage)
    topic = _topic(each, known, own=own)
    if topic is Topic.ASKED:
        own = each.recipient == known.office
    return _TOPICS.index(topic), own


def _topic(each: Told, known: Known, *, own: bool) -> Topic:
    match each.rung.notice:
        case Notice.LEADERSHIP | Notice.OFFICE | Notice.SUPERIOR:
            answers = own and each.recipient == known.office
            return Topic.OVERDUE if answers else Topic.ASKED
        case Notice.REMINDER | Notice.OPENED if each.due < known.today:
            return Topic.OVERDUE
        case notice:
            return Topic(notice)


def _line(each: Told, place: int, known: Known) -> Line:
    stage = known.stages[each.stage_id]
    topic = _TOPICS[place]
    asked = ASKED_OF_OWN if _is_offices(stage) else ASKED.get(each.rung.notice, "")
    is_asked = topic is Topic.ASKED
    return Line(
        duty=duty_line(each, stage, known.today),
        asked=asked if is_asked else "",
        told=_told(each, stage, known) if is_asked else (),
        awaited=known.awaited.get(each.obligation_id, ()),
        extended=_extended(each, known) if topic is Topic.EXTENDED else None,
        over=_over(each),
    )


def _told(each: Told, stage: Stage, known: Known) -> list[facts.Told]:
    """Say who was asked before and when, each once a day, in order."""
    before = known.before.get(each.obligation_id, ())
    own = STEP_NAMES[Notice.OFFICE] if stage.key in OWN else UNIT
    told = (facts.Told(_who(one, own, known), one.day) for one in before)
    return list(dict.fromkeys(told))


def _who(before: Before, own: str, known: Known) -> str:
    """Name who a rung asks, whose else the mailbox is; the office reads as itself."""
    if before.rung.notice not in ESCALATION:
        return own
    if before.recipient == known.office:
        return STEP_NAMES[Notice.OFFICE]
    return STEP_NAMES[before.rung.notice]


def duty_line(each: Told, stage: Stage, today: date) -> DutyLine:
    return DutyLine(
        unit=each.unit,
        title=stage.title,
        due=each.due,
        days_left=_days_left(today, each.due),
        how=stage.how,
        source=stage.source,
        unconfirmed=stage.confidence == Confidence.UNCONFIRMED,
    )


@cache
def _days_left(today: date, due: date) -> int:
    """Count the working days left; of another day never none, be it a day off."""
    left = calendar().working_days_left(today, due)
    if left or today == due:
        return left
    return 1 if due > today else -1


def _extended(each: Told, known: Known) -> Extended | None:
    row = known.extensions.get(each.obligation_id)
    return Extended(row.was_due, row.reason, row.approved_by) if row else None


def _over(each: Told) -> Received | Waived | None:
    """Say how a duty ended that is told of as over."""
    if each.rung.notice not in OVER:
        return None
    if each.fulfilled_on is None:
        return Waived(each.waived_ground or "", each.waived_by or "")
    late = max(0, -_days_left(each.fulfilled_on, each.due))
    return Received(each.fulfilled_on, late, each.late)
