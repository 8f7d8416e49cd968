"""Which of our forms a sheet is, told by its labels and not by its name."""

from collections.abc import Sequence
from dataclasses import dataclass

from rules.forms import Cell, Form, forms, is_blank
from rules.raw_sheets import LOOKED_AT
from rules.text import label

#: One label tells nothing: nearly every form asks for the code of a unit.
_LEAST = 2
#: Of the labels a form cannot do without, so many in a hundred must be there.
_SHARE = 75


@dataclass(frozen=True)
class Likely:
    """The forms whose labels a sheet bears, mostly one; is any row of it answered."""

    forms: Sequence[Form]
    is_filled: bool


def likely(cells: Sequence[Sequence[Cell]]) -> Likely | None:
    """Look for labels of a form in the first rows; None if there are none."""
    found = [
        (sum(each in labels for each in _labels(form)), number, form)
        for number, labels in enumerate(map(_words, cells[:LOOKED_AT]))
        for form in forms().values()
        if _bears(form, labels)
    ]
    if not found:
        return None
    most = max(count for count, _, _ in found)
    top = next(number for count, number, _ in found if count == most)
    best = [form for count, number, form in found if (count, number) == (most, top)]
    given = {each for form in best for each in _labels(form, only=form.given)}
    return Likely(best, _is_filled(cells[top], cells[top + 1 :], given))


def _bears(form: Form, labels: Sequence[str]) -> bool:
    required = _labels(form, only={each.key for each in form.fields if each.required})
    held = len(required & set(labels))
    return held >= _LEAST and held * 100 >= len(required) * _SHARE


def _labels(form: Form, *, only: set[str] | frozenset[str] | None = None) -> set[str]:
    return {
        label(words)
        for key, words in form.labels.items()
        if only is None or key in only
    }


def _words(row: Sequence[Cell]) -> list[str]:
    return [label(cell) if isinstance(cell, str) else "" for cell in row]


def _is_filled(
    header: Sequence[Cell], rows: Sequence[Sequence[Cell]], given: set[str]
) -> bool:
    """Say whether more stands in the rows than what our workbooks bring along."""
    brought = {index for index, each in enumerate(_words(header)) if each in given}
    return any(
        not is_blank(cell)
        for row in rows
        for index, cell in enumerate(row)
        if index not in brought
    )
