"""Who looked at persons' data; imports nothing that is slow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from db import access
from db.access import Kind
from db.session import reading

KIND_NAMES = {
    Kind.HOUSEHOLD: "hộ gia đình",
    Kind.NOMINEE: "người được đề nghị",
    Kind.AWARD: "người được khen",
    Kind.MISTAKE: "ô ghi sai",
    Kind.LETTER: "thư có thể nêu tên",
}


@dataclass(frozen=True)
class Seen:
    at: datetime
    actor: str
    via: str
    kind: Kind
    rows: int
    scope: str
    purpose: str


def seen(since: datetime, limit: int) -> Sequence[Seen]:
    """Return who looked since a moment, the last first."""
    with reading() as session:
        return [
            Seen(row.at, row.actor, row.via, row.kind, row.rows, row.scope, row.purpose)
            for row in access.lines(session, since, limit)
        ]
