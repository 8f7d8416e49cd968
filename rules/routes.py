"""Where a dossier is sent, by the text in force and the locality's own choice."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.entries import ENACTED, Book, Entry, load
from rules.errors import LawNotInForceError
from rules.forms import forms
from rules.provisions import CONFIDENCE_NAMES, Provision, provision
from rules.units import UnitKind

FILE = "routes.toml"
DOSSIER = "dossier"


class Recipient(StrEnum):
    STANDING_COMMITTEE = "standing_committee"
    COMMUNE_POLICE = "commune_police"
    COMMUNE_COMMITTEE = "commune_committee"


RECIPIENT_NAMES = {
    Recipient.STANDING_COMMITTEE: "Thường trực Ban Chỉ đạo cấp xã",
    Recipient.COMMUNE_POLICE: "Công an cấp xã",
    Recipient.COMMUNE_COMMITTEE: "Ủy ban nhân dân cấp xã",
}


@dataclass(frozen=True, slots=True)
class Route:
    """Who receives a form's dossiers, and among whom a locality may choose."""

    form: str
    recipient: Recipient
    recipients: tuple[Recipient, ...]
    provision: Provision

    @property
    def title(self) -> str:
        return RECIPIENT_NAMES[self.recipient]

    def __str__(self) -> str:
        ground = self.provision
        confidence = CONFIDENCE_NAMES[ground.confidence]
        return f"{self.title} ({ground.citation}, {confidence})"

    @property
    def configurable(self) -> bool:
        return len(self.recipients) > 1


def route(form: str, on: date, book: Book = ENACTED) -> Route:
    """Say where the dossiers of a form go on a day."""
    for entry in load(FILE, book).tables("routes"):
        if entry.name == form and provision(entry).in_force(on):
            return _route(entry)
    raise LawNotInForceError(
        f"Chưa có quy định nơi nhận hồ sơ “{form}” ngày {on:%d/%m/%Y};"
        f" bổ sung trong rules/law/{FILE}."
    )


def dossier_route(kind: UnitKind, on: date) -> Route | None:
    """Say where a kind's dossier goes; nothing, where no text says it."""
    asked = {
        form.key
        for form in forms().values()
        if form.duty == DOSSIER and kind in form.kinds
    }
    entries = load(FILE).tables("routes")
    found = (e for e in entries if e.name in asked and provision(e).in_force(on))
    return next((_route(entry) for entry in found), None)


def _route(entry: Entry) -> Route:
    recipient = entry.choice("recipient", Recipient)
    recipients = entry.choices("recipients", Recipient)
    if recipient not in recipients:
        raise entry.error("recipient", "không có trong `recipients`")
    return Route(entry.of("id", str), recipient, recipients, provision(entry))
