"""Days of Vietnamese pages: day before month always, missing parts from the clock of the page.

``resolve_day`` holds the convention for a day without a year. Phrases are read in ``etl.instants`` and ``etl.periods``.
"""

from __future__ import annotations

import calendar
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache

VIETNAM = timezone(timedelta(hours=7), "+07")
"""Vietnam has had one zone and no summer time since 1975."""

_AHEAD = 120  # days: an article announces, it seldom dates a thing further ahead without a year
_AHEAD_NEXT_YEAR = 60


def day_of(reference: date | datetime | None) -> date | None:
    """The calendar day of a clock that may carry a time."""
    return reference.date() if isinstance(reference, datetime) else reference


def make_day(year: int, month: int, day: int) -> date | None:
    """The day, or None for an impossible one (31/2)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=2048)
def month_length(year: int, month: int) -> int:
    """Days of a month."""
    return calendar.monthrange(year, month)[1]


def full_year(written: str, reference: date | None = None) -> int:
    """A year of two or four digits; ``47`` lies at most ten years ahead of the clock, so 1947."""
    year = int(written)
    if len(written) > 2:
        return year
    latest = (reference.year if reference else 2030) + 10
    return year + 2000 if year + 2000 <= latest else year + 1900


def resolve_day(day: int, month: int | None, reference: date | None) -> date | None:
    """The day meant where the year, or the month too, is not written.

    With a month: this year's unless that lies more than 120 days ahead (then last year's); next year's where it comes
    within 60 days. Without a month: the nearest such day within 15 days of the clock or so.
    """
    if reference is None:
        return None
    if month is None:
        return _nearest_day(day, reference)
    this = make_day(reference.year, month, day)
    if this is None:  # 29/2 in a common year
        return next((found for back in (1, 2, 3) if (found := make_day(reference.year - back, month, day))), None)
    if (this - reference).days > _AHEAD:
        return make_day(reference.year - 1, month, day)
    following = make_day(reference.year + 1, month, day)
    if following is not None and (following - reference).days <= _AHEAD_NEXT_YEAR:
        return following
    return this


def _nearest_day(day: int, reference: date) -> date | None:
    months = [(reference.year * 12 + reference.month - 1 + shift) for shift in (-1, 0, 1)]
    candidates = [found for month in months if (found := make_day(month // 12, month % 12 + 1, day))]
    return min(candidates, key=lambda found: abs((found - reference).days), default=None)
