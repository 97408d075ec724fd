"""A term of the calendar, the year it is of, and the words that all kinds of terms share."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from etl.dates import full_year, make_day, month_length, resolve_day
from etl.numbers import DIGIT_WORDS

Unit = Literal[
    "day", "week", "month", "quarter", "half", "months", "year", "range", "season", "school_year", "term", "decade",
    "now", "context", "lunar", "time", "edge",
]  # fmt: skip
Span = tuple[date | None, date | None]
NOWHERE: Span = (None, None)
YEAR = r"(?:19|20)\d\d(?!\d|[.,]\d)"
ANY_YEAR = r"(?:1[5-9]|20)\d\d(?!\d|[.,]\d)"
"""Of a whole date, or behind the word ``năm``; elsewhere four digits below 1900 are an amount."""
RELATIVE_YEARS = {
    "nay": 0, "này": 0, "ngoái": -1, "trước": -1, "rồi": -1, "kia": -2, "tới": 1, "sau": 1,
}  # fmt: skip
RELATIVE_YEAR = r"(?:nay|này|ngoái|trước(?! đó| khi| đây)|rồi|tới|sau)(?![^\W\d_])"
YEAR_OF = (
    rf"(?:(?: ?[-/.] ?|,? (?:của )?năm |, | )(?P<year>{YEAR})|[-/.](?P<yy>\d\d)(?![\d%/.,-]\d?)"
    rf"|,? (?:của )?năm (?P<relative>{RELATIVE_YEAR}))"
)
MONTH_WORDS = {**DIGIT_WORDS, "tư": 4, "mười": 10, "mười một": 11, "mười hai": 12}
MONTH = (
    r"(?:mười một|mười hai|mười|một|hai|ba|bốn|tư|năm(?! (?:nay|\d))|sáu|bảy|bẩy|tám|chín|0?[1-9]|1[0-2])"
    r"(?![^\W_]|,\d|\.\d{3}(?!\d))"
)
COUNTED = re.compile(
    r"(?:\d|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|nhiều|vài|mấy|các|những|mỗi|hằng|hàng|từng|quân|chục|lăm|mươi) $"
)


@dataclass(slots=True)
class Term:
    """One term. ``fixed`` holds its days where the year is known; else the months and days of any year."""

    start: int
    end: int
    unit: Unit
    fixed: Span | None = None
    first_month: int = 1
    last_month: int = 12
    first_day: int | None = None
    last_day: int | None = None
    explicit_year: bool = False
    bare: bool = False
    """Digits that are a date only in the right company: ``8/4``, ``5 tháng``."""
    cumulative: bool = False
    ahead: bool = False
    """``tới``, ``sau`` follow: the next such period, not the last."""

    def span(self, reference: date | None, year: int | None = None) -> Span:
        """First and last day, in ``year`` if the term names none; both None where nothing decides."""
        if self.fixed is not None:
            return self.fixed
        year = self._default_year(reference) if year is None else year
        if year is None:
            return NOWHERE
        return self.in_year(year)

    def in_year(self, year: int) -> Span:
        """First and last day in a year; both None where it has no such days."""
        last_day = self.last_day or month_length(year, self.last_month)
        first, last = make_day(year, self.first_month, self.first_day or 1), make_day(year, self.last_month, last_day)
        return (first, last) if first and last else NOWHERE

    def _default_year(self, reference: date | None) -> int | None:
        """The year meant by a clock: see docs/conventions.md."""
        if reference is None:
            return None
        if self.unit == "day":
            day = resolve_day(self.first_day or 1, self.first_month, reference)
            return _next(day, reference) if day and self.ahead else (day.year if day else None)
        if self.unit == "year":
            return reference.year - 1 if reference.month <= 3 else reference.year
        first, last = self.in_year(reference.year)
        if first is None or last is None:
            return None
        if self.ahead:
            return reference.year + 1 if last < reference else reference.year
        return reference.year - 1 if self._not_yet(first, last, reference) else reference.year

    def _not_yet(self, first: date, last: date, reference: date) -> bool:
        """Whether this year's period lies too far ahead to be meant."""
        if self.unit in ("months", "half"):
            return (last - reference).days > 62 and reference.month <= 3
        grace = 31 if self.unit == "quarter" else 0  # "nhiệm vụ quý III" is written in June
        return first > reference + timedelta(days=grace)


def _next(day: date, reference: date) -> int:
    return day.year + 1 if day < reference else day.year


def year_from(match: re.Match[str], reference: date | None, *names: str) -> int | None:
    """The year that the match states, with digits or relative to the clock; None where it states none."""
    for name in names:
        written = match[name]
        if written:
            return _year_of(written, reference)
    return None


def _year_of(written: str, reference: date | None) -> int | None:
    if written[0].isdigit():
        return full_year(written, reference)
    return reference.year + RELATIVE_YEARS[written] if reference else None


def dated(term: Term, match: re.Match[str], reference: date | None, *names: str) -> Term | None:
    """``term`` in the year that the match states; a relative year without a clock leaves it without days."""
    for name in names:
        written = match[name]
        if written:
            year = _year_of(written, reference)
            term.explicit_year = True
            term.fixed = NOWHERE if year is None else term.in_year(year)
            return term
    return term


def month_number(word: str) -> int:
    """The month that digits or a word name."""
    return int(word) if word[0].isdigit() else MONTH_WORDS[word]


Reader = tuple[re.Pattern[str], Callable[[str, re.Match[str], date | None], Term | None]]
"""A pattern, and what makes a term of its match: from the text, the match and the reference day."""
