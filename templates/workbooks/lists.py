"""Lists to choose from: on a sheet of their own, for a choice may hold a comma."""

from collections.abc import Sequence

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

SHEET = "_ds"


class Lists:
    """The lists a workbook offers, each written once."""

    def __init__(self) -> None:
        self._columns: dict[tuple[str, ...], int] = {}

    def offer(self, choices: Sequence[str]) -> str:
        """Return where these choices will stand."""
        column = self._columns.setdefault(tuple(choices), len(self._columns))
        name = xl_col_to_name(column)
        return f"'{SHEET}'!${name}$1:${name}${len(choices)}"

    def write(self, book: Workbook) -> None:
        if not self._columns:
            return
        sheet = book.add_worksheet(SHEET)
        sheet.very_hidden()
        sheet.protect()
        for choices, column in self._columns.items():
            sheet.write_column(0, column, choices)
