"""The first lines of a CSV: how cells are parted, where the labels stand."""

import re
from collections.abc import Sequence

from rules.raw_sheets import LOOKED_AT
from rules.text import label

#: A title has fewer cells than these; a line that has as many may be a row.
_CELLS_OF_A_ROW = 3
SEPARATORS = ",;\t"
#: What Excel writes above all else, so that it reads its own file again.
_SAID = re.compile(r"\ufeff?\"?sep=([,;\t|])", re.IGNORECASE)


def separator(text: str) -> str:
    """Return what parts cells: what the first line says, or what stands most often."""
    if said := _SAID.match(text):
        return said[1]
    top = "\n".join(text.split("\n")[:LOOKED_AT])
    return max(SEPARATORS, key=top.count)


def headed(block: bytes, names: Sequence[str], between: str) -> tuple[bytes, int]:
    """Write the line of ``names`` as it should be and leave out what stands above.

    ``block`` is the UTF-8 start of a file. Return it with how many lines are left out;
    as it is, where no line holds the names, or one above may be a row.
    """
    lines = block.split(b"\n", LOOKED_AT)
    for number, line in enumerate(lines[:LOOKED_AT]):
        cells = line.decode(errors="replace").split(between)
        if [label(cell.strip().strip('"')) for cell in cells] == list(names):
            end = b"\r" if line.endswith(b"\r") else b""
            head = between.join(names).encode() + end
            return b"\n".join([head, *lines[number + 1 :]]), number
        if sum(bool(cell.strip('" \r')) for cell in cells) >= _CELLS_OF_A_ROW:
            break
    return block, 0
