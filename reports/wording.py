"""A figure in words and digits: what no form of the report may leave out of a number.

A percent of a base (``bằng 104,5%``) is not a growth of 104.5 percent, nor is an excess over plan a share of it: such
figures always carry their word and unit, whatever column they stand in.
"""

from __future__ import annotations

from datetime import date

from reports import format as fmt
from reports import labels
from reports.periods import from_days
from reports.query import Figure
from reports.slots import slot_of

BOUNDS = {"above": ">", "below": "<", "about": "≈"}
_WORDED = {"ratio": "equal_to", "plan_excess": "exceeds"}
_SIGNED = {"change", "change_abs", "contribution"}
_PLAIN = {"change": "change", "plan": "plan_ratio"}
"""The measure that the head of a column speaks of; any other in that column says what it is."""


def before(figure: Figure, lang: str) -> str:
    """The words in front of the digits: ``bằng``, ``vượt``, and the mark of an open bound."""
    word = labels.words(lang)[_WORDED[figure.measure]] if figure.measure in _WORDED else ""
    return " ".join(part for part in (word, BOUNDS.get(figure.bound, "")) if part)


def digits(figure: Figure, scale: fmt.Scale, lang: str) -> str:
    """The digits in a scale, signed where they are a change; a range by both its ends."""
    if figure.low is not None and figure.high is not None:
        return f"{fmt.cell(figure.low, scale, lang)} – {fmt.cell(figure.high, scale, lang)}"
    return fmt.cell(figure.value, scale, lang, signed=figure.measure in _SIGNED)


def needs_unit(figure: Figure, scale: fmt.Scale | None) -> bool:
    """Must the number carry its unit in a column of this scale?"""
    if scale is None or scale.unit != figure.unit:
        return True
    return _PLAIN.get(slot_of(figure), figure.measure) != figure.measure


def phrase(figure: Figure, lang: str) -> str:
    """The figure on its own: ``bằng 104,5%``, ``> 2.500 tỷ đồng``, ``+10,23%``."""
    scale = fmt.scale_for(figure.unit, [figure.value])
    told = fmt.join(digits(figure, scale, lang), scale.name(lang))
    return " ".join(part for part in (before(figure, lang), told) if part)


def exactly(figure: Figure, lang: str) -> str:
    """Every digit in the stored unit; a range by both its ends."""
    if figure.low is not None and figure.high is not None:
        return " – ".join(fmt.exactly(end, figure.unit, lang) for end in (figure.low, figure.high))
    return fmt.exactly(figure.value, figure.unit, lang)


def span(figure: Figure, lang: str) -> str:
    """The period of a figure in words; a stock by its day."""
    if figure.period_start is None:
        return labels.words(lang)["as_of"].format(day=fmt.day(figure.period_end, lang))
    whole = from_days(figure.period_start, figure.period_end)
    return whole.label(lang) if whole else _days(figure.period_start, figure.period_end, lang)


def _days(start: date, end: date, lang: str) -> str:
    first, last = fmt.day(start, lang), fmt.day(end, lang)
    return first if start == end else labels.words(lang)["from_to"].format(first=first, last=last)
