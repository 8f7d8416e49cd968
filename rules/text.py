"""Vietnamese text as people type it, brought to one form."""

import unicodedata


def tidy(text: str) -> str:
    """Compose the marks (NFC) and fold runs of white space."""
    return " ".join(unicodedata.normalize("NFC", text).split())
