"""The book of receipts: what the mail server accepted, written the moment it did.

Before its last byte a letter is written down as handed over: if nothing follows, the
server may have it, and it may only go again as it is. The book outlives what the
database may forget: a postman killed before he settled, a server killed before it
wrote, a backup of yesterday put back. The letters of a day share a page, which is only
added to.
"""

import os
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from uuid import UUID

from db.receipts import Receipt, Word


class Book:
    """The receipts of one database on this machine; its postmen share it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._day = date.min
        self._open = -1

    def write(self, dated: date, receipt: Receipt) -> None:
        """Add a receipt in one stroke: the kernel keeps it when we are killed."""
        if dated != self._day:
            self._turn(dated)
        os.write(self._open, _line(receipt))

    def keep(self) -> None:
        """Have the disk hold what was written, against a power cut."""
        if self._open >= 0:
            os.fdatasync(self._open)

    def of(self, days: Iterable[date]) -> Iterator[Receipt]:
        """Yield the receipts of the letters of some days, as they were written."""
        for page in filter(Path.exists, map(self._page, days)):
            with page.open("rb") as lines:
                yield from filter(None, map(_read, lines))

    def _page(self, dated: date) -> Path:
        return self._folder / f"{dated}.tsv"

    def _turn(self, dated: date) -> None:
        """Open the page of a day, and leave it open for the letters to come."""
        if self._open >= 0:
            self.keep()
            os.close(self._open)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
        self._open, self._day = os.open(self._page(dated), flags, 0o600), dated


def _line(receipt: Receipt) -> bytes:
    answer = " ".join(receipt.answer.split())
    at = receipt.at.isoformat()
    told = (at, receipt.word, receipt.message_id, receipt.server, answer)
    return ("\t".join(told) + "\n").encode()


def _read(line: bytes) -> Receipt | None:
    """Read a line; one torn by a power cut says nothing."""
    try:
        at, word, message_id, server, answer = line.decode().split("\t")
        when = datetime.fromisoformat(at)
        return Receipt(Word(word), message_id, server, answer.rstrip("\n"), when)
    except ValueError:
        return None


@cache
def book(seal: UUID) -> Book:
    """Open the book of the database that bears this seal."""
    folder = Path(os.environ.get("ANTQ_HOME", ".")) / "receipts" / str(seal)
    folder.mkdir(parents=True, exist_ok=True)
    return Book(folder)
