"""Reporting periods: the codes a user types, as spans of days.

The forms are SDMX's (``2022``, ``2022-S1``, ``2022-Q1``, ``2022-03``) with two additions for spans that SDMX has no
short code for: ``2022-9M``, the first nine months, which Vietnamese offices report as a period of its own, and
``2022-01..2022-09``, any run of whole months (also as the warehouse writes it, ``2022-01-01/2022-09-30``).
``2022-M9`` is refused: in SDMX ``2022-M09`` is the month of September.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["month", "quarter", "half", "nine_months", "year", "span"]

ACCEPTED = (
    "2022 (year), 2022-S1 (half), 2022-Q1 (quarter), 2022-03 (month), 2022-9M (first nine months), 2022-01..2022-09"
)
_ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}
_SPAN_KINDS: dict[int, Kind] = {1: "month", 3: "quarter", 6: "half", 12: "year"}
_FORM = re.compile(
    r"(?P<year>\d{4})"
    r"(?:-(?:Q(?P<quarter>[1-4])|S(?P<half>[12])|(?P<first>[1-9]|1[0-2])M|(?P<month>0[1-9]|1[0-2])))?",
    re.ASCII,
)
_RANGE = re.compile(r"(\d{4})-(0[1-9]|1[0-2])\.\.(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
_DAYS = re.compile(r"(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)", re.ASCII)


class UnknownPeriod(ValueError):
    """A period code that no accepted form fits; the message lists the forms."""


@dataclass(frozen=True, slots=True)
class Period:
    """A span of whole months: ``start`` and ``end`` inclusive, ``code`` in its one canonical form."""

    code: str
    start: date
    end: date
    kind: Kind

    @property
    def year_to_date(self) -> Period | None:
        """From 1 January to the same end: printed beside a month or quarter; None where it is this period."""
        if self.start.year != self.end.year or self.start.month == 1:
            return None
        return from_months(self.end.year, 1, self.end.month)

    def label(self, lang: str = "vi") -> str:
        """The period in words: ``quý I năm 2022``, ``first quarter of 2022``."""
        return _label_en(self) if lang == "en" else _label_vi(self)


def parse(code: str) -> Period:
    """Read a period code.

    Raises:
        UnknownPeriod: no accepted form fits, the year is outside 1900..2999, or a range ends before it starts.
    """
    text = code.strip().upper()
    if found := _RANGE.fullmatch(text):
        return _parse_range(code, *(int(part) for part in found.groups()))
    if found := _DAYS.fullmatch(text):
        return _parse_days(code, found[1], found[2])
    found = _FORM.fullmatch(text)
    if not found or not 1900 <= int(found["year"]) <= 2999:
        raise UnknownPeriod(f"unknown period {code!r}; write one of: {ACCEPTED}")
    year = int(found["year"])
    if found["quarter"]:
        return from_months(year, 3 * int(found["quarter"]) - 2, 3 * int(found["quarter"]))
    if found["half"]:
        return from_months(year, 6 * int(found["half"]) - 5, 6 * int(found["half"]))
    if found["first"]:
        return from_months(year, 1, int(found["first"]))
    if found["month"]:
        return from_months(year, int(found["month"]), int(found["month"]))
    return from_months(year, 1, 12)


def _parse_range(code: str, year: int, month: int, last_year: int, last_month: int) -> Period:
    if year < 1900 or last_year > 2999 or (year, month) > (last_year, last_month):
        raise UnknownPeriod(
            f"period {code!r} ends before it starts or lies outside 1900..2999; write one of: {ACCEPTED}"
        )
    if year == last_year:
        return from_months(year, month, last_month)
    return Period(
        f"{year}-{month:02}..{last_year}-{last_month:02}",
        date(year, month, 1),
        _month_end(last_year, last_month),
        "span",
    )


def _parse_days(code: str, first: str, last: str) -> Period:
    try:
        found = from_days(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError as wrong:
        raise UnknownPeriod(f"period {code!r} names no such day; write one of: {ACCEPTED}") from wrong
    if found is None:
        raise UnknownPeriod(f"period {code!r} is not made of whole months; write one of: {ACCEPTED}")
    return found


def from_months(year: int, first: int, last: int) -> Period:
    """The period of months ``first`` to ``last`` of one year, under its canonical code."""
    length = last - first + 1
    aligned = (first - 1) % length == 0
    kind: Kind = _SPAN_KINDS.get(length, "span") if aligned else "span"
    if (first, last) == (1, 9):
        kind = "nine_months"
    code = {
        "month": f"{year}-{first:02}",
        "quarter": f"{year}-Q{(first + 2) // 3}",
        "half": f"{year}-S{(first + 5) // 6}",
        "nine_months": f"{year}-9M",
        "year": f"{year}",
        "span": f"{year}-{first:02}..{year}-{last:02}",
    }[kind]
    return Period(code, date(year, first, 1), _month_end(year, last), kind)


def from_days(start: date, end: date) -> Period | None:
    """The period of a span of days, None where it is not made of whole months."""
    if start.day != 1 or end != _month_end(end.year, end.month) or start > end:
        return None
    return parse(f"{start:%Y-%m}..{end:%Y-%m}")


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _label_vi(period: Period) -> str:
    year, first, last = period.start.year, period.start.month, period.end.month
    if period.kind == "quarter":
        return f"quý {_ROMAN[(first + 2) // 3]} năm {year}"
    if period.kind == "half":
        return f"6 tháng {'đầu' if first == 1 else 'cuối'} năm {year}"
    if period.kind == "month":
        return f"tháng {first} năm {year}"
    if period.kind == "year":
        return f"năm {year}"
    if year == period.end.year and first == 1:
        return f"{last} tháng đầu năm {year}" if last < 12 else f"{last} tháng năm {year}"
    return f"từ tháng {first}/{year} đến tháng {last}/{period.end.year}"


def _label_en(period: Period) -> str:
    year, first, last = period.start.year, period.start.month, period.end.month
    months = calendar.month_name
    if period.kind == "quarter":
        return f"quarter {(first + 2) // 3} of {year}"
    if period.kind == "half":
        return f"{'first' if first == 1 else 'second'} half of {year}"
    if period.kind == "month":
        return f"{months[first]} {year}"
    if period.kind == "year":
        return f"year {year}"
    if year == period.end.year and first == 1:
        return f"first {last} months of {year}"
    return f"{months[first]} {year} to {months[last]} {period.end.year}"
