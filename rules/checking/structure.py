"""Is every file read, every key known, every value readable, every rule cited?"""

from collections.abc import Iterator

from rules.checking.problems import WHOLE_FILE, Problem, problem, refused
from rules.criteria import CRITERION_KEYS, criterion
from rules.entries import INHERITED, Book, Entry, load
from rules.errors import MalformedRuleFileError
from rules.lawbook.files import law_file
from rules.lawbook.keys import KEYS
from rules.lawbook.layouts import Layout, Node, nodes
from rules.provisions import provision

LABELS = frozenset({"id", "name", "note"})
ORPHAN = (
    "không có phần nào của chương trình đọc tệp này: xem lại tên tệp, tên thư mục,"
    " hoặc thêm bố cục của tệp vào rules/lawbook/files.py"
)
UNCITED = (
    "khóa “cite” còn thiếu: ghi điều, khoản, điểm; nếu là cả văn bản, ghi “toàn văn”"
)


def faults(file: str, book: Book) -> Iterator[Problem]:
    """Find what keeps a file from being read as it should."""
    known = law_file(file)
    if known is None:
        yield Problem(file, WHOLE_FILE, ORPHAN)
        return
    try:
        for node in nodes(load(file, book), known.layout):
            yield from _faults(node)
    except MalformedRuleFileError as error:
        yield refused(Entry(file, WHOLE_FILE, {}, book.folder_of(file)), error)


def _faults(node: Node) -> Iterator[Problem]:
    entry, around = node.entry, node.around
    inherited = set(_uncited(around.entry)) if around else set[str]()
    found = [words for words in _uncited(entry) if words not in inherited]
    if not node.layout.dated:
        found.clear()
    found += [*_unknown_keys(entry, node.layout), *_unknown_subjects(node)]
    if not found and not inherited:
        found.extend(_unreadable(node))
    yield from (problem(entry, words) for words in found)


def _uncited(entry: Entry) -> Iterator[str]:
    """Say what keeps a rule from having a text, a date and how it is known."""
    if not entry.values.get("cite"):
        yield UNCITED
    try:
        if not provision(entry).document:
            yield "khóa “document” để trống: ghi tên, số của văn bản"
    except MalformedRuleFileError as error:
        yield refused(entry, error).problem


def _unreadable(node: Node) -> Iterator[str]:
    try:
        for key in node.says:
            if key in KEYS:
                KEYS[key].told(node.entry)
        if node.layout.asks:
            criterion(node.entry)
    except MalformedRuleFileError as error:
        yield refused(node.entry, error).problem


def _unknown_keys(entry: Entry, layout: Layout) -> Iterator[str]:
    if layout.asks:
        known = CRITERION_KEYS
    else:
        lists = {inner.key for inner in layout.inside}
        known = LABELS | {*layout.says, *layout.may} | lists
    for key in sorted(entry.values.keys() - known - INHERITED):
        yield f"khóa “{key}” lạ: sửa cho đúng tên khóa, hoặc bỏ đi"


def _unknown_subjects(node: Node) -> Iterator[str]:
    layout = node.layout
    if not layout.by or layout.asks:
        return
    value = node.entry.values.get(layout.by)
    if value in (None, "", []):
        yield f"khóa “{layout.by}” còn thiếu hoặc để trống"
    elif layout.by not in layout.says and layout.names and value not in layout.names:
        allowed = ", ".join(layout.names)
        yield f"khóa “{layout.by}”: không có “{value}”, chỉ nhận: {allowed}"
