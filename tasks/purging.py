"""What personal data is over, and how it is taken away; imports nothing slow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from db import forgetting, journal
from db.session import transaction
from rules.persons import RETENTION_NAMES, retention
from rules.provisions import CONFIDENCE_NAMES

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
    """Say what is over on a day, exactly as it would be purged; nothing is changed."""
    with transaction() as session:
        found = over(session, today)
        session.rollback()
        return found


def purge(today: date, by: str) -> Sequence[Over]:
    """Take away all that is over, by whoever decided so."""
    with transaction() as session:
        return purged(session, today, by)


def purged(session: Session, today: date, by: str) -> Sequence[Over]:
    """Take away all that is over, and write down how many rows and on which ground."""
    found = over(session, today)
    gone = [each for each in found if each.rows]
    if gone:
        ground = "; ".join(dict.fromkeys(each.ground for each in gone))
        counts = {each.key: each.rows for each in gone}
        journal.write(session, today, ACT, ground, approved_by=by, **counts)
    return found


def over(session: Session, today: date) -> list[Over]:
    return [_over(session, key, name, today) for key, name in RETENTION_NAMES.items()]


def _over(session: Session, key: str, name: str, today: date) -> Over:
    kept = retention(key, today)
    first = kept.kept_from(today)
    known = CONFIDENCE_NAMES[kept.provision.confidence]
    return Over(
        key=key,
        name=name,
        years=kept.years,
        kept_from=first,
        ground=f"{kept.provision.citation} ({known})",
        rows=forgetting.forget_over(session, key, first) if first else 0,
    )
