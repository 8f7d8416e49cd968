"""The named checks: from the facts of a unit to what a criterion says of it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from rules.criteria import Criterion, Shape
from rules.facts import name_of
from rules.judgement import NOT_APPLICABLE, Fact, FactValue, Finding, Outcome
from rules.windows import Days

MET, UNMET, UNKNOWN = Outcome.MET, Outcome.UNMET, Outcome.UNKNOWN
Answer = tuple[Outcome, str]
Values = Sequence[FactValue]
NOT_ENCODED = "Chưa đưa vào chương trình; người xét tự đối chiếu với văn bản."


def examine(criterion: Criterion, facts: Mapping[str, Fact], days: Days) -> Finding:
    """Answer one criterion; what was not sent stays unknown."""
    check = criterion.check
    if check is None:
        return Finding(criterion, UNKNOWN, NOT_ENCODED)
    used = [(key, facts[key]) for key in criterion.facts if key in facts]
    values = [fact.value for _, fact in used]
    if NOT_APPLICABLE in values:
        answer = _not_applicable(criterion)
    elif len(used) == len(criterion.facts) or _happened(criterion, values):
        answer = CHECKS[check](criterion, values, days)
    else:
        answer = _missing(criterion, facts)
    return Finding(criterion, *answer, tuple(used))


def _happened(criterion: Criterion, values: Values) -> bool:
    """One violation is enough, whatever else is still to be told."""
    occurred = any(isinstance(value, int) and value > 0 for value in values)
    return criterion.check is Shape.MUST_NOT_OCCUR and occurred


def _not_applicable(criterion: Criterion) -> Answer:
    if criterion.may_not_apply:
        return MET, "Không áp dụng đối với đơn vị này."
    return UNKNOWN, "Không nhận câu trả lời “Không áp dụng” ở nội dung này."


def _missing(criterion: Criterion, facts: Mapping[str, Fact]) -> Answer:
    names = (name_of(key) for key in criterion.facts if key not in facts)
    return UNKNOWN, f"Chưa có thông tin: {'; '.join(names)}."


def _must_hold(_: Criterion, values: Values, __: Days) -> Answer:
    match values:
        case [True]:
            return MET, "Đã được xác nhận “Có”."
        case [False]:
            return UNMET, "Được ghi là “Không”."
    return _unreadable(values)


def _must_not_occur(criterion: Criterion, values: Values, _: Days) -> Answer:
    counts = [value for value in values if isinstance(value, int) and value >= 0]
    happened = sum(counts)
    if happened and criterion.conclusive:
        return UNMET, f"Có {happened} trường hợp; yêu cầu là không có."
    if len(counts) < len(values):
        return _unreadable(values)
    if happened:
        return UNKNOWN, f"Ghi nhận {happened} trường hợp; cần xem xét mức độ."
    return MET, "Không có trường hợp nào."


def _at_least(criterion: Criterion, values: Values, _: Days) -> Answer:
    counts = _whole_numbers(values)
    if counts is None:
        return _unreadable(values)
    outcome = MET if counts[0] >= criterion.bound else UNMET
    return outcome, f"Có {counts[0]} {criterion.counts}; cần ít nhất {criterion.bound}."


def _share_at_least(criterion: Criterion, values: Values, _: Days) -> Answer:
    counts = _whole_numbers(values)
    if counts is None:
        return _unreadable(values)
    return _share(criterion, counts[0], 0, counts[1])


def _children_share(criterion: Criterion, values: Values, _: Days) -> Answer:
    counts = _whole_numbers(values)
    return _unreadable(values) if counts is None else _share(criterion, *counts)


def _share(criterion: Criterion, part: int, pending: int, whole: int) -> Answer:
    needed = needed_of(whole, int(criterion.bound), more_than=criterion.more_than)
    figures = f"{part}/{whole} {criterion.counts}"
    if whole == 0 or part + pending > whole:
        return UNKNOWN, f"Số liệu không hợp lý ({figures}); cần kiểm tra lại."
    above = "hơn " if criterion.more_than else ""
    target = f"cần ít nhất {needed} ({above}{criterion.bound}%)"
    if part < needed <= part + pending:
        return UNKNOWN, f"{figures}, {pending} chưa có kết luận; {target}."
    left = f", {pending} chưa có kết luận" if pending else ""
    return (MET if part >= needed else UNMET), f"{figures}{left}; {target}."


def needed_of(whole: int, percent: int, *, more_than: bool = False) -> int:
    """Round up: 70 % of 25 is 18; more than 95 % of 20 is all of them."""
    return whole * percent // 100 + 1 if more_than else -(-whole * percent // 100)


def _held_by(criterion: Criterion, values: Values, days: Days) -> Answer:
    day = values[0]
    if not isinstance(day, date):
        return _unreadable(values)
    last = date(days.last.year, *criterion.by) if criterion.by else days.last
    told = f"{name_of(criterion.facts[0]).capitalize()} {day:%d/%m/%Y}"
    if day < days.first:
        return UNKNOWN, f"{told} không được tính: chỉ nhận ngày {days}."
    if day > last:
        ground = f", ngoài mốc đánh giá {days}" if last == days.last else ""
        return UNMET, f"{told}, sau hạn {last:%d/%m/%Y}{ground}."
    return MET, f"{told}, trong hạn {last:%d/%m/%Y}."


def _served_at_least(criterion: Criterion, values: Values, _: Days) -> Answer:
    counts = _whole_numbers(values)
    if counts is None:
        return _unreadable(values)
    years, months = divmod(counts[0], 12)
    outcome = MET if years >= criterion.bound else UNMET
    return (
        outcome,
        f"Được tính {years} năm {months} tháng; cần đủ {criterion.bound} năm.",
    )


def _rank_at_least(criterion: Criterion, values: Values, _: Days) -> Answer:
    """Compare by place in the list, best first; a word not in it says nothing."""
    rank, ranks = values[0], criterion.ranks
    if rank not in ranks:
        return _unreadable(values)
    outcome = MET if ranks.index(rank) <= ranks.index(criterion.least) else UNMET
    return outcome, f"Được xếp “{rank}”; cần từ “{criterion.least}” trở lên."


def _whole_numbers(values: Values) -> list[int] | None:
    counts = [v for v in values if type(v) is int and v >= 0]
    return counts if len(counts) == len(values) else None


def _unreadable(values: Values) -> Answer:
    written = ", ".join(str(value) for value in values)
    return UNKNOWN, f"Không hiểu giá trị “{written}”; cần sửa lại số liệu."


CHECKS: Mapping[Shape, Callable[[Criterion, Values, Days], Answer]] = {
    Shape.MUST_HOLD: _must_hold,
    Shape.MUST_NOT_OCCUR: _must_not_occur,
    Shape.AT_LEAST: _at_least,
    Shape.SHARE_AT_LEAST: _share_at_least,
    Shape.CHILDREN_SHARE: _children_share,
    Shape.HELD_BY: _held_by,
    Shape.SERVED_AT_LEAST: _served_at_least,
    Shape.RANK_AT_LEAST: _rank_at_least,
}
