"""Papers to print: PDF by Typst, the same facts giving the same bytes."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from importlib.resources import files
from pathlib import Path
from queue import Empty, LifoQueue

from typst import Compiler

from templates.blocks import Block, Table, widths
from templates.framing import UPRIGHT, WIDE, certificate_lines, lines
from templates.paper_facts import Certificate
from templates.wording import Paper, words

_HOUSE = Path(str(files("templates")))
#: A press prints one paper at a time; as many are kept as ever printed at once.
_IDLE: LifoQueue[Compiler] = LifoQueue()


def pdf(paper: Paper) -> bytes:
    frame = paper.frame
    room = WIDE if frame.wide_appendices else UPRIGHT
    facts = {
        "frame": asdict(lines(frame))
        | {
            "signature": asdict(frame.signature),
            "wide": frame.wide_appendices,
            "signed-last": frame.signed_last,
        },
        "body": _blocks(paper.body, UPRIGHT),
        "appendices": [
            asdict(one) | {"blocks": _blocks(one.blocks, room)}
            for one in paper.appendices
        ],
    }
    return _print("paper", facts, frame.day or date(frame.year, 1, 1))


@contextmanager
def _press() -> Iterator[Compiler]:
    try:
        press = _IDLE.get_nowait()
    except Empty:
        press = Compiler(
            root=_HOUSE / "papers" / "_layout",
            font_paths=[_HOUSE / "fonts"],
            ignore_system_fonts=True,
        )
    try:
        yield press
    finally:
        _IDLE.put(press)


def _print(layout: str, facts: Mapping[str, object], day: date) -> bytes:
    """Print facts; they go in as a quoted string, so none is ever markup."""
    quoted = json.dumps(json.dumps(facts, ensure_ascii=False), ensure_ascii=False)
    source = (
        f'#import "/{layout}.typ": show-{layout}\n#show-{layout}(json(bytes({quoted})))'
    )
    with _press() as press:
        printed = press.compile(
            input=source.encode(),
            timestamp=datetime.combine(day, time(), UTC),
            pdf_tags=False,
        )
    if not isinstance(printed, bytes):
        raise TypeError("a paper is printed into one file")
    return printed


def _blocks(blocks: Sequence[Block], room: int) -> list[dict[str, object]]:
    return [_block(one, room) for one in blocks]


def _block(one: Block, room: int) -> dict[str, object]:
    kind: dict[str, object] = {"type": type(one).__name__.lower()}
    if isinstance(one, Table):
        kind["widths"] = widths(one, room)
    return kind | asdict(one)


def certificates(them: Iterable[Certificate]) -> Iterator[bytes]:
    """Print them in their order, on every core there is."""
    with ThreadPoolExecutor(os.cpu_count()) as presses:
        yield from presses.map(_certificate, them)


def _certificate(one: Certificate) -> bytes:
    facts = asdict(certificate_lines(one)) | {
        "signature": asdict(one.signature),
        "body": _blocks(words("certificate", {"certificate": one}), WIDE),
    }
    return _print("certificate", facts, one.day)
