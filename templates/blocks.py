"""The small Markdown that papers are worded in, as typed blocks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_LETTER, _MARGIN = 6.4, 13  # points a letter takes in a table, and a cell's own
_SHORT = 3  # letters: no cell asks for less
_SPARED = 11.5  # points of room for each letter that a cell may ask for at most


@dataclass(frozen=True)
class Run:
    """Words of one look; a line break is a newline alone."""

    text: str
    bold: bool = False
    italic: bool = False


Runs = Sequence[Run]


@dataclass(frozen=True)
class Heading:
    level: int
    runs: Runs


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; of a list, its marker is already its first words."""

    runs: Runs


@dataclass(frozen=True)
class Table:
    head: Sequence[Runs]
    rows: Sequence[Sequence[Runs]]
    aligns: Sequence[str]


Block = Heading | Paragraph | Table


def parse(markdown: str) -> list[Block]:
    return list(_blocks(iter(_MARKDOWN.parse(markdown))))


def _blocks(tokens: Iterator[Token]) -> Iterator[Block]:
    marker = ""
    for token in tokens:
        match token.type:
            case "heading_open":
                yield Heading(int(token.tag[1:]), _runs(next(tokens)))
            case "list_item_open":
                marker = f"{token.info}{token.markup} " if token.info else "- "
            case "paragraph_open":
                yield Paragraph(_joined([Run(marker), *_runs(next(tokens))]))
                marker = ""
            case "table_open":
                yield _table(tokens)


def _runs(inline: Token) -> list[Run]:
    bold = italic = False
    runs = []
    for token in inline.children or ():
        match token.type:
            case "strong_open" | "strong_close":
                bold = token.type == "strong_open"
            case "em_open" | "em_close":
                italic = token.type == "em_open"
            case "hardbreak":
                runs.append(Run("\n"))
            case "softbreak":
                runs.append(Run(" ", bold, italic))
            case _ if token.content:
                runs.append(Run(token.content, bold, italic))
    return _joined(runs)


def _joined(runs: Runs) -> list[Run]:
    """Join neighbours of one look; an escaped sign is a token of its own."""
    joined: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        last = joined[-1] if joined else None
        if last and (last.bold, last.italic) == (run.bold, run.italic):
            joined[-1] = Run(last.text + run.text, run.bold, run.italic)
        else:
            joined.append(run)
    return joined


def _table(tokens: Iterator[Token]) -> Table:
    rows: list[list[Runs]] = []
    aligns: list[str] = []
    for token in tokens:
        match token.type:
            case "table_close":
                break
            case "tr_open":
                rows.append([])
            case "th_open" | "td_open":
                if token.type == "th_open":
                    aligns.append(_align(token))
                rows[-1].append(_runs(next(tokens)))
    return Table(rows[0], rows[1:], aligns)


def _align(cell: Token) -> str:
    return str(cell.attrGet("style") or "text-align:left").partition(":")[2]


def widths(table: Table, room: int) -> list[int]:
    """Give each column its longest word, and of what is left by its longest cell."""
    columns = [
        ["".join(run.text for run in cell) for cell in column]
        for column in zip(table.head, *table.rows, strict=True)
    ]
    needed = [_room(max(_longest_word(cell) for cell in cells)) for cells in columns]
    asked = [
        max(_room(min(max(map(len, cells)), round(room / _SPARED))), least)
        for cells, least in zip(columns, needed, strict=True)
    ]
    left = max(room - sum(needed), 0)
    wanted = sum(asked) - sum(needed) or 1
    return [
        round(least + left * (most - least) / wanted)
        for least, most in zip(needed, asked, strict=True)
    ]


def _longest_word(cell: str) -> int:
    return max(map(len, cell.split()), default=1)


def _room(letters: int) -> int:
    return _MARGIN + round(max(letters, _SHORT) * _LETTER)
