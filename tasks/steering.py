"""Whom an act on a duty concerns; imports nothing that is slow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from db import cycle
from db.concerned import Concerned, concerned, named
from db.cycle import Stage
from db.session import reading
from rules.cycle import StageStatus
from rules.errors import OutOfTurnError, UnknownUnitError
from rules.steering import Obstacle, Whom
from tasks.stage_lookup import stage_meant


@dataclass(frozen=True)
class Steered:
    """An act on a duty: the units it concerns, and those it passes over."""

    year: int
    key: str
    title: str
    done: Sequence[Concerned]
    passed: Sequence[Concerned]

    @property
    def late(self) -> int:
        """Count those whose delay remains a fact, whatever is granted now."""
        return sum(each.is_late for each in self.done)


def foresee(
    year: int, duty: str, whom: Whom, today: date, until: date | None = None
) -> Steered:
    """Say whom an act would concern, and change nothing."""
    with reading() as session:
        stage = given(session, year, duty)
        return meant(session, stage, whom, today, until=until)


def given(session: Session, year: int, duty: str) -> Stage:
    """Find the stage; its duties exist only once it was opened."""
    cycle.cycle_of(session, year)
    stage = stage_meant(cycle.due_stages(session, year), duty)
    if stage.status is StageStatus.WAITING:
        raise OutOfTurnError(
            f"“{stage.title}” chưa giao cho đơn vị nào: việc mở ngày"
            f" {stage.opens:%d/%m/%Y}."
        )
    return stage


def meant(  # noqa: PLR0913 - see concerned
    session: Session,
    stage: Stage,
    whom: Whom,
    today: date,
    *,
    until: date | None = None,
    hold: bool = False,
) -> Steered:
    """Part those whom an act concerns from those it passes over."""
    strangers = _strangers(session, whom)
    found = concerned(session, stage.id, whom, today, until=until, hold=hold)
    owing = {each.code.lower() for each in found}
    passed = [each for each in found if each.obstacle] + [
        Concerned(None, code, name, None, is_late=False, obstacle=Obstacle.OWES_NOTHING)
        for key, (code, name) in strangers.items()
        if key in whom.units and key not in owing
    ]
    done = [each for each in found if not each.obstacle]
    return Steered(stage.year, stage.key, stage.title, done, passed)


def _strangers(session: Session, whom: Whom) -> dict[str, tuple[str, str]]:
    """Return the units that were named; refuse a code nobody bears."""
    asked = [*whom.units, *([whom.under] if whom.under else [])]
    known = named(session, asked)
    unknown = [code.upper() for code in asked if code.lower() not in known]
    if unknown:
        raise UnknownUnitError(f"Không có đơn vị nào mang mã {', '.join(unknown)}.")
    return known
