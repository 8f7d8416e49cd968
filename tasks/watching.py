"""Look once at what a watchman must know; nothing here needs Prefect."""

import json
import shutil
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from db import cycle, outbox
from db.session import reading
from rules.alarms import Memory
from rules.errors import ServiceUnavailableError
from rules.watching import Facts, Room, Trouble, Waiting

_PATIENCE = text("SET LOCAL statement_timeout = '30s'")


def look(now: datetime) -> Facts:
    """See how far the year was lived, and what waits in the outbox."""
    try:
        with reading() as session:
            session.execute(_PATIENCE)
            life = cycle.life(session, now.year)
            if life is None:
                return Facts(now)
            letters, oldest = outbox.overdue_since(session, now)
    except SQLAlchemyError as problem:
        said = " ".join(str(getattr(problem, "orig", problem)).split())
        raise ServiceUnavailableError(f"Máy chủ báo: {said}") from problem
    waiting = Waiting(letters, oldest) if oldest else None
    return Facts(now, life=life, waiting=waiting)


def room(folder: Path) -> Room:
    return Room(str(folder), shutil.disk_usage(folder).free)


def recall(note: Path) -> Memory:
    """Read what earlier looks left; a note that cannot be read is none."""
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        left = json.loads(note.read_text())
        return Memory(
            since=_times(left["since"]),
            mailed=_times(left["mailed"]),
            unclear=frozenset(map(Trouble, left["unclear"])),
        )
    return Memory()


def _times(left: Mapping[str, str]) -> dict[Trouble, datetime]:
    return {Trouble(key): datetime.fromisoformat(at) for key, at in left.items()}


def remember(note: Path, memory: Memory) -> None:
    """Leave a note for the next look, whole or not at all."""
    left = {
        "since": {key: at.isoformat() for key, at in memory.since.items()},
        "mailed": {key: at.isoformat() for key, at in memory.mailed.items()},
        "unclear": sorted(memory.unclear),
    }
    draft = note.with_suffix(".new")
    try:
        draft.write_text(json.dumps(left))
        draft.replace(note)
    except OSError as problem:
        raise ServiceUnavailableError(
            f"Không ghi được “{note}”: {problem.strerror}. Thư báo động sẽ lặp lại mỗi"
            " lần canh; hãy cấp quyền ghi hoặc dọn đĩa."
        ) from problem
