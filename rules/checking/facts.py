"""Is every fact that is asked for offered by someone, and every fact offered asked?"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from rules.checking.problems import WHOLE_FILE, Problem, problem, refused
from rules.criteria import Criterion, Shape, criterion
from rules.entries import Book, Entry
from rules.errors import MalformedRuleFileError
from rules.facts import AskedFact, asked_facts
from rules.forms import FieldType, Form, forms
from rules.lawbook.files import CRITERIA_SET, EXEMPLAR_SET, FACTS
from rules.lawbook.layouts import Node
from rules.units import KIND_NAMES, UnitKind

WHOLE = frozenset({FieldType.WHOLE})
ANSWERS = frozenset({FieldType.YES_NO, FieldType.YES_NO_NA})
#: The questions of a form whose answer each check can weigh.
WEIGHED: Mapping[Shape, frozenset[FieldType]] = {
    Shape.MUST_HOLD: ANSWERS,
    Shape.MUST_NOT_OCCUR: WHOLE | {FieldType.YES_NO},
    Shape.AT_LEAST: WHOLE,
    Shape.SHARE_AT_LEAST: WHOLE,
    Shape.CHILDREN_SHARE: WHOLE,
    Shape.HELD_BY: frozenset({FieldType.DATE}),
    Shape.SERVED_AT_LEAST: WHOLE,
    Shape.RANK_AT_LEAST: frozenset({FieldType.CHOICE}),
    Shape.SCORED: frozenset(),
}


def faults(found: Sequence[Node], book: Book) -> Iterator[Problem]:
    try:
        known = asked_facts(book)
    except MalformedRuleFileError as error:
        yield refused(Entry(FACTS, WHOLE_FILE, {}, book.folder_of(FACTS)), error)
        return
    asked = [node for node in found if node.layout.asks]
    used = {key for node in asked for key in criterion(node.entry).facts}
    for fact in known.values():
        told = (*_offers(fact), *_idle(fact, used))
        yield from map(partial(Problem, FACTS, fact.key), told)
    for node in asked:
        yield from (problem(node.entry, words) for words in _answers(node, known))


def _idle(fact: AskedFact, used: set[str]) -> Iterator[str]:
    if fact.key not in used and not fact.asked:
        yield (
            "không tiêu chí nào hỏi số liệu này:"
            " bỏ mục, thêm tiêu chí, hoặc ghi “asked” là việc nào hỏi"
        )


def _offers(fact: AskedFact) -> Iterator[str]:
    for name in fact.forms:
        form = forms().get(name)
        if form is None:
            yield f"không có biểu “{name}” trong rules/forms: sửa “forms”"
        elif not fact.counted and form.asks(fact.field) is None:
            yield (
                f"biểu “{name}” không có câu hỏi “{fact.field}”: thêm câu hỏi vào"
                f" rules/forms/{name}.toml, hoặc sửa “forms”, “field”"
            )
    if not fact.forms and not fact.counted:
        yield (
            "không biểu nào hỏi và chương trình không tự đếm:"
            " ghi “forms”, hoặc ghi “counted”"
        )


def _answers(node: Node, known: Mapping[str, AskedFact]) -> Iterator[str]:
    one = criterion(node.entry)
    for key in one.facts:
        if not known[key].counted:
            offered = [forms()[name] for name in known[key].forms if name in forms()]
            yield from _unweighed(one, known[key], offered)
            yield from _unasked(node, known[key], offered)


def _unweighed(
    one: Criterion, fact: AskedFact, offered: Sequence[Form]
) -> Iterator[str]:
    for form in offered:
        field = form.asks(fact.field)
        if one.check and field and field.type not in WEIGHED[one.check]:
            yield (
                f"check “{one.check}” không đọc được câu trả lời của biểu “{form.key}”"
                f" (“{field.label}”, kiểu {field.type}): sửa check, hoặc sửa biểu"
            )
        if one.ranks and field and set(field.choices) - set(one.ranks):
            yield (
                f"khóa “ranks” không có đủ các bậc mà biểu “{form.key}” cho chọn"
                f" ({', '.join(field.choices)}): ghi thêm, hoặc sửa biểu"
            )


def _unasked(node: Node, fact: AskedFact, offered: Sequence[Form]) -> Iterator[str]:
    """Find the kinds of unit that no form asks for a fact they are judged by."""
    if node.above is None or node.above.layout not in (CRITERIA_SET, EXEMPLAR_SET):
        return
    for kind in node.above.entry.choices("kinds", UnitKind):
        if not any(not form.kinds or kind in form.kinds for form in offered):
            yield (
                f"không biểu nào hỏi “{KIND_NAMES[kind]}” số liệu “{fact.key}”:"
                " thêm biểu của loại đơn vị ấy vào “forms” trong rules/law/facts.toml"
            )
