from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from datetime import date
from random import Random
from unicodedata import normalize

import pytest

from db.pledge_staging import HEADER

ROW_ONE = ",".join(HEADER)
MUST_BE_CSV = f"tệp phải là CSV, dòng đầu: {ROW_ONE}"
NO_FORM = (
    "dòng đầu không phải tên cột của biểu nào; danh sách hộ gia đình thì dòng đầu:"
    f" {ROW_ONE}"
)
CELLS = (
    "dòng này thừa hoặc thiếu ô, hoặc có dấu ngoặc kép không khép từ đây trở lên; chữ"
    " có dấu phẩy phải để trong ngoặc kép"
)
LETTERS = (
    "tệp đã mất dấu tiếng Việt (chữ thành dấu “?”); lưu lại dạng CSV UTF-8 hoặc gửi"
    " .xlsx"
)
NO_ROW = "dòng trống; bỏ dòng này rồi gửi lại"
EMPTY = "\n" * 1_000_000
GOOD = "1,Lê Văn Mẫu,X1-A1,1,2021-03-01"


def test_a_broken_file_is_refused_whole_and_the_others_are_stored(taken, kept):
    rows, issues = taken(a=["7,Một cột,X1-A1,1,", "8,thiếu cột"], b=[GOOD])

    assert rows == 1
    assert sorted(kept()) == ["1"]
    assert issues == [("a", "dòng 3", "", CELLS)]


@pytest.mark.parametrize(
    ("rows", "place", "problem"),
    [
        (["7,Lê, Văn Mẫu,X1-A1,1,"], "dòng 2", CELLS),
        ([GOOD, '8,"Lê Văn Mẫu,X1-A1,1,', "9,Lê Văn Ba,X1-A1,1,"], "dòng 4", CELLS),
        ([GOOD, "", GOOD], "dòng 3", NO_ROW),
    ],
    ids=["a bare comma", "a quote that is not closed", "an empty line"],
)
def test_a_row_whose_cells_cannot_be_told_is_named_with_why(
    taken, rows, place, problem
):
    assert taken(a=rows) == (0, [("a", place, "", problem)])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", NO_FORM),
        ("M? don v?,S?, k? hi?u\nX1-BCD,01/KH,01/03/2021\n", LETTERS),
        ("Cột,khác\n1,2\n", NO_FORM),
    ],
)
def test_a_file_that_is_no_list_of_households_is_not_asked_to_be_one(
    taken, text, problem
):
    assert taken(a=text.encode()) == (0, [("a", "dòng 1", "", problem)])


def test_white_space_around_a_code_makes_no_second_household(taken, kept):
    padded = [
        " 1\t,\u00a0Lê Văn\u00a0Mẫu , X1-A1\u00a0, 1 , 2021-03-01 ",
        "2 ,Lê Văn Hai,X1-A1,1, ",
    ]

    rows, issues = taken(a=[GOOD], b=padded)

    assert (rows, issues) == (2, [])
    assert kept() == {
        "1": ("Lê Văn Mẫu", True, date(2021, 3, 1)),
        "2": ("Lê Văn Hai", True, None),
    }


def test_cells_that_were_emptied_are_no_row(taken):
    assert taken(a=[GOOD, ",,,,", '"",,,,']) == (
        1,
        [("a", "dòng 4, cột ma_ho", "", "không được để trống")],
    )


def test_a_file_with_other_columns_is_refused_whole(taken):
    header = "ma_ho,ten,ma_khu_dan_cu,dang_cu_tru,ngay"

    assert taken(header, a=[GOOD]) == (0, [("a", "dòng 1", "", MUST_BE_CSV)])


@pytest.mark.parametrize(
    "content",
    [b"\x89PNG\r\n\x1a\n" + bytes(range(128, 256)), GOOD.encode("utf-16-le")],
    ids=["no text", "nothing says it is UTF-16"],
)
def test_a_file_in_an_encoding_we_do_not_know_is_refused_whole(taken, content):
    problem = "không nhận ra bảng mã của tệp; cần lưu lại dạng CSV UTF-8"

    assert taken(a=content) == (0, [("a", "dòng 1", "", problem)])


