"""How commands show what they found: tables for people, JSON for programs."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

#: From here on a terminal has room for every column.
WIDE = 100
CONSOLE = Console(highlight=False)
TROUBLE = Console(stderr=True, highlight=False)
COLOURS = {"met": "green", "unmet": "red", "unknown": "yellow"}


def say(text: str) -> None:
    CONSOLE.print(text)


def trouble(text: str) -> None:
    """Say in one sentence what went wrong."""
    TROUBLE.print(f"[bold red]Lỗi:[/] {escape(text)}")


def show_json(value: object) -> None:
    CONSOLE.print_json(json.dumps(value, ensure_ascii=False, default=_plain))


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return str(value)


def table(title: str, columns: Iterable[str], rows: Iterable[Sequence[str]]) -> None:
    """Show rows under their headings; those under a # are never broken."""
    shown = Table(box=SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        whole = column.startswith("#")
        name = column.removeprefix("#")
        shown.add_column(name, no_wrap=whole, overflow="fold")
    for row in rows:
        shown.add_row(*(escape(cell) for cell in row))
    heading(title)
    CONSOLE.print(shown)


def is_narrow() -> bool:
    return CONSOLE.width < WIDE


def heading(text: str) -> None:
    CONSOLE.print(f"\n[bold]{escape(text)}[/]")


def day(when: date) -> str:
    return f"{when:%d/%m/%Y}"


def line(text: str, indent: int = 2, style: str = "") -> None:
    """Show text that keeps its margin however long it is."""
    CONSOLE.print(Padding(escape(text), (0, 0, 0, indent), expand=False), style=style)


def coloured(outcome: str, words: str) -> str:
    return f"[{COLOURS.get(outcome, 'default')}]{escape(words)}[/]"
