"""Write letters in a task's own transaction: one sender, one occasion each."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from db import contacts, outbox, units
from db.outbox import Draft
from templates.letters import Attachment, Sender, compose

OFFICE_TIME = ZoneInfo("Asia/Ho_Chi_Minh")
OFFICE_OPENS = time(7)


def sender(session: Session, today: date) -> Sender:
    """Sign for the standing office of the province's steering committee."""
    committee = units.office(session)
    own = contacts.mailbox(session, committee.id, today) or "antq@localhost.example"
    address = os.environ.get("MAIL_FROM", own)
    return Sender(
        name=f"Thường trực {committee.short_name or committee.name}",
        address=address,
        reply_to=own,
        office=f"Thường trực {committee.name}",
        contact=f"thư điện tử {own}",
        dated=datetime.combine(today, OFFICE_OPENS, OFFICE_TIME),
        closing=("TL. TRƯỞNG BAN", "THƯỜNG TRỰC BAN CHỈ ĐẠO"),
    )


@dataclass
class Post:
    """The letters of one task, queued together."""

    session: Session
    year: int
    today: date
    drafts: list[Draft] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sender = sender(self.session, self.today)

    def write(  # noqa: PLR0913, PLR0917 - an envelope, its words and what is enclosed
        self,
        kind: str,
        occasion: str,
        recipient: str,
        to: str,
        facts: Mapping[str, object],
        attachments: Sequence[Attachment] = (),
        last_day: date | None = None,
    ) -> str:
        """Write a letter once per occasion; return the occasion in full."""
        occasion = f"{self.year}/{kind}/{occasion}/{recipient}"
        letter = compose(
            kind,
            occasion=occasion,
            sender=self.sender,
            recipient=recipient,
            facts={"to": to, "year": self.year, **facts},
            attachments=attachments,
        )
        self.drafts.append(
            Draft(
                occasion=occasion,
                message_id=letter.message_id,
                kind=kind,
                recipient=recipient,
                subject=letter.subject,
                content=letter.content,
                dated=self.today,
                last_day=last_day,
            )
        )
        return occasion

    def queue(self) -> dict[str, int]:
        """Put the letters in the outbox; return their ids by occasion."""
        drafts, self.drafts = self.drafts, []
        return outbox.queue(self.session, drafts)
