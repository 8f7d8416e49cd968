"""Vietnamese text as people type it, brought to one form."""

import re
import unicodedata

#: Signs without width, which come along when a text is copied from a page.
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


def tidy(text: str) -> str:
    """Compose the marks (NFC), fold white space, leave out what has no width."""
    return " ".join(unicodedata.normalize("NFC", text.translate(_INVISIBLE)).split())


def label(text: str) -> str:
    """Fold a column's label: case, and the star or colon after it, tell nothing."""
    return tidy(text).rstrip(" *:").casefold()


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
