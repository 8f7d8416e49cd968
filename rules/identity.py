"""Which workbook a returned file is: said in the file itself, and sealed.

A very hidden sheet holds it: in A1 what it says, in A2 the seal over just that text.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from hmac import compare_digest
from hmac import digest as hmac_digest

from rules.forms import Cell

#: The sheet it stands on. No form may be named so.
SHEET = "_antq"
#: The shape of what is said; raise it when that changes.
SHAPE = 1


@dataclass(frozen=True)
class Identity:
    """For whom and what a workbook was written, and from which facts.

    ``as_of`` is the last day on which any of those facts changed: a later workbook of
    the same units and duty never has an earlier one.
    """

    units: tuple[str, ...]
    duty: str
    year: int
    period: str
    forms: tuple[str, ...]
    as_of: date
    facts: str  # a digest of all that the workbook was written from

    @property
    def version(self) -> str:
        return f"{self.as_of:%d/%m/%Y}-{self.facts[:8]}"


class Flaw(StrEnum):
    """Why a workbook does not say which it is."""

    UNMARKED = "unmarked"
    FOREIGN = "foreign"
    TAMPERED = "tampered"


FLAW_NAMES = {
    Flaw.UNMARKED: "tệp không phải do chương trình ghi ra",
    Flaw.FOREIGN: "tệp do nơi khác ghi ra",
    Flaw.TAMPERED: "dấu nhận dạng của tệp đã bị sửa",
}


def sealed(identity: Identity, key: bytes) -> tuple[tuple[str], tuple[str]]:
    """Return the cells of the hidden sheet."""
    said = json.dumps(
        {
            "antq": SHAPE,
            "key": _name_of(key),
            **vars(identity),
            "as_of": identity.as_of.isoformat(),
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return (said,), (_seal(said, key),)


def read(cells: Sequence[Sequence[Cell]], key: bytes) -> Identity | Flaw:
    """Say which workbook it is; believe only what was sealed with our own key."""
    said, seal = (str(row[0] or "") if row else "" for row in (*cells[:2], (), ())[:2])
    if not said:
        return Flaw.UNMARKED
    if compare_digest(seal.encode(), _seal(said, key).encode()):
        return _identity(said)
    return Flaw.TAMPERED if f'"key":"{_name_of(key)}"' in said else Flaw.FOREIGN


def _identity(said: str) -> Identity:
    entry = json.loads(said)
    return Identity(
        units=tuple(entry["units"]),
        duty=entry["duty"],
        year=entry["year"],
        period=entry["period"],
        forms=tuple(entry["forms"]),
        as_of=date.fromisoformat(entry["as_of"]),
        facts=entry["facts"],
    )


def _seal(said: str, key: bytes) -> str:
    return hmac_digest(key, said.encode(), "sha256").hex()


def _name_of(key: bytes) -> str:
    """Tell a key from others without telling it."""
    return sha256(b"antq\0" + key).hexdigest()[:16]
