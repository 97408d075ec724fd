"""Roman numerals and ordinals in words: ``khoá XX``, ``lần thứ mười``, ``thứ nhất``; never quantities."""

from __future__ import annotations

from etl.numbers import parse_words

_WORDS = {"nhất": 1, "nhì": 2, "tư": 4, "đầu": 1, "đầu tiên": 1}
_LETTERS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_PARTS = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def roman_value(written: str) -> int | None:
    """The value of a Roman numeral up to 399, None where it is malformed (IIX)."""
    values = [_LETTERS.get(letter, 0) for letter in written.lower()]
    if not values or 0 in values or len(values) > 12:
        return None
    total = sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))
    return total if 0 < total < 400 and to_roman(total) == written.lower() else None


def to_roman(number: int) -> str:
    """``number`` in lower-case Roman letters."""
    written = ""
    for value, letters in _PARTS:
        count, number = divmod(number, value)
        written += letters * count
    return written


def ordinal_value(written: str) -> int | None:
    """An ordinal in digits, Roman letters or folded words."""
    if written.isdecimal() and len(written) < 6:
        return int(written)
    if written in _WORDS:
        return _WORDS[written]
    value = parse_words(written.split(" "))
    if value is not None and value == int(value):
        return int(value)
    return roman_value(written)
