"""Days that must follow each other, and stages that wait for one another."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise


def check_order(days: Sequence[tuple[str, date]]) -> None:
    """Refuse days, each with its name, that are not in the order given."""
    for (name, day), (then, later) in pairwise(days):
        if day > later:
            raise ValueError(
                f"ngày {name} {day:%d/%m/%Y} ở sau ngày {then} {later:%d/%m/%Y}"
            )


def check_waits(due: Mapping[str, date], waits: Mapping[str, Sequence[str]]) -> None:
    """Let a stage wait only for one of its year that is due no later than itself."""
    for key, awaited in waits.items():
        for other in awaited:
            if other not in due:
                raise ValueError(
                    f"giai đoạn “{key}”: chờ (waits_for) “{other}”"
                    " nhưng năm này không có giai đoạn ấy"
                )
            if due[other] > due[key]:
                raise ValueError(
                    f"giai đoạn “{key}”: hạn {due[key]:%d/%m/%Y} ở trước"
                    f" hạn {due[other]:%d/%m/%Y} của “{other}” mà nó chờ (waits_for)"
                )
