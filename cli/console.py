"""How commands show what they found: tables for people, JSON for programs."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

CONSOLE = Console(highlight=False)
TROUBLE = Console(stderr=True, highlight=False)
COLOURS = {"met": "green", "unmet": "red", "unknown": "yellow"}


def say(text: str) -> None:
    CONSOLE.print(text)


def trouble(text: str) -> None:
    """Say in one sentence what went wrong."""
    TROUBLE.print(f"[bold red]Lỗi:[/] {escape(text)}")


def show_json(value: object) -> None:
    plain = asdict(value) if is_dataclass(value) else value  # type: ignore[arg-type] # a class is never shown
    CONSOLE.print_json(json.dumps(plain, ensure_ascii=False, default=str))


def table(title: str, columns: Iterable[str], rows: Iterable[Sequence[str]]) -> None:
    """Show rows under their headings; headings that begin with # are numbers."""
    shown = Table(title=title, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        number = column.startswith("#")
        shown.add_column(
            column.removeprefix("#"),
            justify="right" if number else "left",
            no_wrap=number,
            overflow="fold",
        )
    for row in rows:
        shown.add_row(*(escape(cell) for cell in row))
    CONSOLE.print(shown)


def heading(text: str) -> None:
    CONSOLE.print(f"\n[bold]{escape(text)}[/]")


def day(when: date) -> str:
    return f"{when:%d/%m/%Y}"


def coloured(outcome: str, words: str) -> str:
    return f"[{COLOURS.get(outcome, 'default')}]{escape(words)}[/]"
