"""Spans of days: the first and the last day of a period."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from etl.indicators.state import Span

_AHEAD = timedelta(days=40)


def is_ahead(day: date, published: date | None) -> bool:
    """Whether a day lies so long behind an article's publication that nothing up to it can be a result yet."""
    return published is not None and day > published + _AHEAD


def whole_year(span: Span) -> bool:
    """Whether a span is one calendar year."""
    return whole_years(span) and span[0].year == span[1].year  # type: ignore[union-attr]


def whole_years(span: Span) -> bool:
    """Whether a span is one calendar year or several."""
    start, end = span
    return start is not None and end is not None and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)


def single_month(span: Span) -> bool:
    """Whether a span lies in one month."""
    start, end = span
    return start is not None and end is not None and (start.year, start.month) == (end.year, end.month)


def over_a_year(span: Span) -> bool:
    """Whether a span is longer than a year."""
    return span[0] is not None and span[1] is not None and (span[1] - span[0]).days > 366


def year_back(span: Span) -> Span:
    """The same span a year earlier; the last day of a month stays a last day."""

    def back(day: date | None) -> date | None:
        if day is None:
            return None
        last = calendar.monthrange(day.year - 1, day.month)[1]
        at_end = day.day == calendar.monthrange(day.year, day.month)[1]
        return day.replace(year=day.year - 1, day=last if at_end else min(day.day, last))

    return back(span[0]), back(span[1])
