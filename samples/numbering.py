"""The number and symbol of a decision, growing through the year."""

from datetime import date

PER_DAY = 9


def decision_number(signed_on: date, symbol: str, place: int = 0) -> str:
    """Return e.g. ``512/QĐ-UBND``; ``place`` tells decisions of one day apart."""
    number = signed_on.timetuple().tm_yday * PER_DAY + place
    return f"{number:02}/QĐ-{symbol}"