@pytest.mark.parametrize(
    "encode",
    [
        str.encode,
        lambda text: BOM_UTF8 + text.encode(),
        lambda text: BOM_UTF16_LE + text.encode("utf-16-le"),
        lambda text: BOM_UTF16_BE + text.encode("utf-16-be"),
    ],
    ids=["UTF-8", "UTF-8 with its mark", "UTF-16 LE", "UTF-16 BE"],
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_is_read_however_a_spreadsheet_saves_it(
    taken, encode, separator, end, kept
):
    text = end.join([ROW_ONE, GOOD, "", ""]).replace(",", separator)

    assert taken(a=encode(text)) == (1, [])
    assert kept() == {"1": ("Lê Văn Mẫu", True, date(2021, 3, 1))}


def test_a_file_of_an_old_program_is_read_by_its_letters(taken, kept):
    vni = ["Nguyeãn Vaên Maãu", "Ñaëng Thò Maãu"]
    lines = [f"{n},{name},X1-A1,1,2021-03-01" for n, name in enumerate(vni)]
    text = "\n".join([ROW_ONE, *lines])

    assert taken(a=text.encode("latin-1")) == (2, [])
    assert [head for head, *_ in kept().values()] == ["Nguyễn Văn Mẫu", "Đặng Thị Mẫu"]


def test_names_are_kept_composed(taken, kept):
    taken(a=[normalize("NFD", GOOD)])

    assert kept()["1"][0] == "Lê Văn Mẫu"


def test_lines_are_those_of_a_text_editor(taken):
    _, issues = taken(
        a=['1,"Lê Văn', 'Mẫu",X1-A1,1,', "2,,X1-A1,1,"], b=["3,,X1-A1,1,"]
    )

    assert [(name, place) for name, place, *_ in issues] == [
        ("a", "dòng 4, cột chu_ho"),
        ("b", "dòng 2, cột chu_ho"),
    ]


@pytest.mark.parametrize("end", ["\n", "\n\n2,Lê Văn Mẫu,X1-A1,1,\n"])
def test_a_file_of_empty_lines_is_refused_without_being_held(taken, end):
    content = f"{ROW_ONE}\n{GOOD}{EMPTY}{end}"

    assert taken(a=content.encode()) == (0, [("a", "dòng 3", "", NO_ROW)])


def test_whatever_bytes_a_file_holds_the_place_is_named_and_the_others_are_stored(
    taken, kept
):
    luck = Random(5)  # noqa: S311 - the same mischief each time
    good = "\n".join([ROW_ONE, *(f"{n},Lê Văn Mẫu,X1-A1,1," for n in range(20))])
    broken = {f"f{n:03}": _harmed(luck, good.encode()) for n in range(100)}

    _, issues = taken(**broken, last=f"{ROW_ONE}\n{GOOD}\n".encode())

    assert kept()["1"] == ("Lê Văn Mẫu", True, date(2021, 3, 1))
    assert len({file for file, *_ in issues}) > len(broken) // 2
    assert all(place.startswith("dòng ") for _, place, *_ in issues)


def _harmed(luck: Random, content: bytes) -> bytes:
    harmed = bytearray(content)
    for _ in range(luck.randrange(1, 30)):
        harmed[luck.randrange(len(harmed))] = luck.choice(
            b'\x00\n\r",;\t\\/-\xff\xc6Aa09'
        )
    return bytes(harmed[: luck.randrange(len(harmed))])


@pytest.mark.parametrize(
    ("above", "head"),
    [
        ("", " Ma_Ho,CHU_HO, ma_khu_dan_cu ,dang_cu_tru:,ngay_cam_ket"),
        ("", ",".join(f'"{name}"' for name in HEADER)),
        ("\n\n", ROW_ONE),
        ("DANH SÁCH HỘ GIA ĐÌNH\n\nKhu Một; xã Hai; 2021\n", ROW_ONE),
    ],
    ids=["other letters", "quoted", "empty lines", "titles"],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_header_is_found_and_lines_are_told_as_an_editor_counts_them(
    taken, kept, above, head, end
):
    text = f"{above}{head}\n{GOOD}\n2,,X1-A1,1,\n".replace("\n", end)
    line = text.count("\n")

    assert taken(a=text.encode()) == (
        1,
        [("a", f"dòng {line}, cột chu_ho", "", "không được để trống")],
    )
    assert sorted(kept()) == ["1"]


def test_what_parts_the_cells_may_be_said_above_the_header(taken, kept):
    lines = ["sep=;", ROW_ONE.replace(",", ";"), GOOD.replace(",", ";"), "8;thiếu cột"]
    broken = [("b", "dòng 4", "", CELLS)]

    assert taken(a="\n".join(lines[:3]).encode(), b="\n".join(lines).encode()) == (
        1,
        broken,
    )
    assert sorted(kept()) == ["1"]


def test_no_row_above_the_header_is_lost_unseen(taken, kept):
    text = f"2,Trần Văn Hai,X1-A1,1,\n{ROW_ONE}\n{GOOD}"

    assert taken(a=text.encode()) == (0, [("a", "dòng 1", "", MUST_BE_CSV)])
    assert kept() == {}
