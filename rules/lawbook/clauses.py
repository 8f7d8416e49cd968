"""A criterion as a jurist reads it: its check in words, its facts, its days."""

from collections.abc import Callable, Iterator, Mapping

from rules.criteria import Criterion, Shape
from rules.facts import name_of
from rules.provisions import Provision

NONE = "–"
UNCHECKED = "người xét tự đối chiếu với văn bản"
SEXES = {"male": "nam", "female": "nữ"}


def check_in_words(criterion: Criterion) -> str:
    """Say what passes and what does not, with every condition put on it."""
    if criterion.check is None:
        return UNCHECKED
    return "; ".join([_WORDS[criterion.check](criterion), *_conditions(criterion)])


def facts_in_words(criterion: Criterion) -> str:
    return "; ".join(map(name_of, criterion.facts)) or NONE


def days_in_words(provision: Provision) -> str:
    """Write from which day to which: “từ 10/02/2022”, or both."""
    if provision.until is None:
        return f"từ {provision.since:%d/%m/%Y}"
    return f"từ {provision.since:%d/%m/%Y} đến {provision.until:%d/%m/%Y}"


def _conditions(criterion: Criterion) -> Iterator[str]:
    if criterion.sex:
        yield f"chỉ áp dụng đối với {SEXES.get(criterion.sex, criterion.sex)}"
    if not criterion.conclusive:
        yield "có trường hợp thì xem xét mức độ, chưa kết luận ngay"
    if criterion.knockout:
        yield "dưới điểm tối đa thì chỉ xếp mức thấp nhất"
    if criterion.hold:
        yield "có thì chưa xét, chờ kết luận"
    if criterion.may_not_apply:
        yield "không áp dụng thì coi là đạt"


def _share(criterion: Criterion) -> str:
    if criterion.bound == 100:  # noqa: PLR2004 - all of them
        return f"đủ 100% {criterion.counts}"
    if criterion.more_than:
        return f"hơn {criterion.bound}% {criterion.counts}, đúng bằng là chưa đủ"
    return f"ít nhất {criterion.bound}% {criterion.counts}, làm tròn lên"


def _children_share(criterion: Criterion) -> str:
    return f"{_share(criterion)}; chưa đủ mà còn đơn vị chưa có kết luận thì chờ"


def _must_hold(criterion: Criterion) -> str:
    until = f", hạn {criterion.deadline}" if criterion.deadline else ""
    return f"phải được xác nhận “Có”{until}"


def _held_by(criterion: Criterion) -> str:
    until = f", chậm nhất {criterion.deadline}" if criterion.deadline else ""
    return f"ngày trong mốc thời gian đánh giá{until}"


def _rank(criterion: Criterion) -> str:
    ranks = "; ".join(criterion.ranks)
    return f"từ bậc “{criterion.least}” trở lên (cao xuống thấp: {ranks})"


_WORDS: Mapping[Shape, Callable[[Criterion], str]] = {
    Shape.MUST_HOLD: _must_hold,
    Shape.MUST_NOT_OCCUR: lambda _: "không có trường hợp nào",
    Shape.AT_LEAST: lambda each: f"ít nhất {each.bound} {each.counts}",
    Shape.SHARE_AT_LEAST: _share,
    Shape.CHILDREN_SHARE: _children_share,
    Shape.HELD_BY: _held_by,
    Shape.SERVED_AT_LEAST: lambda each: f"từ đủ {each.bound} năm",
    Shape.RANK_AT_LEAST: _rank,
    Shape.SCORED: lambda each: f"chấm từ 0 đến {each.bound} điểm",
}
