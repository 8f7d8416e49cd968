"""Find the duty an official means, by its key, its number or words of its title."""

from collections.abc import Sequence
from difflib import get_close_matches

from db.cycle import Stage
from rules.errors import UnclearRequestError
from rules.text import tidy

NEAR = 6


def numbered(stages: Sequence[Stage]) -> list[Stage]:
    """Put stages in the order in which ``antq stage`` numbers them."""
    return sorted(stages, key=lambda each: (each.act is None, each.due, each.id))


def stage_meant(
    stages: Sequence[Stage], asked: str, among: Sequence[int] | None = None
) -> Stage:
    """Return the stage meant; words of a title are looked for ``among`` some only."""
    for number, stage in enumerate(numbered(stages), start=1):
        if asked in (stage.key, str(number)):
            return stage
    said = tidy(asked).casefold().split()
    some = [each for each in stages if among is None or each.id in among]
    meant = [each for each in some if all(word in _title(each) for word in said)]
    if len(meant) == 1:
        return meant[0]
    if said and meant:
        raise UnclearRequestError(
            f"Có {len(meant)} việc mang chữ “{asked}”; hãy ghi khóa: {_listed(meant)}."
        )
    near = get_close_matches(asked, [each.key for each in stages])
    raise UnclearRequestError(
        f"Không có việc “{asked}” trong năm."
        + (f" Ý là {' hay '.join(near)}?" if near else " Xem các việc: antq stage.")
    )


def _title(stage: Stage) -> str:
    return tidy(stage.title).casefold()


def _listed(stages: Sequence[Stage]) -> str:
    shown = [f"{stage.key} ({stage.title})" for stage in numbered(stages)[:NEAR]]
    return "; ".join([*shown, "…"] if len(stages) > NEAR else shown)
