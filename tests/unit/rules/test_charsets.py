from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from random import Random
from unicodedata import normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rules.charsets import CP1258, TCVN3, UTF8, VNI, Encoding, detect, to_utf8
from rules.code_pages import TCVN3_TABLE
from samples.words import householders
from tests.old_fonts import tcvn3, vni

PLAIN = "".join(map(chr, range(32, 127))) + "\n"
TCVN3_LETTERS = PLAIN + "".join(TCVN3_TABLE[code] for code in TCVN3_TABLE if code > 127)
VIETNAMESE = normalize(
    "NFC",
    "ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ",
)
ANY_CASE = PLAIN + VIETNAMESE + VIETNAMESE.upper()


def cp1258(text: str) -> bytes:
    """Write the tone apart, as Windows does, and all other marks with their letter."""
    parts = []
    for letter in normalize("NFC", text):
        spelt = normalize("NFD", letter)
        tones = "".join(
            each for each in spelt if each in "\u0300\u0301\u0303\u0309\u0323"
        )
        bare = "".join(each for each in spelt if each not in tones)
        parts.append((normalize("NFC", bare) + tones).encode("cp1258"))
    return b"".join(parts)


def in_blocks(content: bytes, size: int) -> list[bytes]:
    return [content[at : at + size] for at in range(0, len(content), size)]


def read(content: bytes, encoding: Encoding, size: int = 7) -> str:
    return b"".join(to_utf8(in_blocks(content, size), encoding)).decode()


@given(st.text(TCVN3_LETTERS), st.integers(1, 9))
def test_tcvn3_reads_as_it_was_written_but_for_the_case(text, size):
    assert read(tcvn3(text), TCVN3, size).lower() == text.lower()


@given(st.text(ANY_CASE), st.integers(1, 9))
def test_vni_reads_as_it_was_written(text, size):
    assert read(vni(text), VNI, size) == text


@given(st.text(ANY_CASE), st.integers(1, 9))
def test_cp1258_reads_as_it_was_written(text, size):
    assert read(cp1258(text), CP1258, size) == text


@given(st.text(ANY_CASE), st.sampled_from(["utf-16-le", "utf-16-be"]))
def test_utf16_with_its_mark_reads_as_it_was_written(text, codec):
    bom = BOM_UTF16_LE if codec == "utf-16-le" else BOM_UTF16_BE
    content = bom + text.encode(codec)

    assert read(content, detect(content)) == text


@given(st.binary(), st.integers(1, 9))
@example(BOM_UTF8, 1)
@example(BOM_UTF16_LE + b"\x00", 1)
def test_no_bytes_break_the_reader(content, size):
    encoding = detect(content)

    if encoding is not None:
        b"".join(to_utf8(in_blocks(content, max(size, 3)), encoding))


@pytest.mark.parametrize(
    ("write", "encoding"),
    [(tcvn3, TCVN3), (vni, VNI), (cp1258, CP1258), (str.encode, UTF8)],
    ids=["TCVN3", "VNI", "CP1258", "UTF-8"],
)
@pytest.mark.parametrize("seed", range(50))
def test_a_dozen_names_tell_how_a_file_is_written(seed, write, encoding):
    names = Random(seed).sample(householders(), 12)  # noqa: S311 - a fixed choice
    text = "\n".join(["ma_ho,chu_ho", *(f"X1-00001,{name}" for name in names)])

    content = write(text)

    assert detect(content) == encoding
    assert read(content, encoding).lower() == text.lower()


def test_utf8_passes_as_it_is_and_loses_only_its_mark():
    blocks = [BOM_UTF8 + b"a", "Ân".encode(), b"\xff"]

    assert list(to_utf8(blocks, detect(blocks[0]))) == [b"a", "Ân".encode(), b"\xff"]


def test_a_letter_cut_at_the_end_of_the_sample_is_no_other_encoding():
    assert detect("Nguyễn".encode()[:-2]) == UTF8


def test_a_picture_is_written_in_no_encoding():
    assert detect(b"\x89PNG\r\n\x1a\n" + bytes(range(128, 256))) is None


def test_words_of_a_capital_font_are_raised_where_they_tell():
    written = tcvn3("NGUYễN THị Lý, Trần Tú")

    assert read(written, TCVN3) == "NGUYỄN THỊ Lý, Trần Tú"


def test_a_text_without_lines_is_not_held():
    blocks = ["a".encode("utf-16")] + ["a".encode("utf-16-le") * (1 << 19)] * 5

    sizes = [len(block) for block in to_utf8(blocks, detect(blocks[0]))]

    assert sum(sizes) == 1 + 5 * (1 << 19)
    assert max(sizes) < 1 << 21
