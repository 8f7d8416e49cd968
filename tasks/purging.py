"""What personal data is over, and how it is taken away; imports nothing slow."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from db import forgetting, journal
from db.session import reading, transaction
from rules.persons import RETENTION_NAMES, Retention, retention
from rules.provisions import CONFIDENCE_NAMES

_Rows = Callable[[Session, str, date], int]
ACT = "Xóa dữ liệu cá nhân hết thời hạn lưu"


@dataclass(frozen=True)
class Over:
    """What is kept until when, by which text, and how many rows are older."""

    key: str
    name: str
    years: int | None
    kept_from: date | None
    ground: str
    rows: int


def foresee(today: date) -> Sequence[Over]:
    """Say what is over on a day, by the same words as it would be purged."""
    with reading() as session:
        return _over(session, today, forgetting.count_over)


def purge(today: date, by: str) -> Sequence[Over]:
    """Take away all that is over, by whoever decided so."""
    with transaction() as session:
        return purged(session, today, by)


def purged(session: Session, today: date, by: str) -> Sequence[Over]:
    """Take away all that is over, and write down how many rows and on which ground."""
    found = _over(session, today, forgetting.forget_over)
    gone = [each for each in found if each.rows]
    if gone:
        ground = "; ".join(dict.fromkeys(each.ground for each in gone))
        counts = {each.key: each.rows for each in gone}
        journal.write(session, today, ACT, ground, approved_by=by, **counts)
    return found


def _over(session: Session, today: date, rows_of: _Rows) -> list[Over]:
    return [
        _kept(session, retention(key, today), today, rows_of) for key in RETENTION_NAMES
    ]


def _kept(session: Session, kept: Retention, today: date, rows_of: _Rows) -> Over:
    first = kept.kept_from(today)
    known = CONFIDENCE_NAMES[kept.provision.confidence]
    return Over(
        key=kept.key,
        name=RETENTION_NAMES[kept.key],
        years=kept.years,
        kept_from=first,
        ground=f"{kept.provision.citation} ({known})",
        rows=rows_of(session, kept.key, first) if first else 0,
    )
