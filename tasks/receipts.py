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
from errno import ENOSPC
from functools import cache
from pathlib import Path
from threading import Lock
from uuid import UUID

from db.receipts import Receipt, Word
from rules.errors import ServiceUnavailableError


class Book:
    """The receipts of one database on this machine; its postmen share it.

    Those of one process share the open page too, from several threads: none may close
    it while another writes, or the line would go into whatever was opened next.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._day = date.min
        self._open = -1
        self._turning = Lock()

    def write(self, dated: date, receipt: Receipt) -> None:
        """Add a receipt in one stroke: the kernel keeps it when we are killed.

        Raises ``ServiceUnavailableError`` where the disk takes no more.
        """
        try:
            with self._turning:
                if dated != self._day:
                    self._turn(dated)
                line = _line(receipt)
                if os.write(self._open, line) < len(line):
                    raise OSError(ENOSPC, os.strerror(ENOSPC))  # noqa: TRY301 - as it says
        except OSError as problem:
            raise ServiceUnavailableError(
                f"Không ghi được sổ giao thư {self._page(dated)}: {problem.strerror}."
                " Kiểm tra ổ đĩa và quyền ghi; thư vẫn còn trong hộp chờ và sẽ được gửi"
                " lại ở lần chạy sau."
            ) from problem

    def keep(self) -> None:
        """Have the disk hold what was written, against a power cut."""
        with self._turning:
            if self._open < 0:
                return
            page = os.dup(self._open)
        # The disk is slow, and no writer waits for it.
        try:
            os.fdatasync(page)
        finally:
            os.close(page)

    def of(self, days: Iterable[date]) -> Iterator[Receipt]:
        """Yield the receipts of the letters of some days, as they were written."""
        for page in filter(Path.exists, map(self._page, days)):
            with page.open("rb") as lines:
                yield from filter(None, map(_read, lines))

    def _page(self, dated: date) -> Path:
        return self.folder / f"{dated}.tsv"

    def _turn(self, dated: date) -> None:
        """Open the page of a day, and leave it open for the letters to come."""
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
        page = os.open(self._page(dated), flags, 0o600)
        left, self._open, self._day = self._open, page, dated
        if left >= 0:
            os.fdatasync(left)
            os.close(left)


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
