"""How a unit's name, style and mailbox follow from its place."""

STYLES = ("thành phố", "thị xã", "huyện", "xã", "phường", "thị trấn", "đặc khu")


def style_of(name: str) -> str:
    return next(style for style in STYLES if name.lower().startswith(style))


def lower_first(name: str) -> str:
    """Write a unit's name inside a sentence: only its kind loses the capital."""
    return name[:1].lower() + name[1:]


def short_code(code: str) -> str:
    """Return ``x001.k01`` for ``BT-X001-K01``: the local part of an address."""
    return code.partition("-")[2].replace("-", ".").lower()
