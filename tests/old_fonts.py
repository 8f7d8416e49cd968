"""Write text as the programs and fonts of before Unicode do."""

from unicodedata import normalize

from rules.code_pages import TCVN3_TABLE, VNI_TABLE

#: What TCVN3 can write; its capitals with a tone are small letters, drawn large.
TCVN3_LETTERS = {letter: code for code, letter in TCVN3_TABLE.items()}
BY_VNI = {letters: code for code, letters in VNI_TABLE.items()}


def tcvn3(text: str) -> bytes:
    return bytes(TCVN3_LETTERS[letter] for letter in text)


def vni(text: str) -> bytes:
    return b"".join(map(vni_letter, text))


def vni_letter(letter: str) -> bytes:
    if letter in BY_VNI:
        return bytes([BY_VNI[letter]])
    for length in (1, 2):  # A letter of its own with a tone, or a plain one with marks.
        spelt = normalize("NFD", letter)
        base, marks = normalize("NFC", spelt[:-length]), spelt[-length:]
        for order in (marks, marks[::-1]):
            mark = order.upper() if base.isupper() else order
            if base in BY_VNI and mark in BY_VNI:
                return bytes([BY_VNI[base], BY_VNI[mark]])
    raise AssertionError(letter)


def shown_as_latin(text: str, write=tcvn3) -> str:
    """Return what a cell holds of a text that was typed in such a font."""
    if write is tcvn3:
        text = "".join(
            letter if letter in TCVN3_LETTERS else letter.lower() for letter in text
        )
    return write(text).decode("latin-1")
