"""Read workbooks in a process of its own, so that a hostile file kills only it.

``python -m tasks.workbook_reader``: paths as JSON on standard input, one a line; for
each, one line of JSON on standard output: its sheets' cells, or why it is not read.
"""

import json
import resource
import signal
import sys
from datetime import date, datetime
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from tasks.cell_errors import errors
from tasks.workbook_safety import Refusal, refusal

MEMORY = 1 << 30
#: A sheet larger than this is not one of our forms.
MAX_CELLS = 5_000_000
#: A file that takes longer ends this process.
SECONDS = 60


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for line in sys.stdin:
        signal.alarm(SECONDS)
        print(json.dumps(_answer(Path(json.loads(line))), default=_plain), flush=True)  # noqa: T201 - the answer itself
        signal.alarm(0)


def _answer(path: Path) -> dict[str, object]:
    try:
        refused = refusal(path)
        return {"refused": refused} if refused else _read(path)
    except PasswordError:
        return {"refused": Refusal.PASSWORD}
    except (CalamineError, OSError, ValueError, MemoryError):
        return {"refused": Refusal.BROKEN}


def _read(path: Path) -> dict[str, object]:
    with path.open("rb") as file, CalamineWorkbook.from_filelike(file) as book:
        sheets: dict[str, list[list[object]]] = {}
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.total_height * sheet.total_width > MAX_CELLS:
                return {"refused": Refusal.HUGE}
            sheets[name] = [[*row] for row in sheet.to_python(skip_empty_area=False)]
    for name, row, column, error in errors(path):
        if name in sheets:
            _put(sheets[name], row, column, error)
    return {"sheets": sheets}


def _put(cells: list[list[object]], row: int, column: int, value: object) -> None:
    """Write a cell that the library left out."""
    cells += ([] for _ in range(row + 1 - len(cells)))
    cells[row] += [""] * (column + 1 - len(cells[row]))
    cells[row][column] = value


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return {"date": value.date().isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return str(value)


if __name__ == "__main__":
    main()
