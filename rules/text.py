"""Vietnamese text as people type it, brought to one form."""

import unicodedata


def tidy(text: str) -> str:
    """Compose the marks (NFC) and fold runs of white space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def without_marks(text: str) -> str:
    """Write Vietnamese as typed without marks, in small letters."""
    parted = unicodedata.normalize("NFD", tidy(text).lower())
    bare = "".join(each for each in parted if not unicodedata.combining(each))
    return bare.replace("đ", "d")
