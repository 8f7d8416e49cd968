"""What a sheet may hold before a form is known; imports nothing that is slow."""

from collections.abc import Iterator

#: So many rows may hold titles before the labels.
LOOKED_AT = 10
EXCEL_ERRORS = {
    "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!",
}  # fmt: skip
#: What stands for a formula that was never calculated, so that it is not read empty.
NOT_CALCULATED = "(công thức)"
_ALPHABET = 26


def letter(index: int) -> str:
    """Name a column as Excel does: 0 is A, 26 is AA."""
    return "".join(reversed(list(_letters(index))))


def _letters(index: int) -> Iterator[str]:
    while index >= 0:
        index, place = divmod(index, _ALPHABET)
        yield chr(ord("A") + place)
        index -= 1
