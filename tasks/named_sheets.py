"""Which sheets of a workbook are our forms: by their names, or else by their labels."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from rules import identity
from rules.forms import Form, by_sheet
from rules.likely_forms import Likely, likely
from rules.sheets import Cells
from rules.text import tidy
from templates.workbooks import cover, lists, tables

#: What we write into our workbooks beside the forms.
BESIDE = {
    cover.SHEET, tables.UNITS, tables.ITEMS, tables.BEFORE, lists.SHEET, identity.SHEET,
}  # fmt: skip
#: How alike a sheet's name is to the name it was meant to bear.
NEAR = 0.7


@dataclass(frozen=True)
class FormSheets:
    """The sheets to take in, and a sentence for each that cannot be."""

    taken: Sequence[tuple[Form, Cells]]
    refused: Sequence[str] = ()


def form_sheets(sheets: Mapping[str, Cells]) -> FormSheets:
    """Take a sheet under another name only where nothing else may be meant."""
    known = [name for name in sheets if tidy(name) in by_sheet()]
    if twice := _twice(known):
        return FormSheets((), [f"có hai trang “{twice}”; chỉ giữ một rồi gửi lại"])
    named = [(by_sheet()[tidy(name)], sheets[name]) for name in known]
    strange = {
        name: found
        for name, cells in sheets.items()
        if name not in known and tidy(name) not in BESIDE and (found := likely(cells))
    }
    filled = {name: found for name, found in strange.items() if found.is_filled}
    if not known and (only := _only(filled or strange)):
        name, form = only
        return FormSheets([(form, sheets[name])])
    refused = list(_refusals(filled, {form.sheet for form, _ in named}))
    if not named and not refused:
        refused = [f"không có trang nào của biểu mẫu ({_nearest(sheets)})"]
    return FormSheets(named, refused)


def _twice(names: Sequence[str]) -> str:
    tidied = [tidy(name) for name in names]
    return next((name for name in tidied if tidied.count(name) > 1), "")


def _only(strange: Mapping[str, Likely]) -> tuple[str, Form] | None:
    """Return the only sheet that looks like a form, if it looks like one only."""
    found = [(name, form) for name, each in strange.items() for form in each.forms]
    return found[0] if len(found) == 1 else None


def _refusals(strange: Mapping[str, Likely], named: set[str]) -> Iterator[str]:
    meant = [form.sheet for each in strange.values() for form in each.forms]
    for name, each in strange.items():
        asked = [form.sheet for form in each.forms]
        quoted = " hoặc ".join(f"“{sheet}”" for sheet in asked)
        is_free = not any(sheet in named or meant.count(sheet) > 1 for sheet in asked)
        remedy = "đổi tên trang thành" if is_free else "chép các dòng vào trang"
        yield (
            f"trang “{tidy(name)}” có các cột của biểu {quoted} nhưng mang tên khác nên"
            f" chưa được nhận; {remedy} {quoted} rồi gửi lại"
        )


def _nearest(sheets: Mapping[str, Cells]) -> str:
    """Name the sheet each was meant to be; all there are, if none comes near."""
    near = [
        f"“{name}” gần giống “{meant}”: ghi lại đúng tên ấy"
        for name in sheets
        for meant in get_close_matches(name, by_sheet(), n=1, cutoff=NEAR)
    ]
    return "; ".join(near) or ", ".join(f"“{name}”" for name in by_sheet())
