"""One row that a unit sent: which day it came, in whose file, on which form."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rules.forms import Cell

#: Forms that travel in one workbook; any other form travels alone.
BUNDLES = {
    "units": "to-chuc",
    "contacts": "to-chuc",
    "plan": "ke-hoach",
    "registration": "dang-ky",
    "inspection": "kiem-tra",
    "remedy": "khac-phuc",
    "model": "mo-hinh",
    "figures": "so-lieu",
    "festival": "ngay-hoi",
    "pledge": "cam-ket",
    "dossier_area": "ho-so",
    "dossier_commune": "ho-so",
    "dossier_unit": "ho-so",
    "dossier_school": "ho-so",
    "score": "ho-so",
    "exemplar": "dien-hinh",
    "security_team": "to-bao-ve",
    "nominee": "de-cu",
    "service": "de-cu",
    "nominated_unit": "de-cu",
    "session": "hoi-dong",
    "vote": "hoi-dong",
    "decision": "quyet-dinh",
    "award": "quyet-dinh",
}


@dataclass(frozen=True, slots=True)
class Sent:
    """Values by field key; a missing key is an empty cell."""

    day: date
    sender: str
    form: str
    values: Mapping[str, Cell]

    @property
    def file(self) -> tuple[date, str]:
        """Return the day's folder and the workbook's name."""
        return self.day, f"{BUNDLES[self.form]}_{self.sender}.xlsx"
