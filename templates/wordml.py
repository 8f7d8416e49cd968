"""Paragraphs and tables as the XML that Word reads, as plain strings."""

from collections.abc import Iterable, Sequence
from html import escape

from templates.blocks import Block, Heading, Run, Runs, Table, widths

_CM, _POINT = 567, 20  # twentieths of a point
_FIXED = '<w:tblLayout w:type="fixed"/>'
_SIDES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_LINED = f"<w:tblBorders>{_SIDES}</w:tblBorders>{_FIXED}"
_TIGHT = '<w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'
_BARE = f"{_FIXED}<w:tblCellMar>{_TIGHT}</w:tblCellMar>"


def run(one: Run) -> str:
    look = "<w:b/>" * one.bold + "<w:i/>" * one.italic
    words = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line, quote=False)}</w:t>'
        for line in one.text.split("\n")
    )
    return f"<w:r><w:rPr>{look}</w:rPr>{words}</w:r>"


def paragraph(runs: Runs, style: str, *, align: str = "", more: str = "") -> str:
    jc = f'<w:jc w:val="{align}"/>' if align else ""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}{jc}</w:pPr>'
        f"{''.join(map(run, runs))}</w:p>"
    )


def line(words: str, style: str, *, more: str = "") -> str:
    return paragraph([Run(words)], style, more=more)


def rule(left: float, right: float) -> str:
    """Draw a thin line between two indents, in centimetres."""
    return paragraph(
        [],
        "Rule",
        more='<w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/>'
        f'</w:pBdr><w:ind w:left="{_twips(left)}" w:right="{_twips(right)}"/>',
    )


def blocks(them: Iterable[Block], room: int) -> str:
    """Write blocks; what introduces a table stays with its first row."""
    all_of_them = list(them)
    after = [*all_of_them[1:], None]
    return "".join(
        _block(one, room, kept=isinstance(following, Table))
        for one, following in zip(all_of_them, after, strict=True)
    )


def _block(one: Block, room: int, *, kept: bool) -> str:
    match one:
        case Heading(level=level, runs=runs):
            return paragraph(runs, f"Heading{level}")
        case Table():
            return table(one, room) + paragraph([], "Rule")
        case _:
            return paragraph(one.runs, "Normal", more="<w:keepNext/>" * kept)


def table(one: Table, room: int) -> str:
    """Lay a table out; its first row comes again on every page."""
    columns = [width * _POINT for width in widths(one, room)]
    bold = [[Run(part.text, bold=True) for part in cell] for cell in one.head]
    head = _row(bold, columns, ["center"] * len(columns), "<w:tblHeader/>")
    rows = (_row(cells, columns, one.aligns, "") for cells in one.rows)
    return _table(columns, _LINED, [head, *rows])


def side_by_side(columns: Sequence[float], *rows: Sequence[str]) -> str:
    """Put contents beside each other without borders; widths in centimetres."""
    sizes = [_twips(width) for width in columns]
    return _table(sizes, _BARE, [_kept_row(row, sizes) for row in rows])


def _kept_row(contents: Sequence[str], sizes: Sequence[int]) -> str:
    cells = "".join(map(_cell, contents, sizes))
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _table(columns: Sequence[int], look: str, rows: Sequence[str]) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(columns)}" w:type="dxa"/>{look}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(
    cells: Sequence[Runs], columns: Sequence[int], aligns: Sequence[str], more: str
) -> str:
    written = "".join(
        _cell(paragraph(runs, "Cell", align=align), width)
        for runs, width, align in zip(cells, columns, aligns, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{more}</w:trPr>{written}</w:tr>"


def _cell(content: str, width: int) -> str:
    size = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
    return f"<w:tc>{size}{content}</w:tc>"


def _twips(centimetres: float) -> int:
    return round(centimetres * _CM)
