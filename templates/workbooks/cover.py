"""The first sheet: what is asked, by when, of whom, and how to send it back."""

from collections.abc import Iterator, Sequence

from xlsxwriter.worksheet import Worksheet

from rules.provisions import Confidence
from templates.workbooks import tables
from templates.workbooks.facts import Cover, FormSheet
from templates.workbooks.styles import LINE, Styles
from templates.writing import day, mark

SHEET = "Hướng dẫn"
_WIDTHS = (22, 78)
#: What a line of the second column holds, in letters.
_LINE = 92
#: What a line across both columns holds in bold capitals.
_CAPITALS = 66
#: A unit's name is set once the sheet is laid out, and may be long.
_LINES_OF_A_UNIT = 2
_NAMED = 12
_STEPS = (
    "1. Bấm vào tên trang ở mục “Cần điền” rồi điền; bấm vào từng ô để đọc giải thích.",
    "2. Lưu lại, giữ nguyên dạng Excel (.xlsx). Đổi tên tệp cũng được.",
    "3. Trả lời thư đã nhận, hoặc gửi đến địa chỉ ở mục “Gửi về”, kèm tệp này.",
)
#: A blank came with no letter, and brings nothing filled.
_BLANK_STEPS = (*_STEPS[:2], "3. Gửi tệp này đến nơi ghi ở mục “Gửi về”.")
_COLOURS = (
    ("missing", "Ô vàng: bắt buộc, còn thiếu."),
    ("empty", "Ô trắng: điền nếu có; chưa nắm được thì để trống."),
    ("given", "Ô xám: đã ghi sẵn, không sửa được. Thấy sai thì báo nơi nhận."),
)
_PRIVATE = (
    "Không đổi tên trang, tên cột, không thêm cột. Không ghi số căn cước, địa chỉ nhà,"
    " nội dung vụ việc."
)


def write(
    sheet: Worksheet, cover: Cover, sheets: Sequence[FormSheet], styles: Styles
) -> None:
    tables.lay_out(sheet, _WIDTHS, "")
    sheet.set_portrait()
    sheet.fit_to_pages(1, 1)
    looks = styles.cover
    sheet.merge_range(0, 0, 0, 1, cover.office.upper(), looks["office"])
    sheet.set_row(0, LINE * _lines(cover.office, _CAPITALS) + 4)
    sheet.set_row(1, 8)
    sheet.merge_range(2, 0, 2, 1, cover.title, looks["title"])
    sheet.set_row(2, 22 * _lines(cover.title, 50))
    sheet.merge_range(3, 0, 3, 1, _subtitle(cover), looks["subtitle"])
    sheet.set_row(3, 24)
    row = _write_facts(sheet, 4, cover, styles) + 1
    row = _write_sheets(sheet, row, sheets, styles) + 1
    row = _write_steps(sheet, row, cover, styles) + 1
    sheet.merge_range(row, 0, row, 1, f"{_PRIVATE}{_version(cover)}", looks["fine"])
    sheet.set_row(row, 32)
    sheet.protect()


def _version(cover: Cover) -> str:
    if not cover.version:
        return ""
    as_of = f" Số liệu ghi sẵn tính đến ngày {day(cover.as_of)}"
    return f"{as_of}; phiên bản {cover.version}."


def _subtitle(cover: Cover) -> str:
    year = str(cover.year)
    return f"Năm {year}" if cover.period == year else f"Kỳ {cover.period}, năm {year}"


def _write_facts(sheet: Worksheet, row: int, cover: Cover, styles: Styles) -> int:
    for label, words, look in _facts(cover):
        sheet.write_string(row, 0, label, styles.cover["label"])
        sheet.write_string(row, 1, words, styles.cover[look])
        least = _LINES_OF_A_UNIT if look == "unit" else 1
        sheet.set_row(row, LINE * max(least, _lines(words, _LINE)) + 6)
        row += 1
    return row


def _facts(cover: Cover) -> Iterator[tuple[str, str, str]]:
    if cover.units:
        yield "Đơn vị", _named(cover.units), "unit"
    if cover.due:
        yield "Hạn cuối", f"hết ngày {day(cover.due)}", "strong"
    if cover.due and cover.locks and cover.locks > cover.due:
        yield "Không nhận sau", f"ngày {day(cover.locks)}", "value"
    reached = f", thư điện tử {cover.address}" if cover.address else ""
    yield "Gửi về", f"{cover.office}{reached}", "value"
    yield "Cách làm", cover.how, "value"
    if cover.source:
        yield "Căn cứ", cover.source + mark(cover.unconfirmed), "value"


def _named(units: Sequence[tuple[str, str]]) -> str:
    names = [f"{name} (mã {code})" for code, name in units[:_NAMED]]
    more = len(units) - len(names)
    return "; ".join(names) + (f" và {more} đơn vị nữa" if more else "")


def _write_sheets(
    sheet: Worksheet, row: int, sheets: Sequence[FormSheet], styles: Styles
) -> int:
    sheet.write_string(row, 0, "Cần điền", styles.cover["heading"])
    for each in sheets:
        row += 1
        form = each.form
        link = f"internal:'{form.sheet}'!A1"
        sheet.write_url(row, 0, link, styles.cover["link"], form.sheet)
        words = f"{form.title}. {form.note}"
        if form.citation:
            unconfirmed = form.confidence is Confidence.UNCONFIRMED
            words += f" Căn cứ: {form.citation}{mark(unconfirmed)}."
        sheet.write_string(row, 1, words, styles.cover["beside"])
        sheet.set_row(row, LINE * _lines(words, _LINE) + 4)
    return row + 1


def _write_steps(sheet: Worksheet, row: int, cover: Cover, styles: Styles) -> int:
    is_blank = not cover.units
    sheet.write_string(row, 0, "Cách điền và gửi", styles.cover["heading"])
    for step in _BLANK_STEPS if is_blank else _STEPS:
        row += 1
        sheet.merge_range(row, 0, row, 1, step, styles.cover["text"])
        sheet.set_row(row, LINE + 2)
    row += 1
    sheet.set_row(row, 6)
    for look, words in _COLOURS[:2] if is_blank else _COLOURS:
        row += 1
        sheet.set_row(row, LINE + 2)
        sheet.write_blank(row, 0, None, styles.cover[look])
        sheet.write_string(row, 1, words, styles.cover["beside"])
    return row + 1


def _lines(words: str, wide: int) -> int:
    return -(-len(words) // wide)
