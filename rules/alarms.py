"""When an alarm is mailed: once in six hours, and once more when all is well again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from rules.watching import Trouble

MAILED_AGAIN_AFTER = timedelta(hours=6)


class Mail(StrEnum):
    ALARM = "alarm"
    ALL_CLEAR = "all_clear"


@dataclass(frozen=True)
class Memory:
    """What the watchman knows of earlier looks."""

    #: What is wrong now, and since which look.
    since: Mapping[Trouble, datetime] = field(default_factory=dict)
    #: When each trouble was last mailed.
    mailed: Mapping[Trouble, datetime] = field(default_factory=dict)
    #: What was mailed as wrong and not yet as well again.
    unclear: frozenset[Trouble] = frozenset()


def seen(memory: Memory, troubles: Collection[Trouble], now: datetime) -> Memory:
    """Remember what is wrong at this look, and forget what was long ago."""
    since = {each: memory.since.get(each, now) for each in troubles}
    recent = {each: at for each, at in memory.mailed.items() if _is_recent(at, now)}
    return replace(memory, since=since, mailed=recent)


def mail_due(memory: Memory) -> Mail | None:
    if any(trouble not in memory.mailed for trouble in memory.since):
        return Mail.ALARM
    return Mail.ALL_CLEAR if memory.unclear and not memory.since else None


def told(memory: Memory, mail: Mail, now: datetime) -> Memory:
    """Remember that a mail went out."""
    if mail is Mail.ALL_CLEAR:
        return replace(memory, unclear=frozenset())
    return replace(
        memory,
        mailed={**memory.mailed, **dict.fromkeys(memory.since, now)},
        unclear=memory.unclear | memory.since.keys(),
    )


def _is_recent(at: datetime, now: datetime) -> bool:
    """Say whether it was mailed of late; a clock set back repeats nothing."""
    return abs(now - at) < MAILED_AGAIN_AFTER
