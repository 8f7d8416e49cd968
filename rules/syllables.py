"""What a Vietnamese syllable looks like, to tell Vietnamese from chance."""

import re
from unicodedata import normalize

TONES = "\u0300\u0301\u0303\u0309\u0323"
#: Letters, and whatever sign a wrong reading puts between them.
_WORD = re.compile(r"(?:[^\W\d_]|[^\x00-\x7f])+")
_TONE = re.compile(f"[{TONES}]")
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|th|tr|kh|ph|ch|gh|gi|qu|[bcdđghklmnpqrstvx])?"
    r"(?:[aăâeêioôơuưy]|oa|oă|oe|oo|ua|uă|uâ|uê|uô|uơ|uy|ưa|ươ|ia|iê|yê"
    r"|[aoôơuưâê]i|[âa]y|[aeoiâêưu]u|[ae]o|uya|uyê|oai|oay|oeo|uây|uôi|ươi|ươu"
    r"|iêu|yêu|uao|uyu)"
    r"(?:ch|ng|nh|[cmnpt])?"
)


def likeness(text: str) -> float:
    """Return the share of marked words that could be Vietnamese; 0 if none is marked.

    Plain words tell nothing: every encoding reads them alike.
    """
    words = [word for word in _WORD.findall(text.lower()) if not word.isascii()]
    return sum(map(is_syllable, words)) / max(1, len(words))


def is_syllable(word: str) -> bool:
    bare, tones = _TONE.subn("", normalize("NFD", word))
    return tones <= 1 and _SYLLABLE.fullmatch(normalize("NFC", bare)) is not None
