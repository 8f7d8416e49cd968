"""Document the file formats: ``python -m samples.formats`` rewrites the page."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from pathlib import Path

from rules.forms import Cell, Field, FieldType, Form, forms
from rules.provisions import CONFIDENCE_NAMES
from rules.units import KIND_NAMES
from samples import format_checks, pledges
from samples.sample import Sample, sample
from samples.writing import well_formed
from samples.years import Scale

PAGE = Path(__file__).parent.parent / "docs" / "dinh-dang-tep.md"
#: A form the first sample has no row of is shown by the next.
EXAMPLES = ("binh-thuan-2021", "lam-dong-2026")

TYPE_NAMES = {
    FieldType.TEXT: "chữ",
    FieldType.CODE: "mã",
    FieldType.UNIT: "mã đơn vị",
    FieldType.PERSON: "họ và tên",
    FieldType.EMAIL: "thư điện tử",
    FieldType.WHOLE: "số nguyên",
    FieldType.POINTS: "số điểm",
    FieldType.DATE: "ngày",
    FieldType.CHOICE: "chọn một",
    FieldType.YES_NO: "Có / Không",
    FieldType.YES_NO_NA: "Có / Không / Không áp dụng",
}


@dataclass(frozen=True)
class Guide:
    """What a form is for, in words; ``example`` says which row to show."""

    key: str
    purpose: str
    sender: str
    when: str
    example: Mapping[str, str] = field(default_factory=dict)


def document() -> str:
    """Return the whole page, the columns from ``rules/forms``, the examples drawn."""
    drawn = [sample(name, Scale.SMALL) for name in EXAMPLES]
    frame = files("samples").joinpath("formats.md").read_text("utf-8")
    sections = "\n".join(_sections(_examples(drawn)))
    kinds = ", ".join(f"“{name}”" for name in KIND_NAMES.values())
    return (
        frame.replace("{{sheets}}", sections)
        .replace("{{contents}}", "\n".join(_contents()))
        .replace("{{kinds}}", kinds)
        .replace("{{pledges}}", "\n".join([pledges.HEADER, *_pledge_lines(drawn[0])]))
    )


def guides() -> list[Guide]:
    text = files("samples").joinpath("formats.toml").read_text("utf-8")
    return [Guide(**entry) for entry in tomllib.loads(text)["forms"]]


def _examples(drawn: Iterable[Sample]) -> Mapping[str, Mapping[str, Cell]]:
    """Return an example of each form, from the first sample that has one."""
    examples: dict[str, Mapping[str, Cell]] = {}
    for each in drawn:
        examples = {**_best(each), **examples}
    return examples


def _best(drawn: Sample) -> Mapping[str, Mapping[str, Cell]]:
    """Return, for each form, the row that fits best and fills the most cells."""
    wanted = {guide.key: guide.example for guide in guides()}
    best: dict[str, Mapping[str, Cell]] = {}
    for row in well_formed(drawn):
        fits = row.values.items() >= wanted[row.form].items()
        if fits and _filled(row.values) > _filled(best.get(row.form, {})):
            best[row.form] = row.values
    return best


def _filled(values: Mapping[str, Cell]) -> int:
    return sum(value is not None for value in values.values())


def _contents() -> Iterator[str]:
    yield "| Trang | Nội dung | Ai gửi | Khi nào |"
    yield "|---|---|---|---|"
    for guide in guides():
        form = forms()[guide.key]
        yield f"| {form.sheet} | {form.title} | {guide.sender} | {guide.when} |"


def _sections(examples: Mapping[str, Mapping[str, Cell]]) -> Iterator[str]:
    for guide in guides():
        form, example = forms()[guide.key], examples[guide.key]
        yield f"### Trang “{form.sheet}”\n"
        yield f"{guide.purpose}\n"
        yield f"- Ai gửi: {guide.sender}."
        yield f"- Khi nào: {guide.when}."
        yield f"- Gửi lại: dòng mới thay dòng cũ {_identity(form)}."
        if form.note:
            yield f"- Lưu ý: {form.note}"
        if form.citation:
            yield f"- Căn cứ: {form.citation}; {CONFIDENCE_NAMES[form.confidence]}."
        yield "\n| Cột | Kiểu | Bắt buộc | Giá trị, giải thích | Ví dụ một dòng |"
        yield "|---|---|---|---|---|"
        for each in form.fields:
            yield _column(each, example.get(each.key))
        if form.checks:
            yield "\nĐối chiếu:\n"
            yield from format_checks.told(form)
        yield ""


def _identity(form: Form) -> str:
    fields = {each.key: each.label for each in form.fields}
    keys = [key for key in ("unit", "period", *form.item) if key in fields]
    labels = [f"“{fields[key]}”" for key in dict.fromkeys(keys)]
    return f"có cùng {', '.join(labels)}"


def _column(asked: Field, example: Cell) -> str:
    required = "có" if asked.required else ""
    kind = TYPE_NAMES[asked.type]
    cells = (asked.label, kind, required, _explained(asked), _shown(example))
    return f"| {' | '.join(cells)} |"


def _explained(asked: Field) -> str:
    parts = []
    if asked.choices:
        parts.append("; ".join(asked.choices))
    if asked.min is not None or asked.max is not None:
        parts.append(f"từ {_grouped(asked.min)} đến {_grouped(asked.max)}")
    if asked.unit:
        parts.append(f"đơn vị tính: {asked.unit}")
    if asked.moment:
        span = "mốc đánh giá" if asked.assessed else "năm"
        parts.append(f"trong {span}, không sau ngày gửi")
    if asked.help:
        parts.append(asked.help)
    return "; ".join(parts)


def _grouped(number: int | None) -> str:
    if number is None:
        return "…"
    return f"{number:,}".replace(",", ".") if number > MAX_YEAR else str(number)


def _shown(example: Cell) -> str:
    match example:
        case None:
            return ""
        case date():
            return f"{example:%d/%m/%Y}"
        case _:
            return str(example)


def _pledge_lines(drawn: Sample) -> list[str]:
    """Return a pledged, an unpledged and an absent household of one list."""
    lines = next(iter(pledges.files(drawn))).lines
    pledged = next(line for line in lines if ",1,2" in line)
    waiting = next(line for line in lines if line.endswith(",1,"))
    absent = next(line for line in lines if line.endswith(",0,"))
    return [pledged, waiting, absent]


MAX_YEAR = 2100

if __name__ == "__main__":
    PAGE.write_text(document(), "utf-8")
