"""Where units are reached: a role's mailbox; which mailboxes letters came back from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import (
    ColumnClause,
    ForeignKey,
    Integer,
    Text,
    and_,
    any_,
    column,
    delete,
    func,
    literal,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, ExcludeConstraint, insert
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.sql.selectable import TableValuedAlias

from db.base import Base, Key, during
from db.units import Unit, in_scope, owned_by
from rules.cycle import Owner
from rules.units import Tier, UnitKind

MOVEMENT_ROLE = "Đầu mối phong trào"
LEADERSHIP_ROLE = "Lãnh đạo"


class Contact(Base):
    """A role's mailbox in a unit: a role, never a person."""

    __tablename__ = "contact"
    __table_args__ = (
        ExcludeConstraint(
            ("unit_id", "="),
            ("role", "="),
            (text(during()), "&&"),
            name="ex_contact_role_once_a_day",
        ),
    )

    id: Mapped[Key]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    role: Mapped[str]
    email: Mapped[str]
    deputy_email: Mapped[str | None]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class DeadMailbox(Base):
    """An address, in small letters, from which letters come back for good."""

    __tablename__ = "dead_mailbox"

    address: Mapped[str] = mapped_column(Text, primary_key=True)
    since: Mapped[date]
    answer: Mapped[str]


def mailbox_on(day: date) -> TableValuedAlias:
    """Return where each role of each unit is reached on a day."""
    unit: ColumnClause[int] = column("unit_id", Integer)
    found = func.mailbox_on(day)
    told = found.table_valued(unit, column("role", Text), column("address", Text))
    return told.alias("mailbox")


def mailbox(
    session: Session, unit_id: int, on: date, role: str = MOVEMENT_ROLE
) -> str | None:
    reach = mailbox_on(on)
    found = select(reach.c.address).where(reach.c.unit_id == unit_id)
    return session.scalar(found.where(reach.c.role == role))


def without(session: Session, on: date) -> Sequence[Unit]:
    """Return the units in scope that no letter can reach."""
    reach = mailbox_on(on)
    reached = and_(reach.c.unit_id == Unit.id, reach.c.role == MOVEMENT_ROLE)
    statement = (
        select(Unit)
        .outerjoin(reach, reached)
        .where(in_scope(on), reach.c.unit_id.is_(None))
        .where(Unit.kind != UnitKind.PROVINCE, Unit.tier != Tier.CENTRAL)
        .order_by(func.lower(Unit.code))
    )
    return session.scalars(statement).all()


#: Mailbox and name of the units that can be reached.
Mailboxes = Mapping[int, tuple[str, str]]


def mailboxes(session: Session, ids: Sequence[int], on: date) -> Mailboxes:
    """Return the mailbox and the name of each unit that can be reached."""
    reach = mailbox_on(on)
    statement = (
        select(Unit.id, reach.c.address, Unit.name)
        .join(reach, reach.c.unit_id == Unit.id)
        .where(Unit.id.in_(ids), reach.c.role == MOVEMENT_ROLE)
    )
    rows = session.execute(statement)
    return {unit_id: (address, name) for unit_id, address, name in rows}


def of_owners(
    session: Session, owners: Sequence[Owner], on: date
) -> Sequence[tuple[str, str]]:
    """Return the mailboxes of those a stage is owed by, each once, with a name."""
    reach = mailbox_on(on)
    statement = (
        select(reach.c.address, func.min(Unit.name))
        .join(Unit, Unit.id == reach.c.unit_id)
        .where(in_scope(on), owned_by(owners), reach.c.role == MOVEMENT_ROLE)
        .group_by(reach.c.address)
        .order_by(reach.c.address)
    )
    return session.execute(statement).all()


def mark_dead(session: Session, address: str, answer: str, today: date) -> bool:
    """Write to a mailbox no more; say whether that is new."""
    statement = insert(DeadMailbox).values(
        address=address.lower(), since=today, answer=answer
    )
    added = statement.on_conflict_do_nothing().returning(DeadMailbox.address)
    return session.scalar(added) is not None


@dataclass(frozen=True)
class Dead:
    """A role's mailbox that letters came back from, and the one that serves now."""

    code: str
    name: str
    role: str
    address: str
    since: date
    answer: str
    reached_at: str | None


_DEAD = text("""
    SELECT u.code, u.name, c.role, d.address, d.since, d.answer, m.address
    FROM dead_mailbox d
    JOIN contact c ON d.address IN (lower(c.email), lower(c.deputy_email))
    JOIN unit u ON u.id = c.unit_id
    LEFT JOIN mailbox_on(:on) m ON m.unit_id = c.unit_id AND m.role = c.role
    WHERE :on BETWEEN c.valid_from AND coalesce(c.valid_to, 'infinity')
      AND :on BETWEEN u.valid_from AND coalesce(u.valid_to, 'infinity')
    ORDER BY d.since, lower(u.code), c.role, d.address
""")


def dead(session: Session, on: date) -> list[Dead]:
    """Return the mailboxes in use that letters came back from."""
    return [Dead(*row) for row in session.execute(_DEAD, {"on": on})]


def revive(session: Session, addresses: Sequence[str]) -> None:
    """Trust mailboxes again that somebody told us anew."""
    told = literal([address.lower() for address in addresses], ARRAY(Text))
    # One parameter however many: a nation's workbook names more than a statement takes.
    session.execute(delete(DeadMailbox).where(DeadMailbox.address == any_(told)))
