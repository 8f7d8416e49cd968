"""The checks of a form, in words, for the page on file formats."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from rules.compared import shown
from rules.fields import Form
from rules.form_checks import Check, CheckKind
from rules.provisions import CONFIDENCE_NAMES


def told(form: Form) -> Iterator[str]:
    """Say of each check what it asks, what happens otherwise, and why."""
    for check in form.checks:
        labels = [f"“{form.labels[key]}”" for key in check.fields]
        asked = _WORDS[check.kind](check, labels)
        then = "sai thì từ chối dòng" if check.blocks else "sai thì vẫn nhận và nhắc"
        known = f"; {CONFIDENCE_NAMES[check.confidence]}" if check.confidence else ""
        yield f"- {asked}: {then} ({check.ground}{known})."


def _copied(check: Check, labels: Sequence[str]) -> str:
    return (
        f"Không quá {check.least - 1} cột cùng ghi một số từ {shown(check.floor)}:"
        f" {', '.join(labels)}"
    )


def _repeated(check: Check, labels: Sequence[str]) -> str:
    return f"Ít hơn {check.least} cột ghi đúng số của năm trước: {', '.join(labels)}"


def _jump(check: Check, labels: Sequence[str]) -> str:
    return f"Không hơn, kém năm trước {_apart(check)}: {', '.join(labels)}"


def _peers(check: Check, labels: Sequence[str]) -> str:
    return (
        f"Không hơn, kém mức giữa của các đơn vị cùng loại {_apart(check)}, khi có từ"
        f" {check.least} đơn vị: {', '.join(labels)}"
    )


def _apart(check: Check) -> str:
    return f"từ {check.factor} lần và từ {shown(check.floor)}"


_WORDS: Mapping[CheckKind, Callable[[Check, Sequence[str]], str]] = {
    CheckKind.AT_MOST: lambda _, names: f"{names[0]} không lớn hơn {names[1]}",
    CheckKind.SUM: lambda _, names: f"{names[0]} bằng {' + '.join(names[1:])}",
    CheckKind.STOCK: lambda _, names: (
        f"{names[0]} bằng {names[1]} + {names[2]} - {names[3]}"
    ),
    CheckKind.NOT_BEFORE: lambda _, names: f"{names[0]} không trước {names[1]}",
    CheckKind.COPIED: _copied,
    CheckKind.REPEATED: _repeated,
    CheckKind.JUMP: _jump,
    CheckKind.PEERS: _peers,
    CheckKind.CHILDREN: lambda _, names: (
        f"Bằng tổng của các đơn vị cấp dưới đã gửi: {', '.join(names)}"
    ),
    CheckKind.LISTED: lambda _, names: f"{names[0]} bằng số trong danh sách đã nhận",
}
