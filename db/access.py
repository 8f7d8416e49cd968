"""Who looked at persons' data, when, for what: a line in the reader's own transaction.

The engine that judges, or carries letters, reads for nobody: it leaves no line here.
"""

import os
import pwd
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from db.base import Base, Key, Now


class Kind(StrEnum):
    """Which rows of persons were shown."""

    HOUSEHOLD = "household"
    NOMINEE = "nominee"
    AWARD = "award"
    MISTAKE = "mistake"
    LETTER = "letter"


class Access(Base):
    """A line of the access journal; the database refuses to change or delete it."""

    __tablename__ = "access"
    __table_args__ = (CheckConstraint("rows >= 0", name="counted"),)

    id: Mapped[Key]
    at: Mapped[Now] = mapped_column(index=True)
    #: The account of the machine; the office's accounts are of posts.
    actor: Mapped[str]
    via: Mapped[str]
    kind: Mapped[Kind]
    rows: Mapped[int]
    scope: Mapped[str]
    purpose: Mapped[str]


@dataclass(frozen=True)
class Reading:
    """By which command or flow, of what unit or year, and what for - no names."""

    via: str
    purpose: str
    scope: str = "toàn tỉnh"


def note(session: Session, reading: Reading, kind: Kind, rows: int) -> None:
    """Write down that so many rows are shown; none shown leaves a line too."""
    told = vars(reading) | {"actor": account(), "kind": kind, "rows": rows}
    session.execute(insert(Access).values(told))


def account() -> str:
    """Return the account this process runs as, which no variable can disguise."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid {os.getuid()}"


def lines(session: Session, since: datetime, limit: int) -> Sequence[Access]:
    """Return the lines since a moment, the last first."""
    statement = select(Access).where(Access.at >= since)
    return session.scalars(statement.order_by(Access.id.desc()).limit(limit)).all()
