"""Read reports of lost letters from a pipe, from files or from a Maildir."""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from email import message_from_bytes
from pathlib import Path

from typer import BadParameter, Exit

from cli import clock, services
from cli.console import say, show_json, trouble
from db.bounces import Outcome
from rules.errors import ServiceUnavailableError, UnreadableFileError
from tasks.bounces import settle_report

#: Tells a mail server to keep the message and try again later (sysexits.h).
TRY_AGAIN = 75
NAMES = {
    Outcome.SETTLED: "thư báo lỗi đã ghi",
    Outcome.TOO_EARLY: "thư báo lỗi phải đọc lại sau, vì thư gốc chưa gửi xong",
    Outcome.NOT_OURS: "thư khác, để nguyên",
}
_MBOX = re.compile(rb"^From .*\r?\n", re.MULTILINE)


def bounce(paths: Sequence[Path], on: date | None, *, as_json: bool) -> None:
    today = on or clock.today()
    letters = list(_letters(paths)) if paths else _split(_piped())
    try:
        with services.database():
            found = _settle(letters, today)
    except ServiceUnavailableError as problem:
        trouble(str(problem))
        raise Exit(TRY_AGAIN) from problem
    if as_json:
        show_json({outcome.value: found[outcome] for outcome in Outcome})
    else:
        say("; ".join(f"{found[each]} {name}" for each, name in NAMES.items()) + ".")
    if found[Outcome.TOO_EARLY]:
        raise Exit(TRY_AGAIN)


Source = tuple[bytes, Path | None]


def _settle(letters: Iterable[Source], today: date) -> Counter[Outcome]:
    found: Counter[Outcome] = Counter()
    for content, kept_at in letters:
        outcome = settle_report(message_from_bytes(content), today)
        found[outcome] += 1
        if kept_at and outcome is Outcome.SETTLED:
            # As a mail program does: read mail leaves “new” for “cur”, seen.
            kept_at.rename(kept_at.parents[1] / "cur" / f"{kept_at.name}:2,S")
    return found


def _piped() -> bytes:
    if sys.stdin.isatty():
        raise BadParameter("Cần thư để đọc: ghi đường dẫn, hoặc chuyển thư vào lệnh.")
    return sys.stdin.buffer.read()


def _letters(paths: Sequence[Path]) -> Iterator[Source]:
    for path in paths:
        if (path / "new").is_dir():
            kept = sorted((path / "new").iterdir())
            yield from ((each.read_bytes(), each) for each in kept)
        elif path.is_file():
            yield from _split(path.read_bytes())
        else:
            raise UnreadableFileError(
                f"“{path}” không phải tệp thư hay hộp thư Maildir (có thư mục “new”)."
            )


def _split(content: bytes) -> list[Source]:
    """Part the messages of an mbox; anything else is one message."""
    if not content.startswith(b"From "):
        return [(content, None)] if content.strip() else []
    return [(each, None) for each in _MBOX.split(content) if each.strip()]
