"""Vietnamese text as people type it, brought to one form."""

import re
import unicodedata


def tidy(text: str) -> str:
    """Compose the marks (NFC) and fold runs of white space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def keepable(text: str) -> str:
    """Leave out what no database keeps: NUL, and bytes that are no letter."""
    return text.replace("\0", "").encode(errors="replace").decode()


def without_marks(text: str) -> str:
    """Leave the plain letters, in lower case: “Đặng Văn Ân” is “dang van an”."""
    spelt = unicodedata.normalize("NFD", tidy(text).lower().replace("đ", "d"))
    return "".join(letter for letter in spelt if not unicodedata.combining(letter))


def number(value: int) -> str:
    """Group thousands by dots: ``299.882``."""
    return f"{value:,}".replace(",", ".")


def plain(text: str) -> str:
    """Write words as a file is named: “Kiểm tra” becomes ``kiem-tra``."""
    return "-".join(re.findall(r"[a-z0-9]+", without_marks(text)))
