"""What a change of the calendar moves, and what stays as it was told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rules.cycle import CyclePlan, StagePlan, StageStatus
from rules.ladder import Ladder, Notice
from rules.timetable import Calendar, DayKind, SpecialDay

RUNG_NAMES: Mapping[Notice, str] = {
    Notice.REMINDER: "nhắc đơn vị",
    Notice.OVERDUE: "báo đơn vị",
    Notice.SUPERIOR: "báo Ban Chỉ đạo cấp trên",
    Notice.OFFICE: "báo thường trực Ban Chỉ đạo",
    Notice.LEADERSHIP: "báo lãnh đạo Ban Chỉ đạo",
}


@dataclass(frozen=True)
class DayChange:
    """A day that is told otherwise than when the year was planned."""

    day: SpecialDay
    worked: bool
    works: bool

    @property
    def on(self) -> date:
        return self.day.on

    @property
    def matters(self) -> bool:
        """Say whether offices work where they did not, or the other way round."""
        return self.worked != self.works

    @property
    def said(self) -> str:
        if self.day.kind is DayKind.MAKEUP:
            return "đi làm bù" if self.works else "không đi làm bù nữa"
        return "không nghỉ nữa" if self.works else "là ngày nghỉ"


@dataclass(frozen=True)
class Term:
    """The three days of a stage, and how the first was derived."""

    due: date
    grace: date
    locks: date
    derivation: str


@dataclass(frozen=True)
class Standing:
    """A stage as it was frozen, and told to units once it is open."""

    id: int
    year: int
    key: str
    title: str
    status: StageStatus
    opens: date
    term: Term
    ladder: Ladder
    #: How many of its duties are given and not met.
    owed: int = 0

    @property
    def will_be_asked(self) -> bool:
        return self.status is StageStatus.WAITING or self.owed > 0


@dataclass(frozen=True)
class Move:
    """A stage the calendar moves: what is derived now, and what holds from now on."""

    stage: Standing
    derived: Term
    now: Term


@dataclass(frozen=True)
class DateMove:
    """One day of a stage: as it was, as derived now, and as it holds from now on."""

    title: str
    what: str
    was: date
    derived: date
    now: date

    @property
    def is_kept(self) -> bool:
        return self.now == self.was


@dataclass(frozen=True)
class RungMove:
    """A letter not sent yet that leaves on another day."""

    title: str
    whom: str
    mark: int
    was: date
    now: date


def changes(
    before: Sequence[SpecialDay], after: Sequence[SpecialDay]
) -> list[DayChange]:
    """Say which days are told otherwise, in their order."""
    was, now = ({day.on: day for day in days} for days in (before, after))
    old, new = Calendar.of(before), Calendar.of(after)
    return [
        DayChange(
            now.get(on) or was[on], old.is_working_day(on), new.is_working_day(on)
        )
        for on in sorted(was.keys() | now.keys())
        if was.get(on) != now.get(on)
    ]


def moves(
    stages: Sequence[Standing], before: CyclePlan, after: CyclePlan, today: date
) -> list[Move]:
    """Re-plan what the calendar moves; a day told to units is never brought forward."""
    old = {stage.key: _term(stage) for stage in before.stages}
    new = {stage.key: _term(stage) for stage in after.stages}
    return [
        Move(stage, new[stage.key], _settled(stage, new[stage.key], today))
        for stage in stages
        if stage.year == after.year
        and stage.status is not StageStatus.CLOSED
        and old.get(stage.key) != new.get(stage.key)
    ]


def _term(stage: StagePlan) -> Term:
    return Term(stage.due.day, stage.grace, stage.locks, stage.due.derivation)


def _settled(stage: Standing, derived: Term, today: date) -> Term:
    if stage.status is StageStatus.WAITING:
        return derived
    told = stage.term
    due = _later(told.due, derived.due, today)
    return Term(
        due=due,
        grace=_later(told.grace, derived.grace, today),
        locks=_later(told.locks, derived.locks, today),
        derivation=told.derivation if due == told.due else derived.derivation,
    )


def _later(told: date, derived: date, today: date) -> date:
    """Give more time, never less; a day that has passed gives none."""
    return derived if derived > told and derived >= today else told


def date_moves(found: Sequence[Move]) -> Iterator[DateMove]:
    """List the days that would move, those that are kept included."""
    for move in found:
        was, derived, now = move.stage.term, move.derived, move.now
        days = [("hạn", was.due, derived.due, now.due)]
        if (was.grace, derived.grace) != (was.due, derived.due):
            name = "ngày cuối còn tính đúng hạn"
            days.append((name, was.grace, derived.grace, now.grace))
        days.append(("ngày khóa sổ", was.locks, derived.locks, now.locks))
        for what, told, again, holds in days:
            if told != again:
                yield DateMove(move.stage.title, what, told, again, holds)


def settled(stages: Sequence[Standing], found: Sequence[Move]) -> list[Standing]:
    """Return the stages as they are once moved."""
    now = {move.stage.id: move.now for move in found}
    return [replace(stage, term=now.get(stage.id, stage.term)) for stage in stages]


def rung_moves(
    was: Sequence[Standing],
    now: Sequence[Standing],
    calendars: tuple[Calendar, Calendar],
    today: date,
) -> Iterator[RungMove]:
    """List the reminders and questions to come that leave on another day."""
    old, new = calendars
    for stage, moved in zip(was, now, strict=True):
        for rung in stage.ladder if stage.will_be_asked else ():
            before = max(old.reached_on(stage.term.due, rung.mark), stage.opens)
            after = max(new.reached_on(moved.term.due, rung.mark), stage.opens)
            if before != after and max(before, after) >= today:
                whom = RUNG_NAMES[rung.notice]
                yield RungMove(stage.title, whom, rung.mark, before, after)
