"""Does every scoring table sum to full marks, and every total have its grade?"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from rules.checking.coverage import covered
from rules.checking.dates import successive
from rules.checking.problems import Problem, problem, refused
from rules.entries import Entry
from rules.errors import MalformedRuleFileError
from rules.lawbook.files import BANDS, SCHEME, SCORING
from rules.lawbook.layouts import Layout, Node
from rules.schemes import GRADE_NAMES, MovementGrade, items_of
from rules.units import JUDGED, KIND_NAMES

Tables = Mapping[str, Entry]
ORPHAN = (
    "không bảng điểm nào dùng tệp này: ghi tên tệp vào grading/schemes.toml,"
    " hoặc bỏ tệp"
)


def faults(found: Sequence[Node]) -> Iterator[Problem]:
    tables = {entry.file: entry for entry in _of(SCORING, found)}
    schemes, bands = _of(SCHEME, found), _of(BANDS, found)
    for table in tables.values():
        yield from _miscounted(table)
    for scheme in schemes:
        yield from _scheme(scheme, tables, bands)
    for each in bands:
        yield from (problem(each, words) for words in _bands(each))
    default = [scheme for scheme in schemes if scheme.of("default", bool)]
    yield from successive("bảng điểm dùng chung toàn quốc", default)
    used = {file for scheme in schemes for _, file in _scored(scheme)}
    yield from (problem(tables[file], ORPHAN) for file in tables.keys() - used)


def _of(layout: Layout, found: Sequence[Node]) -> list[Entry]:
    return [node.entry for node in found if node.layout is layout]


def _miscounted(table: Entry) -> Iterator[Problem]:
    try:
        items_of(table)
    except MalformedRuleFileError as error:
        yield refused(table, error)


def _scheme(scheme: Entry, tables: Tables, bands: Sequence[Entry]) -> Iterator[Problem]:
    for kind, file in _scored(scheme):
        if file not in tables:
            yield problem(
                scheme, f"khóa “{kind}”: không có tệp {file}, hoặc tệp ấy có lỗi"
            )
        elif not covered(scheme, [tables[file]]):
            yield problem(
                scheme,
                f"khóa “{kind}”: {file} không có hiệu lực trong cả thời gian của"
                " bảng điểm: sửa “since”, “until” của một trong hai",
            )
    if not covered(scheme, bands):
        yield problem(
            scheme,
            "không có đủ mức phân loại cho cả thời gian hiệu lực của bảng điểm:"
            " bổ sung vào grading/bands.toml",
        )
    yield from _left_out(scheme)


def _scored(scheme: Entry) -> list[tuple[str, str]]:
    """Return each kind of unit it scores, and the file that does so."""
    tables = scheme.table("tables")
    return [(kind, f"grading/{tables.of(kind, str)}.toml") for kind in tables.values]


def _left_out(scheme: Entry) -> Iterator[Problem]:
    left = set(JUDGED) - scheme.table("tables").values.keys()
    if scheme.of("default", bool) and left:
        names = ", ".join(KIND_NAMES[kind] for kind in JUDGED if kind in left)
        yield problem(
            scheme, f"bảng điểm dùng chung không chấm {names}: ghi thêm vào “tables”"
        )


def _bands(table: Entry) -> Iterator[str]:
    bands = list(table.tables("bands"))
    grades = [band.choice("id", MovementGrade) for band in bands]
    minimums = [band.of("minimum", int) for band in bands]
    if grades != list(MovementGrade):
        names = ", ".join(GRADE_NAMES.values())
        yield f"khóa “bands”: cần đủ các mức, theo thứ tự: {names}"
    if any(lower >= higher for higher, lower in pairwise(minimums)):
        yield "khóa “bands”: “minimum” phải giảm dần từ mức trên xuống mức dưới"
    if minimums[-1:] != [0]:
        yield "khóa “bands”: mức cuối phải có “minimum” là 0, để điểm nào cũng có mức"
    elif bands[-1].of("needs_recognition", bool):
        yield "khóa “bands”: mức cuối không được đòi hỏi công nhận"
