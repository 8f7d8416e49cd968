"""Hand the rows of a checked list of households on to the table of households."""

from collections.abc import Mapping

from db.forms import PLEDGE
from db.pledge_copies import PledgeSheet
from db.pledge_staging import HEADER
from rules.forms import Form, Value, forms
from rules.sheets import UNIT, Checked

FORM = forms()[PLEDGE]
UNSIGNED = (
    "chưa hộ nào có ngày cam kết; ghi ngày vào cột “Ngày cam kết” của các hộ đã ký rồi"
    " gửi lại"
)
_PLEDGED_ON = "pledged_on"
#: The field of each name of the header.
_FIELDS = ("code", "head", UNIT, "residing", _PLEDGED_ON)


def is_unsigned(form: Form, checked: Checked) -> bool:
    """Say whether a list came back as it went out: no household of it has pledged."""
    dated = any(_PLEDGED_ON in each.facts for each in checked.answers)
    return form is FORM and bool(checked.answers) and not (dated or checked.issues)


def sheet_of(document_id: int, checked: Checked) -> PledgeSheet:
    """Return the good rows of a list, to be told of by their cells."""
    letters = {
        name: checked.letters[field]
        for name, field in zip(HEADER, _FIELDS, strict=True)
        if field in checked.letters
    }
    rows = [
        (each.row, _texts({UNIT: each.unit, **each.facts})) for each in checked.answers
    ]
    return PledgeSheet(document_id, FORM.sheet, letters, rows)


def _texts(facts: Mapping[str, Value]) -> list[str | None]:
    return [_text(facts.get(field)) for field in _FIELDS]


def _text(value: Value) -> str | None:
    if isinstance(value, bool):
        return str(int(value))
    return None if value is None else str(value)
