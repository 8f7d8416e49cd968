"""What a person may ask about their own data, and by when the office must act."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rules.deadlines import Deadline, deadline
from rules.entries import Entry, load
from rules.errors import LawNotInForceError
from rules.persons import FILE
from rules.provisions import CONFIDENCE_NAMES, Provision, provision
from rules.timetable import Calendar


class RequestKind(StrEnum):
    EXPORT = "export"
    CORRECT = "correct"
    ERASE = "erase"


KIND_NAMES = {
    RequestKind.EXPORT: "cung cấp dữ liệu",
    RequestKind.CORRECT: "đính chính dữ liệu",
    RequestKind.ERASE: "xóa dữ liệu",
}


class RequestOutcome(StrEnum):
    DONE = "done"
    REFUSED = "refused"


OUTCOME_NAMES = {
    RequestOutcome.DONE: "đã thực hiện",
    RequestOutcome.REFUSED: "đã từ chối, có nêu lý do",
}


class Step(StrEnum):
    """What the office owes who asks: first an answer, then the thing itself."""

    ANSWER = "answer"
    CARRY_OUT = "carry_out"


STEP_NAMES = {Step.ANSWER: "phản hồi", Step.CARRY_OUT: "thực hiện"}


@dataclass(frozen=True)
class Timer:
    """The last day of a step, how it was derived, and by which text."""

    step: Step
    due: Deadline
    provision: Provision


def timer(step: Step, asked_on: date, days: Calendar) -> Timer:
    """Return by when a step must be done, by the text in force on the day of asking."""
    for entry in load(FILE).tables("timers"):
        ground = provision(entry)
        if entry.name == step and ground.in_force(asked_on):
            return Timer(step, _counted(entry, ground, asked_on, days), ground)
    raise LawNotInForceError(
        f"Chưa có thời hạn “{STEP_NAMES[step]}” yêu cầu về dữ liệu cá nhân"
        f" hiệu lực ngày {asked_on:%d/%m/%Y}; bổ sung trong rules/law/{FILE}."
    )


def _counted(
    entry: Entry, ground: Provision, asked_on: date, days: Calendar
) -> Deadline:
    working = entry.perhaps("working_days", int)
    if working:
        found = deadline({"working_days_after": working, "of": asked_on}, days)
    else:
        last = asked_on + timedelta(days=entry.of("days", int))
        found = deadline({"by_end_of": last, "shifts": "later"}, days)
    known = CONFIDENCE_NAMES[ground.confidence]
    return Deadline(found.day, f"{found.derivation}; {ground.citation} ({known})")
