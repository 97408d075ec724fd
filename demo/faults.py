"""Faults of typing and of editors, as pages carry them: each takes a page's markup and gives it worn."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.entities import codepoint2name

_LATIN_VOWELS = {code: f"&{name};" for code, name in codepoint2name.items() if 0xC0 <= code <= 0xFF}
_UNIT = re.compile(r"(?<=\d) (?=(?:ha|tấn|con|kg|triệu)\b)")
_MONEY = re.compile(r"(?<=\d) (?=(?:tỷ|tỉ|triệu|nghìn|ngàn)\b)")


def named_entities(page: str) -> str:
    """Vowels of Latin-1 as named entities (``&agrave;``), as old editors left them."""
    return page.translate(_LATIN_VOWELS)


def eth_for_d(page: str) -> str:
    """The Icelandic capital eth in the place of Đ."""
    return page.replace("Đ", "Ð")


def glued_units(page: str) -> str:
    """``1.200ha``: no blank between figure and unit."""
    return _UNIT.sub("", page)


def hard_spaces(page: str) -> str:
    """A non-breaking space between figure and multiplier."""
    return _MONEY.sub("&nbsp;", page)


def zero_width(page: str) -> str:
    """Zero-width spaces after percent signs of the text, as word processors leave them."""
    return re.sub(r"(?<=\d)%(?=[ ,;.)])", "%\u200b", page)


def line_breaks(page: str) -> str:
    """Paragraphs parted by two line breaks within one element."""
    return page.replace("</p>\n<p>", "<br/><br/>\n")


def double_spaces(page: str) -> str:
    """Two blanks after commas, and line ends of another system."""
    return page.replace(", ", ",  ").replace("\n", "\r\n")


FAULTS: dict[str, Callable[[str], str]] = {
    "channel": named_entities,
    "hexmonth": eth_for_d,
    "onecms": glued_units,
    "fck": hard_spaces,
    "epi": zero_width,
    "portal_articlecontent": line_breaks,
    "sharepoint": double_spaces,
    "liferay": hard_spaces,
}
"""The fault that every fifth article of a family's outlets has."""
