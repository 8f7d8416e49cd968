"""Exemplars of the movement: whether a candidate meets what is asked of one."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache

from rules.entries import ENACTED, Book
from rules.errors import LawNotInForceError
from rules.judgement import Fact, Judgement
from rules.law import CriteriaSet, texts
from rules.recognition import judged
from rules.units import KIND_NAMES, UnitKind
from rules.windows import window

#: The folder of the texts on exemplars, and the list of their windows.
EXEMPLAR, WINDOWS = "exemplar", "exemplar_windows"


def judge_exemplar(
    kind: UnitKind, year: int, facts: Mapping[str, Fact], book: Book = ENACTED
) -> Judgement:
    """Judge a candidate by all texts in force when the year closes."""
    when = window(kind, year, book, WINDOWS)
    return judged(exemplar_set(kind, when.end, book), when, facts)


@cache
def exemplar_set(kind: UnitKind, on: date, book: Book = ENACTED) -> CriteriaSet:
    """Join the texts in force, the oldest first: none is known to end another."""
    found = sorted(
        texts(EXEMPLAR, kind, on, book), key=lambda text: text.provision.since
    )
    if not found:
        raise LawNotInForceError(
            f"Chưa có tiêu chí điển hình nào cho “{KIND_NAMES[kind]}”"
            f" hiệu lực ngày {on:%d/%m/%Y}; bổ sung trong rules/law/{EXEMPLAR}."
        )
    return replace(
        found[0],
        key=", ".join(text.key for text in found),
        note=" ".join(text.note for text in found if text.note),
        criteria=tuple(each for text in found for each in text.criteria),
    )
