"""Vietnamese text as people type it, brought to one form."""

import re
import unicodedata


def tidy(text: str) -> str:
    """Compose the marks (NFC) and fold runs of white space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def plain(text: str) -> str:
    """Write words as a file is named: “Kiểm tra” becomes ``kiem-tra``."""
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "-".join(re.findall(r"[a-z0-9]+", re.sub(r"[\u0300-\u036f]", "", letters)))
