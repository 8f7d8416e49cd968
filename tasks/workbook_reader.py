"""Read workbooks in a process of its own, so that a hostile file kills only it.

``python -m tasks.workbook_reader``: paths on standard input, one a line; for each, one
line of JSON on standard output: its sheets' cells, or why it cannot be read.
"""

import json
import resource
import sys
from datetime import date, datetime

from python_calamine import CalamineError, CalamineWorkbook

MEMORY = 1 << 30
#: A sheet larger than this is not one of our forms.
MAX_CELLS = 5_000_000


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for line in sys.stdin:
        print(json.dumps(_read(line.rstrip("\n")), default=_plain), flush=True)  # noqa: T201 - the answer itself


def _read(path: str) -> dict[str, object]:
    try:
        with CalamineWorkbook.from_path(path) as book:
            sheets = {}
            for name in book.sheet_names:
                sheet = book.get_sheet_by_name(name)
                if sheet.total_height * sheet.total_width > MAX_CELLS:
                    return {"error": f"trang “{name}” quá lớn"}
                sheets[name] = sheet.to_python(skip_empty_area=False)
            return {"sheets": sheets}
    except (CalamineError, OSError, ValueError, MemoryError) as problem:
        return {"error": type(problem).__name__}


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return {"date": value.date().isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return str(value)


if __name__ == "__main__":
    main()
