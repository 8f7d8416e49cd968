"""The book of receipts: what the mail server accepted, written the moment it did.

Before its last byte a letter is written down as handed over: if nothing follows, the
server may have it, and it may only go again as it is. The book outlives what the
database may forget: a postman killed before he settled, a server killed before it
wrote, a backup of yesterday put back. One file a month, only added to.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from uuid import UUID


class Word(StrEnum):
    """What is known of a letter: by us, then by the server's own word."""

    HANDED = "handed"
    TAKEN = "taken"
    REFUSED = "refused"


@dataclass(frozen=True)
class Receipt:
    """The server's word for one letter."""

    word: Word
    message_id: str
    server: str
    answer: str
    at: datetime

    def line(self) -> bytes:
        answer = " ".join(self.answer.split())
        at = self.at.isoformat()
        told = (at, self.word, self.message_id, self.server, answer)
        return ("\t".join(told) + "\n").encode()

    @classmethod
    def parse(cls, line: bytes) -> "Receipt | None":
        """Read a line; one torn by a power cut says nothing."""
        cells = line.decode(errors="replace").rstrip("\n").split("\t")
        match cells:
            case [at, word, message_id, server, answer] if line.endswith(b"\n"):
                when = datetime.fromisoformat(at)
                return cls(Word(word), message_id, server, answer, when)
        return None


class Book:
    """The receipts of one database on this machine; its postmen share it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, Receipt] = {}
        self._read: dict[Path, int] = {}
        self._month, self._open = "", -1

    def write(self, receipt: Receipt) -> None:
        """Add a receipt in one stroke: the kernel keeps it when we are killed."""
        os.write(self._page(f"{receipt.at:%Y-%m}"), receipt.line())

    def _page(self, month: str) -> int:
        """Open the month's page, and leave it open for the letters to come."""
        if month != self._month:
            page = self._folder / f"{month}.tsv"
            opened = os.open(page, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            self._turn(month, opened)
        return self._open

    def _turn(self, month: str, opened: int) -> None:
        if self._month:
            os.close(self._open)
        self._month, self._open = month, opened

    def keep(self) -> None:
        """Have the disk hold what was written, against a power cut."""
        if self._month:
            os.fdatasync(self._open)

    def read(self) -> Mapping[str, Receipt]:
        """Return every receipt by Message-ID; only what is new is read again."""
        for page in sorted(self._folder.glob("*.tsv")):
            with page.open("rb") as lines:
                lines.seek(self._read.get(page, 0))
                for line in lines:
                    if not line.endswith(b"\n"):
                        break
                    self._read[page] = self._read.get(page, 0) + len(line)
                    receipt = Receipt.parse(line)
                    if receipt:
                        self._known[receipt.message_id] = receipt
        return self._known


@cache
def book(seal: UUID) -> Book:
    """Open the book of the database that bears this seal."""
    folder = Path(os.environ.get("ANTQ_HOME", ".")) / "receipts" / str(seal)
    folder.mkdir(parents=True, exist_ok=True)
    return Book(folder)
