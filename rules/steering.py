"""What the secretariat may do to duties at once: put them off, let them go."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.errors import UnclearRequestError
from rules.text import tidy
from rules.units import UnitKind


@dataclass(frozen=True)
class Whom:
    """Which of the units that owe a duty are meant: each word narrows them down."""

    units: tuple[str, ...] = ()
    under: str | None = None
    kind: UnitKind | None = None
    everyone: bool = False

    def __post_init__(self) -> None:
        named = bool(self.units or self.under or self.kind)
        if not (named or self.everyone):
            raise UnclearRequestError(
                "Chưa nói đơn vị nào: ghi mã đơn vị (--unit),"
                " đơn vị cấp trên (--under),"
                " loại đơn vị (--kind), hoặc mọi đơn vị còn nợ việc này (--all)."
            )
        if named and self.everyone:
            raise UnclearRequestError(
                "Đã chọn mọi đơn vị (--all) thì không ghi thêm --unit, --under, --kind;"
                " hãy bỏ một trong hai."
            )


def codes(written: Iterable[str]) -> tuple[str, ...]:
    """Return the codes of units in small letters, each once, however they were set."""
    parts = " ".join(written).replace(",", " ").replace(";", " ").split()
    return tuple(dict.fromkeys(part.casefold() for part in parts))


@dataclass(frozen=True)
class Grant:
    """More time: until when, why, and which office or post allows it."""

    until: date
    reason: str
    approved_by: str

    def check(self, today: date) -> None:
        if self.until < today:
            raise UnclearRequestError(
                f"Hạn mới {self.until:%d/%m/%Y} đã qua:"
                f" chọn từ {today:%d/%m/%Y} trở đi."
            )
        if self.until.year > today.year + 1:
            raise UnclearRequestError(
                f"Hạn mới {self.until:%d/%m/%Y} quá xa: kiểm tra lại năm, không gia hạn"
                f" quá 31/12/{today.year + 1}."
            )
        _check_said("lý do gia hạn", self.reason)
        _check_said("cơ quan hoặc chức vụ cho phép", self.approved_by)


@dataclass(frozen=True)
class Release:
    """A duty let go: on which ground, and which office or post decides so."""

    ground: str
    by: str

    def check(self) -> None:
        _check_said("căn cứ miễn", self.ground)
        _check_said("cơ quan hoặc chức vụ quyết định", self.by)


def _check_said(name: str, words: str) -> None:
    if not tidy(words):
        raise UnclearRequestError(f"Còn thiếu {name}.")


class Obstacle(StrEnum):
    """Why an act does not concern a unit that was meant."""

    ANSWERED = "answered"
    WAIVED = "waived"
    NOT_LATER = "not_later"
    OWES_NOTHING = "owes_nothing"


OBSTACLE_NAMES = {
    Obstacle.ANSWERED: "đã xong việc này",
    Obstacle.WAIVED: "đã được miễn từ trước",
    Obstacle.NOT_LATER: "hạn đang có không sớm hơn hạn mới",
    Obstacle.OWES_NOTHING: "không có việc này, hoặc ngoài phạm vi đã chọn",
}
