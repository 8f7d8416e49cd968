"""The least that would make a criterion met, and whether it can still be done."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.checks import needed_of
from rules.criteria import Criterion, Encoding, Shape
from rules.facts import AskedFact, asked_facts
from rules.forms import forms
from rules.judgement import FactValue, Finding, Outcome
from rules.units import UnitKind
from rules.windows import Days, window

Values = Sequence[FactValue]


class Way(StrEnum):
    """What can be done about a criterion that is not met."""

    ACT = "act"  # the thing itself is still to be done
    TELL = "tell"  # something was not told, or not so that it can be used
    NEVER = "never"  # it happened, or its day has passed


WAY_NAMES = {
    Way.ACT: "Còn làm được trong kỳ",
    Way.TELL: "Cần bổ sung, sửa số liệu",
    Way.NEVER: "Không còn thay đổi được trong kỳ này",
}


@dataclass(frozen=True, slots=True)
class Remedy:
    """What is the least to do; ``until`` is the last day on which it counts."""

    way: Way
    words: str
    until: date | None = None

    def by(self, today: date) -> Way:
        """Say what is still possible on a day: an act comes too late after its own."""
        late = self.way is Way.ACT and self.until is not None and today > self.until
        return Way.NEVER if late else self.way

    def told(self, today: date) -> str:
        """Say what to do with its last day, or that the day has passed."""
        if self.until is None:
            return self.words
        if self.by(today) is Way.NEVER:
            return f"{self.words} (hạn {self.until:%d/%m/%Y} đã qua, không làm bù được)"
        return f"{self.words}, chậm nhất {self.until:%d/%m/%Y}"


def remedy(finding: Finding, days: Days, kind: UnitKind | None = None) -> Remedy | None:
    """Say the least that would make a finding met; nothing, if it is or decides not."""
    criterion = finding.criterion
    if finding.outcome is Outcome.MET or not finding.decides or not criterion.check:
        return None
    values = [fact.value for _, fact in finding.facts]
    if finding.outcome is Outcome.UNKNOWN:
        return _to_tell(finding, values, kind)
    if criterion.hold:
        return Remedy(Way.TELL, "Khi có kết luận, gửi lại hồ sơ; hồ sơ tự được xét lại")
    return LEAST[criterion.check](criterion, values, days)


def _to_tell(finding: Finding, values: Values, kind: UnitKind | None) -> Remedy:
    """Name what is missing and who owes it; else what cannot be used as told."""
    told = dict(finding.facts)
    keys = finding.criterion.facts
    missing = [asked_facts()[key] for key in keys if key not in told]
    if missing:
        owed = "; ".join(_sentence(_owed(each, kind)) for each in missing)
        return Remedy(Way.TELL, f"{owed}{_only_by(finding.criterion)}")
    short = _short_of_children(finding.criterion, values)
    if short:
        return Remedy(
            Way.TELL,
            f"Cần thêm {short} {finding.criterion.counts}, trong số các đơn vị chưa có"
            " kết luận; các đơn vị ấy bổ sung hồ sơ của mình",
        )
    sources = "; ".join(
        dict.fromkeys(_source(asked_facts()[key], kind) for key in keys)
    )
    if not finding.criterion.conclusive:
        words = "Làm rõ mức độ; gửi lại số trường hợp đúng với nội dung này ở"
        return Remedy(Way.TELL, f"{words} {sources}")
    return Remedy(Way.TELL, f"Kiểm tra, sửa lại {sources}")


def _short_of_children(criterion: Criterion, values: Values) -> int:
    """Count the results it still takes, if those without one yet may bring them."""
    if criterion.check is not Shape.CHILDREN_SHARE:
        return 0
    if not all(type(value) is int for value in values):
        return 0
    part, pending, whole = (int(str(value)) for value in values)
    short = needed_of(whole, int(criterion.bound)) - part
    return short if 0 < short <= pending <= whole - part else 0


def _only_by(criterion: Criterion) -> str:
    """Say by which day of the year a thing not told of yet must have been done."""
    return f" (chỉ tính nếu làm trước hết {criterion.deadline})" if criterion.by else ""


def _owed(fact: AskedFact, kind: UnitKind | None) -> str:
    if fact.counted:
        return f"chưa đếm được {fact.name}: bổ sung {_source(fact, kind)}"
    return f"đơn vị gửi {fact.name} ở {_source(fact, kind)}"


def _source(fact: AskedFact, kind: UnitKind | None) -> str:
    """Name the sheet and column a fact is told in, or what it is counted from."""
    if fact.counted:
        return fact.counted
    offered = [forms()[key] for key in fact.forms]
    fitting = [form for form in offered if not form.kinds or kind in form.kinds]
    form = (fitting or offered)[0]
    field = next(field for field in form.fields if field.key == fact.field)
    return f"trang “{form.sheet}”, cột “{field.label}”"


def _must_hold(criterion: Criterion, _: Values, days: Days) -> Remedy:
    who = (
        "để người có thẩm quyền xác nhận lại “Có”"
        if criterion.encoding is Encoding.HUMAN_JUDGEMENT
        else "rồi gửi lại câu trả lời “Có”"
    )
    counted = asked_facts()[criterion.facts[0]].counted
    if counted:
        return Remedy(Way.NEVER, f"Chỉ đổi khi {counted} đổi")
    last = _last_day(criterion, days)
    return Remedy(Way.ACT, f"Thực hiện đủ nội dung này {who}", last)


def _must_not_occur(_: Criterion, values: Values, __: Days) -> Remedy:
    if all(isinstance(value, bool) for value in values):
        return Remedy(Way.NEVER, "Không thay đổi được; chỉ xét lại nếu ghi sai")
    return Remedy(Way.NEVER, "Việc đã xảy ra trong kỳ thì không khắc phục được nữa")


def _at_least(criterion: Criterion, values: Values, days: Days) -> Remedy:
    short = criterion.bound - int(str(values[0]))
    return Remedy(Way.ACT, f"Cần thêm {short} {criterion.counts}", days.last)


def _share(criterion: Criterion, values: Values, days: Days) -> Remedy:
    part, whole = (int(str(value)) for value in (values[0], values[-1]))
    above = criterion.more_than
    needed = needed_of(whole, int(criterion.bound), more_than=above)
    words = f"Cần thêm {needed - part} {criterion.counts}, cho đủ {needed}/{whole}"
    of = asked_facts()[criterion.facts[0]].of
    last = window(of, days.last.year).end if of else days.last
    return Remedy(Way.ACT, words, last)


def _held_by(criterion: Criterion, _: Values, days: Days) -> Remedy:
    last = _last_day(criterion, days)
    return Remedy(Way.NEVER, f"Hạn {last:%d/%m/%Y} đã qua, kỳ này không làm bù được")


def _served_at_least(criterion: Criterion, values: Values, _: Days) -> Remedy:
    years, months = divmod(int(criterion.bound) * 12 - int(str(values[0])), 12)
    parts = [f"{years} năm" if years else "", f"{months} tháng" if months else ""]
    short = " ".join(part for part in parts if part)
    return Remedy(Way.NEVER, f"Còn thiếu {short} được tính; đề nghị lại khi đã đủ")


def _rank_at_least(criterion: Criterion, _: Values, days: Days) -> Remedy:
    return Remedy(Way.ACT, f"Cần được xếp từ “{criterion.least}” trở lên", days.last)


def _last_day(criterion: Criterion, days: Days) -> date:
    return date(days.last.year, *criterion.by) if criterion.by else days.last


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:]


Least = Callable[[Criterion, Values, Days], Remedy]
LEAST: Mapping[Shape, Least] = {
    Shape.MUST_HOLD: _must_hold,
    Shape.MUST_NOT_OCCUR: _must_not_occur,
    Shape.AT_LEAST: _at_least,
    Shape.SHARE_AT_LEAST: _share,
    Shape.CHILDREN_SHARE: _share,
    Shape.HELD_BY: _held_by,
    Shape.SERVED_AT_LEAST: _served_at_least,
    Shape.RANK_AT_LEAST: _rank_at_least,
}
